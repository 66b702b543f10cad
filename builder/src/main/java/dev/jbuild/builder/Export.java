package dev.jbuild.builder;

import dev.jbuild.oci.ImageReference;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made of a built image, as {@code docker buildx build --output} has it.
 *
 * @see <a href="https://docs.docker.com/build/exporters/">Docker: exporters</a>
 */
public sealed interface Export {

  /** Where an archive goes. */
  sealed interface Target {
    /** A file, which appears when it is complete; what was there before is replaced. */
    record File(Path path) implements Target {}

    /** A stream, which is not closed; {@code name} is for messages. */
    record Stream(OutputStream out, String name) implements Target {}
  }

  /**
   * What an image is called and looks like outside.
   *
   * @param names instead of the tags of the build, if there are any
   * @param annotations beside those of the build
   */
  record Looks(List<ImageReference> names, OutgoingForm form, List<Annotation> annotations) {
    public Looks {
      names = List.copyOf(names);
      annotations = List.copyOf(annotations);
    }
  }

  /**
   * The files of the image in a directory.
   *
   * @param split whether each platform gets a directory of its own; null for when there are several
   */
  record Files(Path directory, @Nullable Boolean split) implements Export {}

  /** The files of the image as a tar. */
  record Tar(Target target, @Nullable Boolean split) implements Export {}

  /** An archive of the image that is an OCI image layout and a docker archive in one. */
  record Archive(Target target, Looks looks) implements Export {}

  /** An OCI image layout as a directory; what else is in it stays. */
  record Layout(Path directory, Looks looks) implements Export {}

  /** An image in the local store, and in the registries of its names if it is pushed. */
  record Image(Looks looks, boolean push) implements Export {}

  /**
   * An image in the store of docker or podman.
   *
   * @param environment says where it listens: DOCKER_HOST, XDG_RUNTIME_DIR
   */
  record Load(Looks looks, Map<String, String> environment) implements Export {
    public Load {
      environment = Map.copyOf(environment);
    }
  }

  /** What is said of the image, for exports that are images. */
  static Optional<Looks> looksOf(Export export) {
    return switch (export) {
      case Files files -> Optional.empty();
      case Tar tar -> Optional.empty();
      case Archive archive -> Optional.of(archive.looks());
      case Layout layout -> Optional.of(layout.looks());
      case Image image -> Optional.of(image.looks());
      case Load load -> Optional.of(load.looks());
    };
  }
}
