package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What RUN steps can ask for and builds can give them, as root and as an ordinary user. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class RunOptionsTest {
  private static final String SECRET = "a-secret-that-is-nowhere-else";
  private static final String DOCKERFILE =
      """
      FROM BASE AS tools
      RUN mkdir /t && echo tool > /t/f && chown 33:44 /t/f
      FROM BASE
      RUN --mount=type=secret,id=file,uid=33,gid=44,mode=0440 \\
          [ "$(stat -c %u:%g:%a /run/secrets/file)" = 33:44:440 ] && cat /run/secrets/file
      RUN --mount=type=secret,id=VARIABLE,env=TOKEN [ "$TOKEN" = "from the environment" ]
      RUN --mount=type=secret,id=command,target=/s [ "$(cat /s)" = "of,a,command" ]
      RUN --mount=type=cache,target=/c,uid=1000,gid=1000,mode=0770 \\
          [ "$(stat -c %u:%g:%a /c)" = 1000:1000:770 ] && touch /c/f && chown 7:7 /c/f
      USER 1000:1000
      RUN --mount=type=cache,target=/c,uid=1000,gid=1000,mode=0770,sharing=locked \\
          touch /c/g && [ "$(stat -c %u /c/f)" = 7 ]
      USER 0
      RUN --mount=source=dir,target=/b,rw rm /b/one && echo x > /b/new && \\
          [ "$(stat -c %u:%g /b/two)" = 0:0 ]
      RUN --mount=source=dir,target=/b [ "$(ls /b | tr '\\n' ' ')" = "one two " ]
      RUN --mount=source=dir,target=/b touch /b/x 2>&1 | grep -q "Read-only file system"
      RUN --mount=from=tools,source=/t/f,target=/m/f [ "$(stat -c %u:%g /m/f)" = 33:44 ]
      RUN --mount=type=tmpfs,target=/t,size=1m [ "$(df -k /t | tail -1 | awk '{print $2}')" = 1024 ]
      RUN --mount=type=ssh,uid=33,gid=44 \\
          [ -S "$SSH_AUTH_SOCK" ] && [ "$(stat -c %u:%g:%a $SSH_AUTH_SOCK)" = 33:44:600 ]
      RUN [ "$(hostname)" = builder ] && grep -q "^10.0.0.1.web$" /etc/hosts && \\
          [ "$(ulimit -n)" = 512 ] && [ "$(df -k /dev/shm | tail -1 | awk '{print $2}')" = 1024 ]
      RUN --security=insecure mount -t tmpfs none /tmp
      RUN ! mount -t tmpfs none /tmp
      RUN [ ! -e /c ] && [ ! -e /b ] && [ ! -e /m ] && [ ! -e /t ] && [ ! -e /s ] && [ ! -e /run ]
      """;

  private static BaseRegistry registry;

  static List<User> users() {
    return User.available();
  }

  @BeforeAll
  static void startRegistry() throws IOException {
    registry = new BaseRegistry();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @ParameterizedTest
  @MethodSource("users")
  void build_withEverything_givesItToTheStepsAndKeepsNothing(User user) throws IOException {
    try (Bench bench = new Bench(user)) {
      Command.of(bench.home(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "context/key")
          .run()
          .expectSuccess();
      bench.write("dir/one", "1");
      bench.write("dir/two", "2");
      bench.write("secret", SECRET);
      bench.write(".dockerignore", "secret\nkey*\n");
      bench.write("Dockerfile", DOCKERFILE.replace("BASE", registry.baseName()));

      Outcome outcome =
          bench
              .jbuildCommand(
                  "build",
                  "--progress=plain",
                  "--secret=id=file,src=secret",
                  "--secret=id=VARIABLE",
                  "--secret=id=command,\"cmd=printf of,a,command\"",
                  "--ssh=default=key",
                  "--hostname=builder",
                  "--add-host=web:10.0.0.1",
                  "--ulimit=nofile=512",
                  "--shm-size=1m",
                  "--allow=security.insecure",
                  "-t=app",
                  ".")
              .with(Map.of("VARIABLE", "from the environment"))
              .run()
              .expectSuccess();

      assertThat(outcome.all()).contains("***").doesNotContain(SECRET);
      assertThat(filesWith(bench.store(), SECRET)).isEmpty();
      assertThat(bench.jbuild("history", "--no-trunc", "app").all()).doesNotContain(SECRET);
      bench.assertNothingIsLeft();
    }
  }

  private static List<Path> filesWith(Path root, String text) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).filter(file -> has(file, text)).toList();
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + file, e);
    }
  }
}
