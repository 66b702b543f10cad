package dev.jbuild.builder.engine;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.BaseImage;
import dev.jbuild.parser.check.Check;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.value.PlatformName;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds out which images a build needs without asking for any, but for those of their triggers. */
final class BaseLookups {

  /** An image that a build needs for a platform. */
  record Lookup(String name, PlatformName platform) {}

  private BaseLookups() {}

  /** What the checks look at is what the target needs; what they find here does not count. */
  static Set<Lookup> of(Dockerfile file, CheckContext context) {
    Set<Lookup> lookups = new LinkedHashSet<>();
    Check.run(
        file,
        context.withBaseImages(
            (name, platform, user) -> {
              lookups.add(new Lookup(name, platform));
              return BaseImage.ASSUMED;
            }));
    return lookups;
  }
}
