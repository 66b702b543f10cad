package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Overlayfs with other defaults, as some distributions set them: with them a renamed directory
 * would be a mark in the upper, and a file with another mode a file without content. The defaults
 * are the machine's; they are changed for the time of a test.
 */
class OverlayDefaultsTest {
  private static final Path PARAMETERS = Path.of("/sys/module/overlay/parameters");
  private static final List<String> FEATURES = List.of("redirect_dir", "metacopy", "index");

  @TempDir Path directory;
  private final Map<String, String> before = new TreeMap<>();

  @BeforeEach
  void setDefaults() throws IOException {
    for (String feature : FEATURES) {
      Path parameter = PARAMETERS.resolve(feature);
      before.put(feature, Files.readString(parameter).strip());
      Files.writeString(parameter, "Y");
    }
  }

  @AfterEach
  void restoreDefaults() throws IOException {
    for (Map.Entry<String, String> each : before.entrySet()) {
      Files.writeString(PARAMETERS.resolve(each.getKey()), each.getValue());
    }
  }

  @Test
  void diff_ofRoot_isTheSame() throws Exception {
    assertThat(diff(directory)).isEqualTo(expected());
  }

  @Test
  void diff_ofAnOrdinaryUser_isTheSame() throws Exception {
    String output = new OrdinaryUser(directory).run(OverlayDefaultsTest.class, OrdinaryUser.RANGE);

    assertThat(output.strip()).isEqualTo(expected());
  }

  private static String expected() throws IOException {
    return "bin bin/busybox="
        + Files.size(Path.of("/bin/busybox"))
        + " etc moved moved/group=50 moved/passwd=98";
  }

  /** In the home directory of the user; each file with the size of its content. */
  @SuppressWarnings("SystemOut") // this program's result is its output
  public static void main(String[] args) throws Exception {
    System.out.println(diff(Path.of(args[0])));
  }

  private static String diff(Path directory) throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
      Path upper = sandbox.state.resolve("upper");
      ProcessSpec change =
          ProcessSpec.of("/bin/sh", "-c", "chmod 700 /bin/busybox; mv /etc /moved; ls /moved >&2");
      sandbox.run(ContainerSpec.of(List.of(sandbox.base), upper, change));
      Layer layer = Layer.of(sink -> sandbox.agent.diff(upper, sink));
      StringBuilder text = new StringBuilder();
      layer
          .contents()
          .forEach(
              (path, content) ->
                  text.append(text.isEmpty() ? "" : " ")
                      .append(path)
                      .append(content.bytes().size() > 0 ? "=" + content.bytes().size() : ""));
      sandbox.agent.remove(upper);
      return text.toString();
    }
  }
}
