package dev.jbuild.builder.sbom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The software of an image, in a certain order, each package once.
 *
 * @param unread what says that there is more, and could not be read
 */
public record Inventory(OsRelease os, List<SoftwarePackage> packages, List<String> unread) {
  public Inventory {
    packages =
        List.copyOf(
            packages.stream()
                .sorted(SoftwarePackage.ORDER)
                .collect(
                    Collectors.toMap(
                        each -> each.purl().toString(),
                        each -> each,
                        (first, again) -> first,
                        LinkedHashMap::new))
                .values());
    unread = unread.stream().sorted().toList();
  }
}
