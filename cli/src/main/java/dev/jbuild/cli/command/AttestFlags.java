package dev.jbuild.cli.command;

import dev.jbuild.builder.AttestOptions;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.words.AttestWords;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of the image beside it, in the words of buildx. */
final class AttestFlags {
  @Option(
      names = "--sbom",
      arity = "1",
      preprocessor = OptionalValue.class,
      paramLabel = "true|false|spdx|cyclonedx",
      description = "Attach a list of the software of the image; spdx if not said.")
  @Nullable String sbom;

  @Option(
      names = "--provenance",
      arity = "1",
      preprocessor = OptionalValue.class,
      paramLabel = "true|false|mode=min|mode=max",
      description = "Attach how the image was made; mode=max also with build arguments.")
  @Nullable String provenance;

  @Option(
      names = "--attest",
      paramLabel = "type=sbom|provenance[,FIELDS]",
      description = "The same as --sbom or --provenance; may be repeated.")
  List<String> attests = new ArrayList<>();

  AttestOptions options(List<Export> exports) throws CommandException {
    AttestWords said = new AttestWords();
    for (String attest : attests) {
      List<String> fields = new ArrayList<>(List.of(attest.split(",", -1)));
      if (fields.remove("type=sbom")) {
        Given.act(() -> said.sbom("--attest " + attest, fields));
      } else if (fields.remove("type=provenance")) {
        Given.act(() -> said.provenance("--attest " + attest, fields));
      } else {
        throw wrong("--attest " + attest, "the type is sbom or provenance");
      }
    }
    if (sbom != null) {
      String word = sbom;
      Given.act(() -> said.sbom("--sbom=" + word, List.of(word.split(",", -1))));
    }
    if (provenance != null) {
      String word = provenance;
      Given.act(() -> said.provenance("--provenance=" + word, List.of(word.split(",", -1))));
    }
    AttestOptions options = said.options();
    if (!options.isNone()
        && !exports.isEmpty()
        && exports.stream().noneMatch(Export.Image.class::isInstance)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--sbom and --provenance are kept beside an image in the store or a registry, and no -o"
              + " makes one here: add -o type=image, or use jbuild sbom");
    }
    return options;
  }

  private static CommandException wrong(String what, String why) {
    return new CommandException(ExitCode.USAGE, what + ": " + why);
  }
}
