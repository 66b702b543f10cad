package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.engine.Builder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How RUNs of one build and of several stand to each other. */
class RunTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();

  @TempDir Path work;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
    builder = new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")));
    Busybox.tag(builder.store(), CORPUS, Set.of("busybox"));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private BuildResult build(String dockerfile, BuildListener listener) throws Exception {
    Path context = Files.createDirectories(work.resolve("context"));
    return builder.build(
        BuildRequest.of(context).withDockerfile(new DockerfileSource.Inline(dockerfile)), listener);
  }

  @Test
  void build_whenOneRunFails_killsTheOthers() {
    List<String> failed = Collections.synchronizedList(new ArrayList<>());
    BuildListener listener =
        new BuildListener() {
          @Override
          public void stepFailed(StepInfo step, String reason) {
            failed.add(step.text() + " -> " + reason);
          }
        };
    long start = System.nanoTime();

    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(
            () ->
                build(
                    """
                    FROM busybox AS a
                    RUN sleep 60
                    FROM busybox
                    RUN sleep 1; exit 3
                    COPY --from=a /x /y
                    """,
                    listener))
        .withMessage(
            "process \"/bin/sh -c sleep 1; exit 3\" did not complete successfully: exit code: 3")
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(1));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(failed).contains("RUN sleep 60 -> cancelled").hasSize(2);
  }

  @Test
  void build_whenInterruptedDuringRun_endsAtOnce() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    BuildListener listener =
        new BuildListener() {
          @Override
          public void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
            running.countDown();
          }
        };
    Thread building =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    build("FROM busybox\nRUN echo here; sleep 60\n", listener);
                  } catch (Exception e) {
                    outcome.set(e);
                  }
                });
    running.await();

    building.interrupt();

    assertThat(building.join(Duration.ofSeconds(30))).isTrue();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void run_whenOutputIsTheSame_stopsTheRebuildThere() throws Exception {
    build("FROM busybox\nRUN echo 1 > /f\nRUN cat /f > /g\n", BuildListener.SILENT);

    BuildResult second =
        build("FROM busybox\nRUN echo  1 > /f\nRUN cat /f > /g\n", BuildListener.SILENT);

    assertThat(second.steps()).extracting(StepReport::cached).containsExactly(true, false, true);
  }

  @Test
  void run_ofUnknownUser_isAFailureOfTheStep() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("FROM busybox\nUSER nosuch\nRUN id\n", BuildListener.SILENT))
        .withMessageContaining("nosuch")
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(1));
  }
}
