package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import java.util.Map;
import java.util.TreeSet;

/** A type of predicate in cosign's words, or its address. */
final class PredicateWord {
  private static final Map<String, String> TYPES =
      Map.of(
          "spdx", "https://spdx.dev/Document",
          "spdxjson", "https://spdx.dev/Document",
          "cyclonedx", "https://cyclonedx.org/bom",
          "slsaprovenance", "https://slsa.dev/provenance/v0.2",
          "slsaprovenance02", "https://slsa.dev/provenance/v0.2",
          "slsaprovenance1", "https://slsa.dev/provenance/v1",
          "link", "https://in-toto.io/Link/v1",
          "vuln", "https://cosign.sigstore.dev/attestation/vuln/v1",
          "openvex", "https://openvex.dev/ns",
          "custom", "https://cosign.sigstore.dev/attestation/v1");

  private PredicateWord() {}

  static String parse(String word) throws CommandException {
    String known = TYPES.get(word);
    if (known != null) {
      return known;
    } else if (word.contains("://")) {
      return word;
    }
    throw new CommandException(
        ExitCode.USAGE,
        "--type "
            + word
            + ": it is one of "
            + String.join(", ", new TreeSet<>(TYPES.keySet()))
            + ", or an address such as https://slsa.dev/provenance/v1");
  }
}
