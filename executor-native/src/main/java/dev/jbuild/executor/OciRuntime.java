package dev.jbuild.executor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program with runc's command line that runs containers in place of the native helper's own code,
 * within the namespaces that the helper holds.
 *
 * @param kind whose global options it takes
 */
public record OciRuntime(Path program, Kind kind) {
  private static final List<String> USUAL_PLACES =
      List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/bin", "/sbin");

  public OciRuntime {
    program = program.toAbsolutePath();
  }

  /** The runtimes whose options differ. */
  public enum Kind {
    /** runc, and every runtime with its command line; it goes on where it may make no groups. */
    RUNC(0),
    /** crun, which is not to look for control groups: it refuses mixed hierarchies. */
    CRUN(1);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    List<String> options() {
      return switch (this) {
        case RUNC -> List.of("--rootless", "true");
        case CRUN -> List.of("--cgroup-manager=disabled");
      };
    }

    int code() {
      return code;
    }
  }

  /**
   * Finds a runtime.
   *
   * @param word a name in the search path or the usual directories, or a path
   * @param searchPath as the variable PATH, or null
   * @throws IllegalArgumentException when there is none
   */
  public static OciRuntime find(String word, @Nullable String searchPath) {
    Stream<String> places =
        word.contains("/")
            ? Stream.of("")
            : Stream.concat(
                Stream.of((searchPath == null ? "" : searchPath).split(":")),
                USUAL_PLACES.stream());
    Path program =
        places
            .map(place -> Path.of(place, word))
            .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no runtime \""
                            + word
                            + "\": install the package runc or crun, or give the path of one"));
    boolean crun = String.valueOf(program.getFileName()).toLowerCase(Locale.ROOT).contains("crun");
    return new OciRuntime(program, crun ? Kind.CRUN : Kind.RUNC);
  }
}
