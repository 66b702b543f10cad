package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildRequest;
import java.util.Set;

/** Whether images carry their cache: as an option, or as the build argument that buildx knows. */
final class InlineOption {
  private static final String ARGUMENT = "BUILDKIT_INLINE_CACHE";
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

  private InlineOption() {}

  static boolean of(BuildRequest request) {
    return request.cache().to().inline()
        || TRUE.contains(request.stages().buildArgs().getOrDefault(ARGUMENT, ""));
  }
}
