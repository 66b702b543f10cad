package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose a warm server is. Root only: only root can be two users. */
class WarmServerUsersTest {
  /** In one namespace, as a login has it: a server serves the place that it was started in. */
  private static final String LIFE =
      """
      export JBUILD_SERVER=1
      set -eu
      ./jbuild version >/dev/null
      for _ in $(seq 600); do ./jbuild server status >status && break; sleep 0.1; done
      ./jbuild build -q -t app . >served
      ./jbuild server status
      JBUILD_SERVER= ./jbuild build -q . >alone
      cmp served alone
      stat -c '%u %a %n' "$XDG_RUNTIME_DIR"/jbuild
      ./jbuild server stop
      ./jbuild server status || [ $? = 1 ]
      """;

  @BeforeEach
  void needRoot() {
    assumeTrue(User.ROOT);
  }

  @Test
  void build_asUid1000_isServedByItsOwnServer() throws IOException {
    try (Bench bench = new Bench(User.UID_1000);
        BaseRegistry registry = new BaseRegistry()) {
      bench.write("Dockerfile", "FROM " + registry.baseName() + "\nRUN id -u >/id\n");
      Outcome life = bench.bash(LIFE).expectSuccess();

      assertThat(life.out())
          .containsPattern("(?m)^pid \\d+, .* 1 commands, 0 running, ")
          .containsPattern("(?m)^1000 700 .*/jbuild$")
          .endsWith("no warm server runs\n");
      bench.assertNothingIsLeft();
    }
  }

  @Test
  void server_ofAnotherUser_doesNotAnswer() throws IOException {
    try (Bench bench = new Bench(User.SELF)) {
      WarmServer server = new WarmServer(bench);
      server.start(Map.of());
      Path directory = server.runtime().resolve("jbuild");
      try {
        Path socket = directory.resolve(socket(directory));
        assertThat(ask(socket, 0).out()).startsWith("Ipid ");
        assertThat(ask(socket, 1000).err()).contains("PermissionError");
        for (Path each : List.of(bench.home(), server.runtime(), directory, socket)) {
          Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        assertThat(ask(socket, 1000).expectSuccess().out()).isEmpty();
      } finally {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        server.stop();
      }
      bench.assertNothingIsLeft();
    }
  }

  @Test
  void directory_ofAnotherUser_isNotUsed() throws IOException {
    try (Bench bench = new Bench(User.UID_1000)) {
      Path directory = Files.createDirectories(bench.home().resolve("run/jbuild"));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
      bench.bash("JBUILD_SERVER=1 ./jbuild version").expectSuccess();
      assertThat(Leftovers.entries(directory)).isEmpty();

      assertThat(bench.bash("./jbuild doctor").out())
          .containsPattern("(?m)^warm server +no: .*/run/jbuild is not used: .* mode 0700; remove");
      bench.assertNothingIsLeft();
    }
  }

  private static String socket(Path directory) {
    return Leftovers.entries(directory).stream()
        .filter(each -> each.endsWith(".sock"))
        .findFirst()
        .orElseThrow();
  }

  /** What a server says of itself to this user: a frame, without its length. */
  private static Outcome ask(Path socket, int user) {
    String question =
        """
        import socket, sys
        s = socket.socket(socket.AF_UNIX)
        s.connect(sys.argv[1])
        try:
            s.sendall(b"T" + bytes(4))
            answer = s.recv(1000)
        except ConnectionError:
            answer = b""
        sys.stdout.write((answer[:1] + answer[5:]).decode())
        """;
    List<String> words = new ArrayList<>(List.of("setpriv", "--clear-groups"));
    words.addAll(List.of("--reuid", String.valueOf(user), "--regid", String.valueOf(user)));
    words.addAll(List.of("/usr/bin/python3", "-c", question, socket.toString()));
    return new Command(words, Path.of("/"), Map.of()).run();
  }
}
