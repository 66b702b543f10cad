package dev.jbuild.builder;

/** The forms in which an SBOM is told. */
public enum SbomFormat {
  /** SPDX 2.3 in JSON. */
  SPDX("https://spdx.dev/Document"),
  /** CycloneDX 1.6 in JSON. */
  CYCLONEDX("https://cyclonedx.org/bom");

  private final String predicateType;

  SbomFormat(String predicateType) {
    this.predicateType = predicateType;
  }

  /** What in-toto calls a statement with such an SBOM. */
  public String predicateType() {
    return predicateType;
  }
}
