package dev.jbuild.cli.command;

import dev.jbuild.builder.AttestOptions;
import dev.jbuild.builder.AttestOptions.Provenance;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.SbomFormat;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
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
  private @Nullable String sbom;

  @Option(
      names = "--provenance",
      arity = "1",
      preprocessor = OptionalValue.class,
      paramLabel = "true|false|mode=min|mode=max",
      description = "Attach how the image was made; mode=max also with build arguments.")
  private @Nullable String provenance;

  @Option(
      names = "--attest",
      paramLabel = "type=sbom|provenance[,FIELDS]",
      description = "The same as --sbom or --provenance; may be repeated.")
  private List<String> attests = new ArrayList<>();

  /** The options as far as the words have said them. */
  private static final class Said {
    private final Set<SbomFormat> sboms = new TreeSet<>();
    private Provenance provenance = Provenance.NONE;
  }

  AttestOptions options(List<Export> exports) throws CommandException {
    Said said = new Said();
    for (String attest : attests) {
      List<String> fields = new ArrayList<>(List.of(attest.split(",", -1)));
      if (fields.remove("type=sbom")) {
        sbom("--attest " + attest, fields, said);
      } else if (fields.remove("type=provenance")) {
        provenance("--attest " + attest, fields, said);
      } else {
        throw wrong("--attest " + attest, "the type is sbom or provenance");
      }
    }
    if (sbom != null) {
      sbom("--sbom=" + sbom, List.of(sbom.split(",", -1)), said);
    }
    if (provenance != null) {
      provenance("--provenance=" + provenance, List.of(provenance.split(",", -1)), said);
    }
    AttestOptions options = new AttestOptions(said.sboms, said.provenance);
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

  private static void sbom(String what, List<String> fields, Said said) throws CommandException {
    said.sboms.clear();
    for (String field : fields) {
      switch (field.toLowerCase(Locale.ROOT)) {
        case "false", "disabled=true" -> {
          said.sboms.clear();
          return;
        }
        case "true", "disabled=false" -> {}
        case "spdx", "format=spdx" -> said.sboms.add(SbomFormat.SPDX);
        case "cyclonedx", "format=cyclonedx" -> said.sboms.add(SbomFormat.CYCLONEDX);
        default ->
            throw wrong(
                what,
                field.startsWith("generator=")
                    ? "jbuild lists software itself and runs no generator"
                    : "it is true, false, spdx or cyclonedx");
      }
    }
    if (said.sboms.isEmpty()) {
      said.sboms.add(SbomFormat.SPDX);
    }
  }

  private static void provenance(String what, List<String> fields, Said said)
      throws CommandException {
    said.provenance = Provenance.MIN;
    for (String field : fields) {
      switch (field.toLowerCase(Locale.ROOT)) {
        case "false", "disabled=true" -> {
          said.provenance = Provenance.NONE;
          return;
        }
        case "true", "disabled=false", "mode=min", "version=v1" -> {}
        case "mode=max" -> said.provenance = Provenance.MAX;
        default -> throw wrong(what, "it is true, false, mode=min or mode=max");
      }
    }
  }

  private static CommandException wrong(String what, String why) {
    return new CommandException(ExitCode.USAGE, what + ": " + why);
  }
}
