package dev.jbuild.maven;

import dev.jbuild.builder.BuildEnvironment;
import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the user's store and credentials are: the places that the {@code jbuild} command has. */
final class UserPlaces {
  private static final boolean SUPERUSER = "root".equals(System.getProperty("user.name"));
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  private UserPlaces() {}

  /** The environment of a build; {@code chosenRoot} wins over what JBUILD_ROOT says. */
  static BuildEnvironment environment(@Nullable File chosenRoot) {
    Path store = chosenRoot == null ? store() : chosenRoot.toPath().toAbsolutePath();
    Path cache = variable("XDG_CACHE_HOME", HOME.resolve(".cache")).resolve("jbuild");
    return BuildEnvironment.of(store, SUPERUSER ? store.resolve("native") : cache)
        .withDockerConfig(
            variable("DOCKER_CONFIG", HOME.resolve(".docker")).resolve("config.json"));
  }

  private static Path store() {
    Path data = variable("XDG_DATA_HOME", HOME.resolve(".local/share")).resolve("jbuild");
    return variable("JBUILD_ROOT", SUPERUSER ? Path.of("/var/lib/jbuild") : data).toAbsolutePath();
  }

  private static Path variable(String name, Path otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : Path.of(value);
  }
}
