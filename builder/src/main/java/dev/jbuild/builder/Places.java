package dev.jbuild.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where jbuild keeps its things: the store, the native program's cache, docker's credentials. */
public record Places(Path storeRoot, Path nativeCache, Path dockerConfig) {

  /** The places of the user whose environment variables these are. */
  public static Places of(Map<String, String> environment, @Nullable Path chosenRoot)
      throws IOException {
    String home = environment.get("HOME");
    return of(
        environment,
        Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home),
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        chosenRoot);
  }

  /**
   * Applies the rules of the XDG base directory specification, with the system directories for
   * root.
   *
   * @param chosenRoot the store root asked for on the command line; it wins over JBUILD_ROOT
   */
  static Places of(
      Map<String, String> environment, Path home, boolean superuser, @Nullable Path chosenRoot) {
    Path store = storeRoot(environment, home, superuser, chosenRoot).toAbsolutePath().normalize();
    Path cache =
        superuser
            ? store.resolve("native")
            : directory(environment, "XDG_CACHE_HOME", home.resolve(".cache")).resolve("jbuild");
    Path docker = directory(environment, "DOCKER_CONFIG", home.resolve(".docker"));
    return new Places(store, cache.toAbsolutePath(), docker.resolve("config.json"));
  }

  private static Path storeRoot(
      Map<String, String> environment, Path home, boolean superuser, @Nullable Path chosenRoot) {
    if (chosenRoot != null) {
      return chosenRoot;
    }
    Path usual =
        superuser
            ? Path.of("/var/lib/jbuild")
            : directory(environment, "XDG_DATA_HOME", home.resolve(".local/share"))
                .resolve("jbuild");
    return directory(environment, "JBUILD_ROOT", usual);
  }

  private static Path directory(Map<String, String> environment, String variable, Path otherwise) {
    String value = environment.get(variable);
    return value == null || value.isEmpty() ? otherwise : Path.of(value);
  }
}
