package dev.jbuild.parser.check;

import dev.jbuild.parser.value.PlatformName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What checks need of an image that a stage is based on.
 *
 * @param env its environment
 * @param shell its default shell, empty if it has none of its own
 * @param workingDirectory absolute
 * @param triggers what its ONBUILDs left for the build that uses it
 * @param platform null if it is not known
 */
public record BaseImage(
    Map<String, String> env,
    List<String> shell,
    String workingDirectory,
    List<String> triggers,
    @Nullable PlatformName platform) {

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Stands for images that nobody has looked at: they set nothing but the PATH. */
  public static final BaseImage ASSUMED =
      new BaseImage(Map.of("PATH", PATH), List.of(), "/", List.of(), null);

  public BaseImage {
    env = new LinkedHashMap<>(env);
    env.putIfAbsent("PATH", PATH);
    env = Collections.unmodifiableMap(env);
    shell = List.copyOf(shell);
    triggers = List.copyOf(triggers);
  }

  public BaseImage withPlatform(@Nullable PlatformName value) {
    return new BaseImage(env, shell, workingDirectory, triggers, value);
  }
}
