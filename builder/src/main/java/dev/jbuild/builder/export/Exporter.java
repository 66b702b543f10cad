package dev.jbuild.builder.export;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.Exported;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.attest.AttestationPush;
import dev.jbuild.builder.image.ArchiveTarget;
import dev.jbuild.builder.image.ImageArchive;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.ImagePush;
import dev.jbuild.builder.image.ImageSigning;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.words.FailureWords;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of a built image what is asked for, one thing after the other. */
public final class Exporter {
  private final Store store;
  private final LayerDisk disk;
  private final BuildListener listener;
  private final ImagePull pull;
  private final ImageArchive archives;
  private final ImagePush push;
  private final RegistryClient registry;

  /**
   * @param push may have sent layers of the image already
   */
  public Exporter(
      Store store,
      RegistryClient registry,
      LayerDisk disk,
      ImagePush push,
      BuildListener listener) {
    this.store = store;
    this.disk = disk;
    this.listener = listener;
    this.pull = new ImagePull(store, registry, listener, disk);
    this.archives = new ImageArchive(store, registry, disk, listener);
    this.push = push;
    this.registry = registry;
  }

  /**
   * Exports a built image.
   *
   * @throws BuildException when one of the exports fails; those before it are done
   */
  public List<Exported> export(OutputOptions output, BuiltImages built)
      throws BuildException, InterruptedException, IOException {
    List<Exported> done = new ArrayList<>();
    for (Export export : output.exports()) {
      switch (export) {
        case Export.Files files -> done.add(files(files, built));
        case Export.Tar tar -> done.add(tar(tar, built));
        case Export.Archive archive -> done.add(archive(archive, built));
        case Export.Layout layout -> done.add(layout(layout, built));
        case Export.Image image -> done.addAll(image(image, built, output.key()));
        case Export.Load load -> done.add(load(load, built));
      }
    }
    return done;
  }

  private MergedFiles filesOf(BuiltImages.ForPlatform platform) {
    return new MergedFiles(store, disk, platform.layers());
  }

  /** A base that no step read may not have been downloaded. */
  private void fetchLayers(BuiltImages built) throws BuildException, InterruptedException {
    for (BuiltImages.ForPlatform platform : built.platforms()) {
      pull.layers("the image", platform.layers());
    }
  }

  private static boolean isSplit(@Nullable Boolean asked, BuiltImages built) {
    return asked == null ? built.platforms().size() > 1 : asked;
  }

  private Exported files(Export.Files export, BuiltImages built)
      throws BuildException, InterruptedException {
    fetchLayers(built);
    boolean split = isSplit(export.split(), built);
    Set<String> taken = new HashSet<>();
    int files = 0;
    try {
      for (BuiltImages.ForPlatform platform : built.platforms()) {
        Path place = split ? export.directory().resolve(platform.directory()) : export.directory();
        FilesDirectory directory =
            new FilesDirectory(place, platform.epoch(), split ? new HashSet<>() : taken);
        filesOf(platform).writeTo(directory);
        directory.finish();
        files += directory.files();
        tellLeftOut(directory.leftOut());
      }
    } catch (IOException e) {
      throw failed("write the files to " + export.directory(), e);
    }
    return new Exported("wrote " + files + " files to " + export.directory(), null);
  }

  private void tellLeftOut(List<String> paths) {
    if (!paths.isEmpty()) {
      listener.warning(
          paths.size()
              + " devices or named pipes cannot be made in a directory and are left out, such as /"
              + paths.getFirst()
              + "; type=tar has them",
          null);
    }
  }

  private Exported tar(Export.Tar export, BuiltImages built)
      throws BuildException, InterruptedException {
    boolean split = isSplit(export.split(), built);
    if (!split && built.platforms().size() > 1) {
      throw new BuildException(
          Kind.USER,
          null,
          "platform-split=false with several platforms is for type=local; a tar has a directory"
              + " for each");
    }
    fetchLayers(built);
    ArchiveTarget.write("write the tar", export.target(), out -> tar(built, split, out));
    return new Exported("wrote " + name(export.target()), null);
  }

  private void tar(BuiltImages built, boolean split, OutputStream out) throws IOException {
    FilesTar tar = new FilesTar(out);
    List<BuiltImages.ForPlatform> platforms = new ArrayList<>(built.platforms());
    platforms.sort(Comparator.comparing(BuiltImages.ForPlatform::directory));
    for (BuiltImages.ForPlatform platform : platforms) {
      tar.add(filesOf(platform), split ? platform.directory() : "", platform.epoch());
    }
    tar.finish();
  }

  private Exported archive(Export.Archive export, BuiltImages built)
      throws BuildException, InterruptedException, IOException {
    Export.Looks looks = export.looks();
    archives.save(assembled(looks, built), names(looks, built), looks.form(), export.target());
    return new Exported("wrote " + name(export.target()), null);
  }

  private Exported layout(Export.Layout export, BuiltImages built)
      throws BuildException, InterruptedException, IOException {
    Export.Looks looks = export.looks();
    archives.save(assembled(looks, built), names(looks, built), looks.form(), export.directory());
    return new Exported("wrote the layout " + export.directory(), null);
  }

  private List<Exported> image(Export.Image export, BuiltImages built, @Nullable SigningKey key)
      throws BuildException, InterruptedException, IOException {
    Export.Looks looks = export.looks();
    List<ImageReference> names = names(looks, built);
    new LocalImages(store).keep(assembled(looks, built), names);
    List<Exported> pushes = new ArrayList<>();
    for (ImageReference name : export.push() ? names : List.<ImageReference>of()) {
      Descriptor pushed = push.push(name, looks.form());
      pushes.add(new Exported("pushed " + name.familiar() + "@" + pushed.digest(), pushed));
      int attached = new AttestationPush(store, registry, key).push(name, pushed);
      if (attached > 0) {
        pushes.add(new Exported("attached " + attached + " attestations", null));
      }
      if (key != null) {
        new ImageSigning(registry, key).sign(name, pushed.digest());
        pushes.add(new Exported("signed it with the key " + key.publicKey(), null));
      }
    }
    return pushes;
  }

  private Exported load(Export.Load export, BuiltImages built)
      throws BuildException, InterruptedException, IOException {
    Export.Looks looks = export.looks();
    Descriptor image = assembled(looks, built);
    List<ImageReference> names = names(looks, built);
    DaemonAddress daemon = new DaemonChoice(export.environment()).find();
    try (ImageLoad load = ImageLoad.begin(daemon)) {
      Export.Target target = new Export.Target.Stream(load, daemon.toString());
      archives.save(image, names, looks.form(), target);
      return new Exported("loaded into " + daemon + ": " + load.end(), null);
    }
  }

  private static Descriptor assembled(Export.Looks looks, BuiltImages built)
      throws IOException, BuildException, InterruptedException {
    return built.assembly().store(looks.annotations());
  }

  private static List<ImageReference> names(Export.Looks looks, BuiltImages built) {
    return looks.names().isEmpty() ? built.tags() : looks.names();
  }

  private static String name(Export.Target target) {
    return switch (target) {
      case Export.Target.File file -> file.path().toString();
      case Export.Target.Stream stream -> stream.name();
    };
  }

  private static BuildException failed(String what, IOException e) {
    return new BuildException(Kind.ENVIRONMENT, null, what + ": " + FailureWords.of(e), e);
  }
}
