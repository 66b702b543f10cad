package dev.jbuild.builder.sbom;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One package that is installed in an image.
 *
 * @param licenses as the package states them
 * @param supplier who maintains it, as the package states it; null when it does not
 * @param location the file that says so, from the root
 */
public record SoftwarePackage(
    Purl purl, List<String> licenses, @Nullable String supplier, String location) {

  static final Comparator<SoftwarePackage> ORDER =
      Comparator.comparing((SoftwarePackage each) -> each.purl().toString())
          .thenComparing(SoftwarePackage::location);

  public SoftwarePackage {
    licenses = List.copyOf(licenses);
  }

  /** As its own system calls it: {@code @scope/name}, {@code group:artifact}. */
  public String name() {
    return switch (purl.type()) {
      case "npm" -> purl.namespace().isEmpty() ? purl.name() : purl.namespace() + "/" + purl.name();
      default -> purl.name();
    };
  }

  public String version() {
    return purl.version();
  }
}
