package dev.jbuild.builder.words;

import dev.jbuild.builder.AttestOptions;
import dev.jbuild.builder.AttestOptions.Provenance;
import dev.jbuild.builder.SbomFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What is said of an image beside it, in the words of buildx; of several the last counts. */
public final class AttestWords {
  private final Set<SbomFormat> sboms = new TreeSet<>();
  private Provenance provenance = Provenance.NONE;

  /**
   * Takes the value of {@code --sbom}.
   *
   * @param what names it in messages
   * @throws IllegalArgumentException for another value
   */
  public void sbom(String what, List<String> fields) {
    sboms.clear();
    for (String field : fields) {
      switch (field.toLowerCase(Locale.ROOT)) {
        case "false", "disabled=true" -> {
          sboms.clear();
          return;
        }
        case "true", "disabled=false" -> {}
        case "spdx", "format=spdx" -> sboms.add(SbomFormat.SPDX);
        case "cyclonedx", "format=cyclonedx" -> sboms.add(SbomFormat.CYCLONEDX);
        default ->
            throw new IllegalArgumentException(
                what
                    + ": "
                    + (field.startsWith("generator=")
                        ? "jbuild lists software itself and runs no generator"
                        : "it is true, false, spdx or cyclonedx"));
      }
    }
    if (sboms.isEmpty()) {
      sboms.add(SbomFormat.SPDX);
    }
  }

  /**
   * Takes the value of {@code --provenance}.
   *
   * @param what names it in messages
   * @throws IllegalArgumentException for another value
   */
  public void provenance(String what, List<String> fields) {
    provenance = Provenance.MIN;
    for (String field : fields) {
      switch (field.toLowerCase(Locale.ROOT)) {
        case "false", "disabled=true" -> {
          provenance = Provenance.NONE;
          return;
        }
        case "true", "disabled=false", "mode=min", "version=v1" -> {}
        case "mode=max" -> provenance = Provenance.MAX;
        default ->
            throw new IllegalArgumentException(what + ": it is true, false, mode=min or mode=max");
      }
    }
  }

  public AttestOptions options() {
    return new AttestOptions(sboms, provenance);
  }
}
