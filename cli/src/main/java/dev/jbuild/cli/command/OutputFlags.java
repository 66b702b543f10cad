package dev.jbuild.cli.command;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What becomes of the result. */
final class OutputFlags {
  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME",
      description = "Name of the image; may be repeated.")
  List<String> tags = new ArrayList<>();

  @Option(names = "--iidfile", paramLabel = "FILE", description = "Write the image ID to a file.")
  @Nullable Path idFile;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR|-|FIELDS",
      description = "What to make of the result, such as type=tar,dest=FILE; may be repeated.")
  List<String> outputs = new ArrayList<>();

  @Option(names = "--push", description = "Push the image under all its names.")
  boolean push;

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description = "Sign what is pushed with this private key.")
  @Nullable Path key;

  @Mixin AttestFlags attest = new AttestFlags();

  @Option(names = "--load", description = "Load the image into docker or podman.")
  boolean load;

  @Option(
      names = "--annotation",
      paramLabel = "[TYPE:]NAME=VALUE",
      description = "Annotation of the manifest, or of what the type says.")
  List<String> annotations = new ArrayList<>();

  @Option(
      names = "--metadata-file",
      paramLabel = "FILE",
      description = "Write the digests of the result to a file, as JSON.")
  @Nullable Path metadataFile;

  /**
   * @param buildArgs names of the build arguments that have a value
   */
  OutputOptions options(Jbuild jbuild, Set<String> buildArgs) throws CommandException, IOException {
    Host host = jbuild.host();
    List<ImageReference> names = Names.parseTags(tags);
    List<Export> exports = exports(host, buildArgs);
    for (Export export : exports) {
      if (export instanceof Export.Image image
          && image.push()
          && names.isEmpty()
          && image.looks().names().isEmpty()) {
        throw new CommandException(
            ExitCode.USAGE, "--push needs a name to push to: -t NAME, or name=NAME in -o");
      }
    }
    return OutputOptions.DEFAULT
        .withTags(names)
        .withAnnotations(annotations())
        .withKey(signingKey(jbuild, exports))
        .withAttest(attest.options(exports))
        .withExports(exports);
  }

  private @Nullable SigningKey signingKey(Jbuild jbuild, List<Export> exports)
      throws CommandException, IOException {
    if (key != null && exports.stream().noneMatch(OutputFlags::isPush)) {
      throw new CommandException(
          ExitCode.USAGE, "--sign needs --push: signatures are kept beside images in registries");
    }
    return key == null ? null : KeyWord.signing(jbuild, key);
  }

  private List<Export> exports(Host host, Set<String> buildArgs) throws CommandException {
    List<Export> exports = new ArrayList<>();
    for (String output : outputs) {
      exports.add(new OutputWord(output, host, buildArgs).export());
    }
    if (exports.stream().filter(OutputFlags::isStandardOutput).count() > 1) {
      throw new CommandException(ExitCode.USAGE, "only one -o can go to standard output");
    }
    if (push) {
      boolean pushes = exports.removeIf(OutputFlags::isPlainImage);
      if (pushes || exports.stream().noneMatch(OutputFlags::isPush)) {
        exports.add(new OutputWord("type=registry", host, buildArgs).export());
      }
    }
    if (load && exports.stream().noneMatch(Export.Load.class::isInstance)) {
      exports.add(new OutputWord("type=docker", host, buildArgs).export());
    }
    return exports;
  }

  private static boolean isPush(Export export) {
    return export instanceof Export.Image image && image.push();
  }

  private static boolean isPlainImage(Export export) {
    return export.equals(new Export.Image(OutputWord.PLAIN, false));
  }

  private static boolean isStandardOutput(Export export) {
    return switch (export) {
      case Export.Tar tar -> tar.target() instanceof Export.Target.Stream;
      case Export.Archive archive -> archive.target() instanceof Export.Target.Stream;
      case Export.Files files -> false;
      case Export.Layout layout -> false;
      case Export.Image image -> false;
      case Export.Load loaded -> false;
    };
  }

  static boolean usesStandardOutput(OutputOptions options) {
    return options.exports().stream().anyMatch(OutputFlags::isStandardOutput);
  }

  /** The names that the image has in the local store now. */
  static List<ImageReference> namesKept(OutputOptions options) {
    if (options.exports().isEmpty()) {
      return options.tags();
    }
    return options.exports().stream()
        .filter(Export.Image.class::isInstance)
        .map(export -> ((Export.Image) export).looks().names())
        .flatMap(names -> (names.isEmpty() ? options.tags() : names).stream())
        .distinct()
        .toList();
  }

  private List<Annotation> annotations() throws CommandException {
    List<Annotation> parsed = new ArrayList<>();
    for (String annotation : annotations) {
      try {
        parsed.addAll(Annotation.parse(annotation));
      } catch (IllegalArgumentException e) {
        throw new CommandException(ExitCode.USAGE, "--annotation: " + e.getMessage());
      }
    }
    return parsed;
  }

  /** The files that {@link #write} writes. */
  List<Path> files() {
    return Stream.of(Optional.ofNullable(idFile), Optional.ofNullable(metadataFile))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Writes the files that were asked for. */
  void write(BuildResult result, OutputOptions options) throws IOException {
    Descriptor image = result.latest();
    if (idFile != null) {
      Digest id = result.images().size() == 1 ? result.id() : image.digest();
      Files.writeString(idFile, id.toString());
    }
    if (metadataFile != null) {
      Files.writeString(metadataFile, BuildMetadata.of(result, image, names(options)));
    }
  }

  private static List<ImageReference> names(OutputOptions options) {
    List<ImageReference> kept = namesKept(options);
    return kept.isEmpty() ? options.tags() : kept;
  }
}
