package dev.jbuild.builder.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildListener.Stream;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.builder.explain.Ending.Result;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.cache.action.BuildName;
import dev.jbuild.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds leave behind. Nothing here starts the native helper. */
class BuildHistoryTest {
  private static final StepInfo STEP =
      new StepInfo(3, "", 1, 1, "RUN make", new Origin("Dockerfile", 1, 1, "RUN make"));

  @TempDir Path work;
  private Path context;
  private Builder builder;
  private BuildHistory history;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY a /a\nCOPY b /b\n");
    Files.writeString(context.resolve("a"), "a");
    Files.writeString(context.resolve("b"), "b");
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
    history = new BuildHistory(builder.store());
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private BuildResult build() throws Exception {
    return builder.build(BuildRequest.of(context), BuildListener.SILENT);
  }

  private BuildLog last() throws IOException {
    return history.find(BuildHistory.LAST).orElseThrow();
  }

  @Test
  void build_thatCompletes_leavesItsImageAndTheSizesOfItsSteps() throws Exception {
    BuildResult result = build();

    Ending ending = last().ending();
    assertThat(ending)
        .isEqualTo(
            new Ending(Result.COMPLETED, result.image().digest().toString(), null, List.of()));
    assertThat(last().steps().stream().map(step -> step.work().layers()))
        .extracting(layers -> layers.getFirst().diffId())
        .containsExactlyElementsOf(
            result.config().diffIds().stream().map(Object::toString).toList());
    assertThat(last().steps()).allSatisfy(step -> assertThat(step.work().bytes()).isPositive());
  }

  @Test
  void build_thatFails_leavesTheReasonWithTheLinesAroundIt() throws Exception {
    Files.delete(context.resolve("b"));
    assertThatExceptionOfType(BuildException.class).isThrownBy(this::build);

    Ending ending = last().ending();
    assertThat(ending).isNotNull();
    assertThat(ending.result()).isEqualTo(Result.FAILED);
    assertThat(ending.failure()).isNotNull();
    assertThat(ending.failure().message()).contains("\"/b\": not found");
    assertThat(ending.failure().step()).isEqualTo(2);
    assertThat(ending.failure().exitCode()).isEqualTo(Ending.Failure.NONE);
    assertThat(ending.failure().excerpt())
        .containsExactly(
            new Ending.Line(1, "FROM scratch", false),
            new Ending.Line(2, "COPY a /a", false),
            new Ending.Line(3, "COPY b /b", true));
  }

  @Test
  void build_thatIsInterrupted_isCanceled() throws Exception {
    Files.delete(context.resolve("b"));
    Thread main = Thread.currentThread();
    BuildListener interrupting =
        new BuildListener() {
          @Override
          public void stepStarted(StepInfo step) {
            main.interrupt();
            try {
              Thread.sleep(Duration.ofDays(1)); // until the build ends this step
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> builder.build(BuildRequest.of(context), interrupting));

    assertThat(last().ending()).isNotNull();
    assertThat(last().ending().result()).isEqualTo(Result.CANCELED);
    assertThat(last().failed()).isTrue();
  }

  @Test
  void find_byEachOfTheWords_findsTheBuild() throws Exception {
    build();
    BuildLog first = last();
    build();
    BuildLog second = last();

    assertThat(history.find("^0")).contains(second);
    assertThat(history.find("^1")).contains(first);
    assertThat(history.find("^2")).isEmpty();
    assertThat(history.find(first.id())).contains(first);
    assertThat(history.find(first.id().substring(0, 11))).contains(first);
    assertThat(history.find("")).isEmpty();
    assertThat(history.find("no id")).isEmpty();
    assertThat(history.list(log -> true, 1)).containsExactly(second);
  }

  @Test
  void output_ofAStep_comesBackAsItWasWritten() throws Exception {
    BuildName name = BuildName.of(1_700_000_000_000_000L, Digest.sha256(new byte[0]));
    List<String> heard = new ArrayList<>();
    try (Recording recording = new Recording(builder.store(), hearing(heard))) {
      recording.stepOutput(STEP, Stream.STDOUT, bytes("before it has a name"));
      recording.begin(name);
      recording.stepOutput(STEP, Stream.STDOUT, bytes("1 2\n\n3"));
      recording.stepOutput(STEP, Stream.STDERR, new byte[] {(byte) 0xFF, 0});
    }

    List<OutputReader.Piece> pieces = new ArrayList<>();
    try (OutputReader reader =
        new OutputReader(builder.store().builds().openOutput(name).orElseThrow())) {
      for (Optional<OutputReader.Piece> piece = reader.next();
          piece.isPresent();
          piece = reader.next()) {
        pieces.add(piece.get());
      }
    }
    assertThat(pieces).extracting(OutputReader.Piece::step).containsExactly(3, 3);
    assertThat(pieces)
        .extracting(OutputReader.Piece::stream)
        .containsExactly(Stream.STDOUT, Stream.STDERR);
    assertThat(pieces.getFirst().bytes().toByteArray()).isEqualTo(bytes("1 2\n\n3"));
    assertThat(pieces.getLast().bytes().toByteArray()).isEqualTo(new byte[] {(byte) 0xFF, 0});
    assertThat(heard).containsExactly("before it has a name", "1 2\n\n3", "\uFFFD\0");
  }

  private static BuildListener hearing(List<String> heard) {
    return new BuildListener() {
      @Override
      public void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
        heard.add(new String(bytes, StandardCharsets.UTF_8));
      }
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void output_ofABuildThatWasKilled_isReadAsFarAsItIsThere() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OutputWriter writer = new OutputWriter(file);
    writer.write(1, Stream.STDOUT, Duration.ZERO, bytes("one"));
    writer.flush();
    byte[] flushed = file.toByteArray();

    for (int length = 0; length < flushed.length; length++) {
      byte[] cut = Arrays.copyOf(flushed, length);
      try (OutputReader reader = new OutputReader(new ByteArrayInputStream(cut))) {
        reader.next(); // an early end is no failure
      }
    }
    try (OutputReader reader = new OutputReader(new ByteArrayInputStream(flushed))) {
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void replay_always_beginsEndsAndSkipsAsAsked() throws Exception {
    build();
    List<String> told = new ArrayList<>();
    BuildListener listener =
        new BuildListener() {
          @Override
          public void stepStarted(StepInfo step) {
            told.add("started " + step.title());
          }

          @Override
          public void stepFinished(StepInfo step, Duration duration) {
            told.add("finished " + step.title());
          }
        };
    List<Duration> times = new ArrayList<>();
    new Replay(last(), BuildHistoryTest::isSecond, listener, times::add)
        .run(history.output(last()));

    assertThat(told).containsExactly("started [2/2] COPY b /b", "finished [2/2] COPY b /b");
    assertThat(times).isSorted().endsWith(last().taken());
  }

  private static boolean isSecond(LoggedStep step) {
    return step.place().number() == 2;
  }

  /** What a new method of the listener tells must come through. */
  @Test
  void recording_always_passesEverythingOn() throws Exception {
    for (Method method : BuildListener.class.getMethods()) {
      Method own = Recording.class.getMethod(method.getName(), method.getParameterTypes());
      assertThat(own.getDeclaringClass()).as(method.getName()).isEqualTo(Recording.class);
    }
  }
}
