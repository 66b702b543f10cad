package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With a source date epoch it matters neither who builds, nor where, nor when. */
class ReproducibleBuildTest {
  private static final String STEPS =
      """
      ARG WHO=nobody
      WORKDIR /work
      COPY . .
      ADD --chown=33:33 pack.tar /pack/
      RUN id -u > id; echo made > made; touch -d '2001-01-01 00:00:00' old; ln made linked
      RUN rm -rf /var/www && mkdir -p /var/www/new && chown -R $WHO /var/www && chmod u+s made
      USER www-data
      RUN touch /tmp/mine && mkfifo /tmp/pipe
      CMD ["cat", "made"]
      """;

  @Test
  void build_byRootAndByAnOrdinaryUserInOtherDirectories_givesOneDigest() throws Exception {
    Map<String, String> digests = new LinkedHashMap<>();
    try (BaseRegistry registry = new BaseRegistry()) {
      Instant time = Instant.parse("1999-12-31T00:00:00Z");
      for (User user : User.available()) {
        for (String checkout : List.of("one", "another/and/longer")) {
          time = time.plusSeconds(100_000);
          try (Bench bench = new Bench(user)) {
            digests.put(user + " in " + checkout, digest(bench, registry, checkout, time));
          }
        }
      }
    }
    assertThat(digests.values()).as("%s", digests).hasSizeGreaterThan(1);
    assertThat(digests.values().stream().distinct()).as("%s", digests).hasSize(1);
  }

  private static String digest(Bench bench, BaseRegistry registry, String checkout, Instant time)
      throws IOException {
    // The base has a name of its own, since the registry's port is another in each run.
    bench.jbuild("pull", registry.baseName()).expectSuccess();
    bench.jbuild("tag", registry.baseName(), "base:1").expectSuccess();
    bench.write(checkout + "/Dockerfile", "FROM base:1\n" + STEPS);
    bench.write(checkout + "/a", "a");
    bench.write(checkout + "/d/b", "b");
    Path directory = bench.context().resolve(checkout);
    Command.of(
            directory,
            "tar",
            "--owner=5",
            "--group=6",
            "--mtime=@1000000000",
            "-cf",
            "pack.tar",
            "a",
            "d")
        .run()
        .expectSuccess();
    date(directory, time);
    String name = registry.host() + "/app";
    Command build = bench.jbuildCommand("build", "--push", "-t", name, directory.toString());
    build.with(Map.of("SOURCE_DATE_EPOCH", "1772323200")).run().expectSuccess();
    bench.assertNothingIsLeft();
    String pushed = "docker://" + name + ":latest";
    return bench
        .skopeo("inspect", "--tls-verify=false", "--format", "{{.Digest}}", pushed)
        .expectSuccess()
        .out();
  }

  private static void date(Path directory, Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }
}
