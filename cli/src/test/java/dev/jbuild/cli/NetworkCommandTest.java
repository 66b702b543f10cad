package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code jbuild network}, without containers. */
@Timeout(120)
final class NetworkCommandTest {
  @TempDir private Path home;
  private Program program;

  @SuppressWarnings("NullAway.Init") // set before each test
  NetworkCommandTest() {}

  @BeforeEach
  void open() throws Exception {
    program = new Program(home);
  }

  @Test
  void network_fromItsBeginningToItsEnd_isShown() {
    String id = program.run("network", "create", "--subnet=10.7.0.0/24", "web").out().strip();

    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(program.run("network", "ls").out())
        .isEqualTo(
            "NETWORK ID     NAME      SUBNET        GATEWAY    INTERNAL\n"
                + id.substring(0, 12)
                + "   web       10.7.0.0/24   10.7.0.1   no\n");
    assertThat(program.run("network", "ls", "--format={{.Name}} {{.Driver}}").out())
        .isEqualTo("web bridge\n");
    assertThat(program.run("network", "inspect", "web").out())
        .contains("\"Id\": \"" + id, "\"Subnet\": \"10.7.0.0/24\"", "\"Containers\": {}");
    assertThat(program.run("network", "rm", "web").out()).isEqualTo("web\n");
    assertThat(program.run("network", "ls", "-q").out()).isEmpty();
  }

  @Test
  void prune_removesWhatNobodyUses() {
    program.run("network", "create", "one");
    program.run("network", "create", "two");

    assertThat(program.run("network", "prune", "-f").out())
        .isEqualTo("Deleted Networks:\none\ntwo\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network rm none-such | network none-such not found",
        "network create --subnet=10.0.0.1/8 x | it should be 10.0.0.0/8",
        "network create --gateway=10.0.0.1 x | a gateway needs a subnet",
        "network create --driver=overlay x | there is no network driver overlay",
        "network create bridge | predefined bridge network",
        "run --network-alias=x app | only supported for user-defined networks",
        "run --ip=10.0.0.9 --network=host app | user-defined networks only",
        "run --network=container:web app | jbuild network create",
        "run --network=web --network-alias=a/b app | an alias has letters",
      })
  void mistakes_areNamed(String words, String message) throws Exception {
    Path context = Files.createDirectory(home.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCMD [\"/x\"]\n");
    program.run("-t=app", context.toString());

    Program.Ended result = program.run(words.split(" ", -1));

    assertThat(result.code()).isNotZero();
    assertThat(result.err()).contains(message);
  }
}
