package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of a build's result in a directory, whoever owns them in the image. */
@SuppressWarnings("NullAway.Init") // the registry is made before the first test
class OutputFilesTest {
  private static final String DOCKERFILE =
      """
      FROM BASE AS made
      RUN mkdir -p /out/closed && cd /out && echo secret > closed/none && echo two > theirs \\
          && ln theirs twice && ln -s theirs link \\
          && chown -R 33:44 . && chmod 4751 theirs && chmod 0 closed/none && chmod 0500 closed
      FROM scratch
      COPY --from=made /out /
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
  void output_ofFilesThatOthersOwn_belongsToTheCaller(User user) throws IOException {
    try (Bench bench = new Bench(user)) {
      bench.write("Dockerfile", DOCKERFILE.replace("BASE", registry.baseName()));
      bench.jbuild("build", "-o", "out", ".").expectSuccess();

      Path out = bench.context().resolve("out");
      Object caller = Files.getAttribute(bench.context(), "unix:uid");
      for (String name : List.of("closed", "closed/none", "theirs", "link")) {
        assertThat(fact(out.resolve(name), "uid")).as(name).isEqualTo(caller);
      }
      assertThat(fact(out.resolve("theirs"), "mode")).isEqualTo(0104751);
      assertThat(fact(out.resolve("closed"), "mode")).isEqualTo(040500);
      assertThat(fact(out.resolve("closed/none"), "mode")).isEqualTo(0100000);
      assertThat(out.resolve("theirs")).hasContent("two\n");
      assertThat(Files.isSameFile(out.resolve("theirs"), out.resolve("twice"))).isTrue();
      assertThat(Files.readSymbolicLink(out.resolve("link"))).hasToString("theirs");

      bench.jbuild("build", "-o", "out", ".").expectSuccess();
      assertThat(fact(out.resolve("closed/none"), "size")).isEqualTo(7L);
      bench.assertNothingIsLeft();
    }
  }

  private static Object fact(Path file, String name) throws IOException {
    return Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }
}
