package dev.jbuild.maven;

import dev.jbuild.builder.NetworkMode;
import dev.jbuild.executor.Isolation;
import java.util.function.Supplier;
import org.apache.maven.plugin.MojoFailureException;

/** Reads what parameters say. */
final class Given {
  private Given() {}

  /** The value, with an {@link IllegalArgumentException} told as a mistake in a parameter. */
  static <T> T read(String parameter, Supplier<T> value) throws MojoFailureException {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(parameter + ": " + e.getMessage(), e);
    }
  }

  static Isolation isolation(String word) throws MojoFailureException {
    return word.equals("rootless")
        ? Isolation.ROOTLESS_FULL
        : read("jbuild.isolation", () -> Isolation.parse(word));
  }

  static NetworkMode network(String word) throws MojoFailureException {
    return NetworkMode.parse(word)
        .orElseThrow(
            () ->
                new MojoFailureException(
                    "jbuild.network: \"" + word + "\" is none of default, host, private, none"));
  }
}
