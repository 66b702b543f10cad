package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.Content;
import dev.jbuild.builder.context.ReadableSource;
import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.builder.context.Spool;
import dev.jbuild.builder.context.TreeView;
import dev.jbuild.builder.plan.CopySource;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.remote.FetchedFile;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.FileName;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** One COPY or ADD: what it selects, told for the action key, and the layer that it writes. */
public final class CopyAction {
  private final Store store;
  private final LayerDisk disk;
  private final Op.Copy op;
  private final Inputs.Files base;
  private final List<Inputs> inputs;
  private final Map<CopySource, List<Selection.Match>> selected = new HashMap<>();
  private final Map<CopySource, List<ParentsSelection.Picked>> picked = new HashMap<>();

  /**
   * An action on its inputs.
   *
   * @param inputs the inputs of the vertex; the first is the file system that is changed
   */
  public CopyAction(Store store, LayerDisk disk, Op.Copy op, List<Inputs> inputs) {
    this.store = store;
    this.disk = disk;
    this.op = op;
    this.inputs = inputs;
    this.base = (Inputs.Files) inputs.getFirst();
  }

  /**
   * Adds to an action key: the names and the content of exactly what is selected, where it goes and
   * how.
   */
  public void describe(SortedMap<String, String> parts) throws IOException {
    parts.put("op", op.verb() + " 2");
    parts.put("base", base.state().tree().toString());
    parts.put("destination", op.destination());
    if (op.chown() != null) {
      parts.put("chown", op.chown());
    }
    if (op.chmod() != null) {
      parts.put("chmod", op.chmod().text());
    }
    if (!op.excludes().isEmpty()) {
      parts.put("exclude", String.join("\n", op.excludes()));
    }
    Excludes excludes = Excludes.of(op.excludes());
    int number = 0;
    for (CopySource source : op.sources()) {
      number++;
      describe(number, source, excludes, parts);
      if (source.unpack()) {
        parts.merge("unpack", String.valueOf(number), (all, next) -> all + " " + next);
      }
    }
  }

  private void describe(
      int number, CopySource source, Excludes excludes, SortedMap<String, String> parts)
      throws IOException {
    switch (source) {
      case CopySource.FromInput from -> {
        SourceView view = view(from.input());
        List<Selection.Match> matches = Selection.of(view, from.path());
        selected.put(from, matches);
        parts.put(part(number, from.path()), Selection.describe(view, matches, excludes));
      }
      case CopySource.Parents from -> {
        SourceView view = view(from.input());
        List<ParentsSelection.Picked> files = ParentsSelection.of(view, from);
        picked.put(from, files);
        parts.put(part(number, from.word()), Selection.describeParents(view, files, excludes));
      }
      case CopySource.Downloaded file ->
          parts.put(part(number, file.name()), "download " + download(file).content());
      case CopySource.Inline inline ->
          parts.put(
              part(number, "<<" + inline.name()),
              Digest.sha256(FileName.encode(inline.text())).toString());
    }
  }

  /** Stores what is selected, by the names of the parts that {@link #describe} gave it. */
  public Map<String, Tree> selected() throws IOException {
    Excludes excludes = Excludes.of(op.excludes());
    Map<String, Tree> trees = new HashMap<>();
    int number = 0;
    for (CopySource source : op.sources()) {
      number++;
      switch (source) {
        case CopySource.FromInput from ->
            trees.put(
                part(number, from.path()),
                SelectedFiles.store(
                    store.trees(),
                    view(from.input()),
                    selected.getOrDefault(from, List.of()),
                    excludes));
        case CopySource.Parents from ->
            trees.put(
                part(number, from.word()),
                SelectedFiles.storeParents(
                    store.trees(),
                    view(from.input()),
                    picked.getOrDefault(from, List.of()),
                    excludes));
        case CopySource.Downloaded file -> {}
        case CopySource.Inline inline -> {}
      }
    }
    return trees;
  }

  private static String part(int number, String word) {
    return "source %03d %s".formatted(number, word);
  }

  private SourceView view(int input) {
    return switch (inputs.get(input)) {
      case Inputs.Context context -> context.files();
      case Inputs.Files files -> new TreeView(store.trees(), files.state().tree());
      case Inputs.Download download -> throw new IllegalStateException("not a file system");
    };
  }

  private Inputs.Download download(CopySource.Downloaded file) {
    return (Inputs.Download) inputs.get(file.input());
  }

  /** Writes the layer; {@link #describe} came before. */
  public NewLayer write(LayerTimes times) throws IOException, InterruptedException {
    Target target = new Target(store.trees(), base.state().tree(), times.now());
    CopyRules rules = new CopyRules(op.chown() == null ? null : owner(op.chown()), op.chmod());
    Path temporary = store.newTemporaryDirectory("copy");
    try (Spool spool = new Spool(temporary.resolve("spool"))) {
      collect(target, rules, times, spool);
      try (LayerWriter layer =
          store.layers().create(base.state().tree(), LayerForm.TAR, times.latest())) {
        target.writeTo(layer);
        return layer.finish();
      }
    } finally {
      java.nio.file.Files.deleteIfExists(temporary);
    }
  }

  private Ownership owner(String chown) throws IOException {
    if (base.scratch() && !Owners.isNumeric(chown)) {
      throw new CopyException(
          "--chown="
              + chown
              + ": invalid user index: -1: FROM scratch and --link have no /etc/passwd; use"
              + " numbers");
    }
    return new Owners(new StateFiles(store, disk, base.state())).resolve(chown);
  }

  private void collect(Target target, CopyRules rules, LayerTimes times, Spool spool)
      throws IOException, InterruptedException {
    TreeCopy copy = new TreeCopy(target, rules, Excludes.of(op.excludes()));
    Archives archives =
        new Archives(target, rules, spool, new StateFiles(store, disk, base.state()));
    for (CopySource source : op.sources()) {
      switch (source) {
        case CopySource.FromInput from -> {
          List<Selection.Match> matches = selected.getOrDefault(from, List.of());
          List<String> paths = matches.stream().map(Selection.Match::path).toList();
          ReadableSource files = dated(readable(from.input(), paths, spool), times);
          for (Selection.Match match : matches) {
            copy(files, match, from.unpack(), copy, archives);
          }
        }
        case CopySource.Parents from -> {
          List<ParentsSelection.Picked> all = picked.getOrDefault(from, List.of());
          List<String> paths =
              all.stream()
                  .filter(ParentsSelection.Picked::whole)
                  .map(ParentsSelection.Picked::path)
                  .toList();
          ReadableSource files = dated(readable(from.input(), paths, spool), times);
          copy.copyWithParents(files, view(from.input()), all, op.destination());
        }
        case CopySource.Downloaded file -> {
          FetchedFile fetched = download(file).file().get();
          ReadableSource files = dated(new DownloadedFile(store, fetched, file.name()), times);
          Selection.Match match = new Selection.Match(file.name(), file.name(), file.name());
          copy(files, match, file.unpack(), copy, archives);
        }
        case CopySource.Inline inline ->
            copy.file(
                inline.name(),
                Attributes.of(0644, 0, 0, target.now()),
                FileName.encode(inline.text()),
                op.destination());
      }
    }
  }

  private static ReadableSource dated(ReadableSource files, LayerTimes times) {
    return times.epoch() == null ? files : new DatedSource(files, times.epoch());
  }

  private void copy(
      ReadableSource files, Selection.Match match, boolean unpack, TreeCopy copy, Archives archives)
      throws IOException {
    Content content = () -> files.open(match.path());
    boolean archive =
        unpack
            && files.find(match.path()).orElse(null) instanceof SourceEntry.RegularFile
            && Archives.isArchive(content);
    if (archive) {
      archives.unpack(match.word(), content, op.destination());
    } else {
      copy.copy(files, match.path(), match.name(), op.destination());
    }
  }

  private ReadableSource readable(int input, List<String> paths, Spool spool) throws IOException {
    return switch (inputs.get(input)) {
      case Inputs.Context context -> context.files();
      case Inputs.Files files -> {
        Optional<SpooledTree> flat =
            FlatLayer.read(store, files.state(), view(input), paths, spool);
        yield flat.isPresent() ? flat.get() : spooled(files.state(), paths, spool);
      }
      case Inputs.Download download -> throw new IllegalStateException("not a file system");
    };
  }

  private ReadableSource spooled(State state, List<String> paths, Spool spool) throws IOException {
    SpooledTree tree = new SpooledTree(spool);
    List<DiffId> layers = paths.isEmpty() ? List.of() : state.diffIds();
    List<Path> directories = store.layers().directories(layers, disk);
    for (String path : paths) {
      disk.read(directories, path, tree);
    }
    return tree;
  }
}
