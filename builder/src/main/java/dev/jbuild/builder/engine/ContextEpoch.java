package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.context.BuildContext;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.ArgInstruction;
import dev.jbuild.parser.ast.BuildArgument;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code SOURCE_DATE_EPOCH=context}, given or as the default of an ARG before the first FROM, means
 * the time of the build context: of the commit, or of the newest file of a tar or download
 * (BuildKit, Dockerfile frontend 1.24).
 */
final class ContextEpoch {
  private static final String ARGUMENT = "SOURCE_DATE_EPOCH";
  private static final String CONTEXT = "context";

  private ContextEpoch() {}

  /** The options with the number of seconds in the place of the word. */
  static StageOptions resolve(StageOptions options, Dockerfile dockerfile, BuildContext context)
      throws BuildException {
    String given = options.buildArgs().get(ARGUMENT);
    if (!CONTEXT.equals(given == null ? defaultValue(dockerfile) : given)) {
      return options;
    }
    Instant time =
        context
            .newest()
            .orElseThrow(
                () ->
                    new BuildException(
                        Kind.USER,
                        null,
                        "SOURCE_DATE_EPOCH=context: "
                            + context.description()
                            + " has no time of its own; give --source-date-epoch=git for the time"
                            + " of its commit, or a number of seconds since 1970"));
    Map<String, String> buildArgs = new HashMap<>(options.buildArgs());
    buildArgs.put(ARGUMENT, String.valueOf(time.getEpochSecond()));
    return options.withBuildArgs(buildArgs);
  }

  private static @Nullable String defaultValue(Dockerfile dockerfile) {
    for (ArgInstruction instruction : dockerfile.globalArgs()) {
      for (BuildArgument argument : instruction.arguments()) {
        if (argument.name().equals(ARGUMENT)) {
          return argument.defaultValue();
        }
      }
    }
    return null;
  }
}
