package dev.jbuild.cache.layer;

import dev.jbuild.cache.action.ActionCache;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.content.BlobWriter;
import dev.jbuild.cache.content.ContentStore;
import dev.jbuild.cache.content.UnfinishedBlob;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.cache.layer.LayerCompression.Method;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.cache.tree.TreeStore;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import dev.jbuild.oci.layer.LayerSource;
import dev.jbuild.oci.layer.NativeInflater;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Layers by their diffID, each in one or more forms: its tar as a blob, compressed blobs, and a
 * directory {@code layers/<hex>/fs} in the form of an overlay upperdir. Any form is made from any
 * other when it is asked for. Methods fail with {@link LostContentException} when no form is there.
 * Processes and threads agree through a lock a layer. Safe for threads.
 */
public final class LayerStore {
  private final StoreDirectory directory;
  private final ContentStore content;
  private final TreeStore trees;
  private final LayerRecords records;
  private final LayerBlobs blobs;
  private final LayerDirectories directories;
  private final LayerTrees layerTrees;

  public LayerStore(
      StoreDirectory directory, ContentStore content, TreeStore trees, ActionCache actions) {
    this.directory = directory;
    this.content = content;
    this.trees = trees;
    this.records = new LayerRecords(directory);
    this.blobs = new LayerBlobs(content, records);
    this.directories = new LayerDirectories(directory, records);
    this.layerTrees = new LayerTrees(content, trees, actions);
  }

  /** Begins a layer on top of {@code base}. */
  public LayerWriter create(Tree base, LayerForm form) throws IOException {
    return create(base, form, Instant.MAX);
  }

  /** The same; what was changed later than {@code latest} gets that time. */
  public LayerWriter create(Tree base, LayerForm form, Instant latest) throws IOException {
    BlobWriter blob =
        switch (form) {
          case TAR -> content.write();
          case NONE -> null;
        };
    return new LayerWriter(trees.editInOrder(base), blob, blobs::commitTar, latest);
  }

  /**
   * Makes the finished overlay upperdir {@code upper} the directory of a layer, by a rename. If the
   * layer has a directory, {@code upper} stays where it is.
   */
  public void adopt(DiffId diffId, Path upper, LayerDisk disk) throws IOException {
    directories.adopt(diffId, upper, disk);
  }

  /**
   * The directories of a stack of layers, base first, made if they are not there; not to be written
   * to. Where a layer leaves out directories that it has something in, they are as in the layers
   * below.
   */
  public List<Path> directories(List<DiffId> stack, LayerDisk disk) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (int i = 1; i <= stack.size(); i++) {
      List<DiffId> below = stack.subList(0, i - 1);
      List<DiffId> layers = stack.subList(0, i);
      DiffId layer = stack.get(i - 1);
      paths.add(
          DamagedForms.passBy(
              () -> {
                blobs.settle(layer);
                return directories.ensure(
                    layers,
                    disk,
                    sink -> fromBlobs(layer, disk::inflater).writeTo(sink),
                    (implied, sink) -> writeParents(treeOf(below, disk), implied, sink));
              }));
    }
    return paths;
  }

  /** Nobody says when these were changed, and the time of unpacking would differ each time. */
  private void writeParents(Tree below, List<String> paths, LayerSink sink) throws IOException {
    for (String path : paths) {
      Attributes attributes =
          trees.find(below, path).orElse(null) instanceof TreeEntry.Directory directory
              ? directory.attributes().at(Instant.EPOCH)
              : Attributes.of(0755, 0, 0, Instant.EPOCH);
      sink.add(new LayerEntry.Directory(path, attributes), InputStream.nullInputStream());
    }
  }

  /** As {@link #treeOf(List, LayerDisk)}, for layers that a blob holds. */
  public Tree treeOf(List<DiffId> layers) throws IOException {
    return layerTrees.treeOf(layers, diffId -> fromBlobs(diffId, Optional::empty));
  }

  /** The tree of a stack of layers, base first; remembered by its chainID. */
  public Tree treeOf(List<DiffId> layers, LayerDisk disk) throws IOException {
    return layerTrees.treeOf(layers, diffId -> open(diffId, disk));
  }

  /** The tree of {@code top} on a stack whose tree the caller knows; remembered as well. */
  public Tree treeOnTop(List<DiffId> below, Tree tree, DiffId top, LayerDisk disk)
      throws IOException {
    return layerTrees.treeOnTop(below, tree, top, diffId -> open(diffId, disk));
  }

  /**
   * The tree of a stack of layers with all its nodes written again. To be called after {@link
   * LostContentException} from a tree whose layers are known; the tree is the same.
   */
  public Tree rebuildTree(List<DiffId> layers, LayerDisk disk) throws IOException {
    return layerTrees.rebuild(layers, diffId -> open(diffId, disk));
  }

  /** Remembers the tree of a stack that the caller has from elsewhere, for {@link #treeOf}. */
  public void remember(List<DiffId> layers, Tree tree) throws IOException {
    layerTrees.remember(layers, tree);
  }

  private LayerSource fromBlobs(DiffId diffId, Supplier<Optional<NativeInflater>> inflaters)
      throws IOException {
    if (!blobs.has(diffId)) {
      throw LayerDirectories.lost(diffId);
    }
    return sink -> {
      if (!blobs.readTar(diffId, inflaters, tar -> TarReader.ofLayer(tar).writeTo(sink))) {
        throw LayerDirectories.lost(diffId);
      }
    };
  }

  /** Notes that the compressed blob, which is in the content store, holds the layer. */
  public void register(DiffId diffId, Descriptor compressed) throws IOException {
    blobs.register(diffId, compressed);
  }

  /**
   * A compressed blob of the layer, in OCI terms: the one that is there (gzip or zstd), else gzip
   * made now on all cores, with the same bytes on any number of them.
   */
  public Descriptor compressed(DiffId diffId, LayerDisk disk) throws IOException {
    Optional<Descriptor> there = blobs.compressed(diffId);
    if (there.isPresent()) {
      return there.get();
    }
    StoreLock lock = directory.lock("compress-" + diffId.digest().hex());
    try (lock) {
      Optional<Descriptor> since = blobs.compressed(diffId);
      return since.isPresent()
          ? since.get()
          : DamagedForms.passBy(() -> compress(diffId, LayerCompression.GZIP, disk, made -> {}));
    }
  }

  /** As the next, for who needs the blob only when it is whole. */
  public Descriptor compressed(DiffId diffId, LayerCompression compression, LayerDisk disk)
      throws IOException {
    return compressed(diffId, compression, disk, made -> {});
  }

  /**
   * The blob of the layer in that compression, in OCI terms: the one that is there, or else made
   * now. A blob from elsewhere counts as one of the usual level.
   *
   * @param begun is given a blob that is made now as soon as its making begins
   */
  public Descriptor compressed(
      DiffId diffId, LayerCompression compression, LayerDisk disk, Consumer<UnfinishedBlob> begun)
      throws IOException {
    if (compression.method() == Method.NONE) {
      return tar(diffId, disk);
    }
    StoreLock lock = directory.lock("compress-" + diffId.digest().hex());
    try (lock) {
      Optional<Descriptor> there = blobs.compressed(diffId, compression);
      return there.isPresent()
          ? there.get()
          : DamagedForms.passBy(() -> compress(diffId, compression, disk, begun));
    }
  }

  private Descriptor compress(
      DiffId diffId, LayerCompression compression, LayerDisk disk, Consumer<UnfinishedBlob> begun)
      throws IOException {
    try (BlobWriter blob = content.write();
        CompressingOutput compressing = CompressingOutput.of(compression, blob, disk)) {
      begun.accept(blob.unfinished());
      writeTar(diffId, disk, compressing);
      compressing.finish();
      String type = CompressingOutput.mediaType(compression.method());
      Descriptor made = Descriptor.of(type, blob.commit(), blob.size());
      blobs.registerMade(diffId, made, compression);
      return made;
    }
  }

  private Descriptor tar(DiffId diffId, LayerDisk disk) throws IOException {
    Digest digest = diffId.digest();
    if (!content.has(digest)) {
      try (BlobWriter blob = content.write()) {
        writeTar(diffId, disk, blob);
        blob.commit(digest, blob.size());
      }
    }
    return Descriptor.of(MediaTypes.OCI_LAYER, digest, content.size(digest));
  }

  /** Writes the layer's uncompressed tar, whose digest is the diffID; fails when it is not. */
  public void writeTar(DiffId diffId, LayerDisk disk, OutputStream out) throws IOException {
    if (blobs.readTar(diffId, disk::inflater, tar -> LayerBlobs.copy(tar, out))) {
      return;
    }
    Path files = directories.find(diffId, disk).orElseThrow(() -> LayerDirectories.lost(diffId));
    HashingOutput hashing = new HashingOutput(out);
    TarWriter writer = new TarWriter(hashing);
    disk.diff(files, writer);
    writer.finish();
    if (!hashing.digest().equals(diffId.digest())) {
      throw new LostContentException(
          "the directory of layer " + diffId + " does not give the tar that it was made of");
    }
  }

  /** The entries of a layer, from whichever form is there. */
  public LayerSource open(DiffId diffId, LayerDisk disk) throws IOException {
    if (blobs.has(diffId)) {
      return fromBlobs(diffId, disk::inflater);
    }
    Path files = directories.find(diffId, disk).orElseThrow(() -> LayerDirectories.lost(diffId));
    return sink -> disk.diff(files, sink);
  }

  /**
   * Stores the blob of a layer, compressed in any way or not, and finds its diffID in the same
   * pass. The stream is read to its end and not closed.
   *
   * @throws dev.jbuild.cache.content.ContentMismatchException when the bytes are not those that
   *     {@code descriptor} tells; nothing is stored then
   */
  public DiffId ingest(InputStream in, Descriptor descriptor) throws IOException {
    return blobs.ingest(in, descriptor, Optional::empty, tar -> {});
  }

  /** The same, with the disk's help. */
  public DiffId ingest(InputStream in, Descriptor descriptor, LayerDisk disk) throws IOException {
    return blobs.ingest(in, descriptor, disk::inflater, tar -> {});
  }

  /**
   * As {@link #ingest(InputStream, Descriptor)}, and makes the layer's directory of what arrives,
   * for who is going to need it: nothing is read or decompressed twice. A layer that leaves out
   * directories has no directory by itself; it is unpacked when its stack is known.
   */
  public DiffId ingestUnpacked(InputStream in, Descriptor descriptor, LayerDisk disk)
      throws IOException {
    return directories.unpackArriving(
        disk, reader -> blobs.ingest(in, descriptor, disk::inflater, reader));
  }

  /** Whether any form of the layer is there; if so, it stays while this process has it open. */
  public boolean available(DiffId diffId) throws IOException {
    boolean files = records.hasFiles(diffId) && directory.use(records.place(diffId));
    return files || blobs.has(diffId);
  }

  /** Where the directory and the record of a layer are or would be. */
  public Path place(DiffId diffId) {
    return records.place(diffId);
  }

  /** The compressed blobs that are noted for a layer, whether they are there or not. */
  public List<Descriptor> registered(DiffId diffId) throws IOException {
    return records.find(diffId).blobs();
  }

  /** The keys of the records that remember the trees of a stack of layers and of what is below. */
  public Set<ActionKey> treeKeys(List<DiffId> layers) {
    Set<ActionKey> keys = new HashSet<>();
    for (int count = 1; count <= layers.size(); count++) {
      keys.add(LayerTrees.key(layers.subList(0, count)));
    }
    return keys;
  }
}
