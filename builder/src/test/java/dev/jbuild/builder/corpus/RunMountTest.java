package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.SecretSource;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeChild;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the mounts of a RUN show, keep and leave. */
class RunMountTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();
  private static final String SECRET = "correct-horse-battery-staple";

  @TempDir Path work;
  private Path context;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
    context = Files.createDirectories(work.resolve("context"));
    builder = new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")));
    Busybox.tag(builder.store(), CORPUS);
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private BuildRequest request(String dockerfile) {
    return BuildRequest.of(context)
        .withDockerfile(
            new DockerfileSource.Inline(
                (dockerfile.startsWith(" AS ") ? "FROM busybox" : "FROM busybox\n") + dockerfile));
  }

  private BuildResult build(String dockerfile) throws Exception {
    return builder.build(request(dockerfile), BuildListener.SILENT);
  }

  private static RunOptions secret(SecretSource source) {
    return RunOptions.DEFAULT.withAccess(RunAccess.NONE.withSecrets(Map.of("s", source)));
  }

  private static SecretSource.Value value(String text) {
    return new SecretSource.Value(ByteString.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The names in the root of the image that the base does not have. */
  private List<String> added(BuildResult result) throws IOException {
    Tree base = builder.store().layers().treeOf(result.config().diffIds().subList(0, 1));
    List<String> before = names(base);
    Tree tree = builder.store().layers().treeOf(result.config().diffIds());
    return names(tree).stream().filter(name -> !before.contains(name)).toList();
  }

  private List<String> names(Tree tree) throws IOException {
    return builder.store().trees().list(tree, "").stream().map(TreeChild::name).toList();
  }

  @Test
  void secret_isNowhereButInTheContainer() throws Exception {
    Path file = Files.writeString(work.resolve("secret"), SECRET + "\n");
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    BuildListener listener =
        new BuildListener() {
          @Override
          public synchronized void stepOutput(
              StepInfo step, BuildListener.Stream stream, byte[] bytes) {
            shown.writeBytes(bytes);
          }
        };

    BuildResult result =
        builder.build(
            request(
                    """
                    RUN --mount=type=secret,id=s,env=TOKEN,target=/run/s \\
                        cat /run/s; echo "in <$TOKEN> and again $TOKEN"; \\
                        cut -c 1-13 /run/s | tr -d '\\n'; cut -c 14- /run/s; \\
                        [ "$(cat /run/s | sha256sum | cut -c 1-8)" = HASH ] && \\
                        ! grep -q h[o]rse /proc/1/cmdline
                    """
                        .replace("HASH", sha256(SECRET + "\n").substring(0, 8)))
                .withRun(secret(new SecretSource.File(file))),
            listener);

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .isEqualTo("***\nin <***\n> and again ***\n\n***\n");
    assertThat(new String(result.config().toJson(), StandardCharsets.UTF_8)).doesNotContain(SECRET);
    assertThat(filesWith(work.resolve("store"), SECRET)).isEmpty();
    assertThat(added(result)).isEmpty();
  }

  private static String sha256(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static List<Path> filesWith(Path root, String text) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
                } catch (IOException e) {
                  throw new UncheckedIOException("read " + file, e);
                }
              })
          .toList();
    }
  }

  @Test
  void secret_whileItsStepRuns_isInNoFileAndNoProcessOfTheHost() throws Exception {
    Path mounts = work.resolve("store/mounts");
    CompletableFuture<BuildResult> building =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return builder.build(
                    request(
                            """
                            RUN --mount=type=secret,id=s --mount=type=cache,target=/c \\
                                cat /run/secrets/s > /dev/null; touch /c/started; \\
                                while [ ! -e /c/go ]; do sleep 0.1; done
                            """)
                        .withRun(secret(value(SECRET))),
                    BuildListener.SILENT);
              } catch (BuildException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    while (find(mounts, "started").isEmpty()) {
      assertThat(building).isNotDone();
      Thread.sleep(20);
    }

    List<Path> files = filesWith(work.resolve("store"), SECRET);
    List<Path> processes = processesWith(SECRET);
    Files.createFile(find(mounts, "started").orElseThrow().resolveSibling("go"));

    assertThat(added(building.get())).isEmpty();
    assertThat(files).isEmpty();
    assertThat(processes).isEmpty();
  }

  private static Optional<Path> find(Path root, String name) throws IOException {
    if (!Files.exists(root)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.endsWith(name)).findFirst();
    }
  }

  /**
   * The command lines and environments that hold the text, of all processes that we may look at.
   */
  private static List<Path> processesWith(String text) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> Stream.of("cmdline", "environ").map(name -> file(process, name)))
        .filter(
            file -> {
              try {
                return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(text);
              } catch (IOException e) {
                return false; // it has ended, or is somebody else's
              }
            })
        .toList();
  }

  private static Path file(ProcessHandle process, String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }

  @Test
  void secret_ofACommand_isItsOutput() throws Exception {
    builder.build(
        request("RUN --mount=type=secret,id=s [ \"$(cat /run/secrets/s)\" = abc ]\n")
            .withRun(secret(new SecretSource.Command("printf abc"))),
        BuildListener.SILENT);
  }

  @Test
  void secret_whoseCommandFails_failsTheStepWithoutItsOutput() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(
            () ->
                builder.build(
                    request("RUN --mount=type=secret,id=s true\n")
                        .withRun(secret(new SecretSource.Command("echo hidden; exit 3"))),
                    BuildListener.SILENT))
        .withMessage("secret s: its command ended with exit code 3");
  }

  @Test
  void secret_thatIsNotGiven_isJustNotThere() throws Exception {
    assertThat(
            added(
                build(
                    "RUN --mount=type=secret,id=s,env=T [ ! -e /run/secrets ] && [ -z \"$T\" ]\n")))
        .isEmpty();
  }

  @Test
  void secret_whenItsVariableIsSetInTheDockerfile_goesBeforeIt() throws Exception {
    builder.build(
        request("ENV T=1\nRUN --mount=type=secret,id=s,env=T [ $T = 2222 ] && [ ! -e /run ]\n")
            .withRun(secret(value("2222"))),
        BuildListener.SILENT);
  }

  @Test
  void bind_ofTheContext_showsWhatCopyWouldSee() throws Exception {
    Files.createDirectories(context.resolve("dir/sub"));
    Files.writeString(context.resolve("dir/a"), "a");
    Files.createLink(context.resolve("dir/b"), context.resolve("dir/a"));
    Files.createSymbolicLink(context.resolve("link"), Path.of("dir"));
    Files.writeString(context.resolve("dir/ignored"), "x");
    Files.writeString(context.resolve(".dockerignore"), "dir/ignored\n");
    Files.setAttribute(context.resolve("dir/sub"), "unix:mode", 0711);

    BuildResult result =
        build(
            """
            RUN --mount=target=/all --mount=source=link,target=/new/dir \\
                [ "$(ls -A /new/dir)" = "$(printf 'a\\nb\\nsub')" ] && \\
                [ "$(stat -c %a%u%g%h /all/dir/sub /new/dir/a | tr '\\n' ' ')" = '711002 644002 ' ] && \\
                [ "$(readlink /all/link)" = dir ] && ! touch /all/x && ! touch /new/dir/a
            """);

    assertThat(added(result)).isEmpty();
  }

  @Test
  void bind_whenItsFilesAreTheSame_isCached() throws Exception {
    String dockerfile = "RUN --mount=source=dir,target=/m cat /m/a > /out\n";
    Files.createDirectories(context.resolve("dir"));
    Files.writeString(context.resolve("dir/a"), "1");
    build(dockerfile);
    Files.writeString(context.resolve("other"), "x");
    Files.writeString(context.resolve("dir/a"), "1");

    assertThat(build(dockerfile).steps()).allMatch(StepReport::cached);
    Files.writeString(context.resolve("dir/a"), "2");
    assertThat(build(dockerfile).steps().getLast().cached()).isFalse();
    Files.setAttribute(context.resolve("dir"), "unix:mode", 0700);
    assertThat(build(dockerfile).steps().getLast().cached()).isFalse();
  }

  @Test
  void bind_ofAStage_countsOnlyWhatItShows() throws Exception {
    String dockerfile =
        """
         AS tools
        RUN mkdir /t && echo %s > /t/used && echo %s > /other
        FROM busybox
        RUN --mount=from=tools,source=/t,target=/t,rw cat /t/used > /out && rm /t/used
        """;
    build(dockerfile.formatted("1", "1"));

    assertThat(build(dockerfile.formatted("1", "2")).steps().getLast()).matches(StepReport::cached);
    BuildResult third = build(dockerfile.formatted("2", "2"));
    assertThat(third.steps().getLast().cached()).isFalse();
    assertThat(added(third)).containsExactly("out");
  }

  @Test
  void bind_ofNothing_namesWhatIsMissing() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("RUN --mount=source=no/such,target=/m true\n"))
        .withMessageContaining("\"/no/such\": not found in the build context")
        .satisfies(failure -> assertThat(failure.origin()).hasToString("Dockerfile:2"));
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("RUN --mount=from=busybox,source=/no,target=/m true\n"))
        .withMessageContaining("\"/no\": not found");
  }

  @Test
  void mounts_overFilesInsideEachOtherAndThroughLinks_leaveNoTrace() throws Exception {
    Files.writeString(context.resolve("f"), "f");

    BuildResult result =
        build(
            """
            RUN mkdir -p /real /full && echo old > /full/old && echo old > /file && ln -s real /link
            RUN --mount=type=tmpfs,target=/full --mount=source=f,target=/file \\
                --mount=type=cache,target=/full/cache --mount=type=tmpfs,target=/full/cache/deep \\
                --mount=type=tmpfs,target=/link --mount=source=f,target=/none/such/f \\
                [ ! -e /full/old ] && [ "$(cat /file /none/such/f)" = ff ] && \\
                touch /full/x /full/cache/x /full/cache/deep/x /link/x /real/y && \\
                [ -e /real/x ] && [ -L /link ]
            RUN [ "$(ls -A /real /none 2>&1)" = "$(printf 'ls: /none: No such file or directory\\n/real:')" ] && \\
                [ "$(cat /full/old /file)" = "$(printf 'old\\nold')" ] && [ "$(ls /full)" = old ]
            """);

    assertThat(added(result)).containsExactly("file", "full", "link", "real");
  }

  @Test
  void cache_livesFromBuildToBuildAndIsInNoKey() throws Exception {
    build("RUN --mount=type=cache,target=/c echo 1 > /c/f\n");

    BuildResult second =
        build("RUN --mount=type=cache,target=/c [ \"$(cat /c/f)\" = 1 ] && echo 2 > /c/f\n");
    assertThat(added(second)).isEmpty();
    assertThat(build("RUN --mount=type=cache,target=/c echo 1 > /c/f\n").steps())
        .allMatch(StepReport::cached);
    build("RUN --mount=type=cache,target=/c,ro [ \"$(cat /c/f)\" = 2 ] && ! touch /c/f\n");
    build("RUN --mount=type=cache,target=/c,mode=0700 [ ! -e /c/f ]\n");
    build("RUN --mount=type=cache,target=/d,id=/c [ -e /d/f ]\n");
    build("RUN --mount=type=cache,target=/e,id=c [ ! -e /e/f ] && touch /e/g\n");
    build("WORKDIR /w\nRUN --mount=type=cache,target=c [ -e /w/c/g ]\n");
  }

  @Test
  void cache_withNoCache_keepsWhatBeganEmpty() throws Exception {
    String dockerfile =
        "RUN --mount=type=cache,target=/c --mount=type=cache,target=/m,mode=0700"
            + " echo 1 >> /c/f; echo 1 >> /m/f; cat /c/f /m/f | wc -l > /n\n";
    build(dockerfile);

    BuildResult again =
        builder.build(
            request(dockerfile + "RUN [ $(cat /n) = 3 ]\n")
                .withCache(CacheOptions.DEFAULT.withNoCache(true)),
            BuildListener.SILENT);

    assertThat(again.steps()).hasSize(3);
  }

  @Test
  void cache_thatIsPrivate_isEachOnesOwn() throws Exception {
    String run =
        "RUN --mount=type=cache,target=/c,sharing=private --mount=type=cache,target=/meet"
            + " touch /c/NAME /meet/NAME; for i in $(seq 300); do [ $(ls /meet | wc -l) = 2 ] &&"
            + " break; sleep 0.1; done; ls /c > /out; [ $(cat /out) = NAME ]\n";

    build(
        " AS one\n"
            + run.replace("NAME", "one")
            + "FROM busybox AS two\n"
            + run.replace("NAME", "two")
            + "FROM busybox\nCOPY --from=one /out /1\nCOPY --from=two /out /2\n");
  }

  @Test
  void cache_fromAStage_beginsWithItsFilesAndOwners() throws Exception {
    String seed =
        " AS seed\nRUN mkdir -m 700 /d && echo 1 > /d/f && ln /d/f /d/g && chown 3:4 /d\n";

    build(
        seed
            + "FROM busybox\nRUN --mount=type=cache,target=/c,from=seed,source=/d "
            + "[ \"$(stat -c %a:%u:%g /c)\" = 700:3:4 ] && [ $(stat -c %h /c/f) = 2 ] && rm /c/g\n"
            + "RUN --mount=type=cache,target=/c,from=seed,source=d [ ! -e /c/g ] && cat /c/f\n"
            + "RUN --mount=type=cache,target=/c,from=seed,source=d,uid=7 "
            + "[ \"$(stat -c %a:%u:%g /c)\" = 700:7:4 ]\n");
  }
}
