package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.cache.Store;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.HistoryEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds with a source date epoch: no time is later, and all of them give the same image. */
class SourceDateEpochTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();
  private static final Instant EPOCH = Instant.parse("2026-03-01T00:00:00Z");
  private static final String DOCKERFILE =
      """
      FROM busybox AS build
      WORKDIR /work
      COPY . .
      RUN echo made > made; touch -d '2001-01-01 00:00:00' old; rm /etc/group; chmod 600 a
      FROM busybox
      LABEL first=1
      COPY --from=build /work /work
      RUN ls -l --full-time /work > /list; cp -p /work/a /tmp
      CMD ["sh"]
      """;

  @TempDir Path work;

  private Path context(String name, Instant time) throws IOException {
    Path context = Files.createDirectories(work.resolve(name));
    Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
    Files.writeString(context.resolve("a"), "a");
    Files.createDirectory(context.resolve("d"));
    try (Stream<Path> files = Files.walk(context)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
    return context;
  }

  private static StageOptions epoch(Instant time) {
    String seconds = String.valueOf(time.getEpochSecond());
    return StageOptions.defaults().withBuildArgs(Map.of("SOURCE_DATE_EPOCH", seconds));
  }

  private Builder builder(String store, Instant now) throws Exception {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
    Builder builder =
        new Builder(
            BuildEnvironment.of(work.resolve(store), work.resolve("native"))
                .withClock(Clock.fixed(now, ZoneOffset.UTC)));
    Busybox.tag(builder.store(), CORPUS, Set.of("busybox"));
    return builder;
  }

  private static BuildResult build(Builder builder, Path context, StageOptions stages)
      throws Exception {
    return builder.build(BuildRequest.of(context).withStages(stages), BuildListener.SILENT);
  }

  @Test
  void builds_atOtherTimesOfOtherCheckoutsInOtherStores_giveTheSameImage() throws Exception {
    BuildResult first;
    BuildResult second;
    try (Builder builder = builder("one", Instant.parse("2026-04-01T10:00:00Z"))) {
      first = build(builder, context("c1", Instant.parse("2026-03-31T00:00:00Z")), epoch(EPOCH));
    }
    try (Builder builder = builder("two", Instant.parse("2031-01-01T10:00:00.123Z"))) {
      Path older = context("c2", Instant.parse("1999-12-31T00:00:00Z"));
      build(builder, older, StageOptions.defaults());
      second = build(builder, older, epoch(EPOCH));
    }

    assertThat(second.image()).isEqualTo(first.image());
    assertThat(second.config()).isEqualTo(first.config());
  }

  @Test
  void build_withAnEpoch_hasNoLaterTime() throws Exception {
    try (Builder builder = builder("store", Instant.now())) {
      BuildResult result = build(builder, context("c", Instant.now()), epoch(EPOCH));

      assertThat(result.config().created()).isEqualTo(EPOCH);
      assertThat(result.config().history().stream().skip(2).map(HistoryEntry::created))
          .hasSize(4)
          .containsOnly(EPOCH);
      Map<String, Instant> times = new TreeMap<>();
      for (DiffId layer : result.config().diffIds().subList(1, 3)) {
        times.putAll(times(builder.store(), layer));
      }
      assertThat(times.values()).noneMatch(time -> time.isAfter(EPOCH));
      assertThat(times).containsEntry("work/made", EPOCH).containsEntry("list", EPOCH);
    }
  }

  private Map<String, Instant> times(Store store, DiffId layer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AgentOptions options =
        new AgentOptions(store.root(), work.resolve("native"), Isolation.AUTO, line -> {});
    try (LazyAgent disk = new LazyAgent(options, store, BuildListener.SILENT)) {
      store.layers().writeTar(layer, disk, bytes);
    }
    Map<String, Instant> times = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        times.put(entry.getName(), entry.getLastModifiedTime().toInstant());
      }
    }
    return times;
  }

  @Test
  void run_whenLaterThanTheEpochOnly_keepsOlderTimes() throws Exception {
    try (Builder builder = builder("store", Instant.now())) {
      Path context = Files.createDirectory(work.resolve("c"));
      Files.writeString(
          context.resolve("Dockerfile"),
          "FROM busybox\nRUN touch -d '2001-01-01 00:00:00' /old; touch /new\n");
      BuildResult result = build(builder, context, epoch(EPOCH));
      try (Builder again = builder("again", Instant.now())) {
        assertThat(build(again, context, epoch(EPOCH)).image()).isEqualTo(result.image());
      }
    }
  }

  @Test
  void buildsWithAndWithoutAnEpoch_eachReuseTheirOwn() throws Exception {
    try (Builder builder = builder("store", Instant.now())) {
      Path context = context("c", Instant.now());
      BuildResult without = build(builder, context, StageOptions.defaults());
      BuildResult with = build(builder, context, epoch(EPOCH));

      assertThat(with.image()).isNotEqualTo(without.image());
      BuildResult again = build(builder, context, StageOptions.defaults());
      assertThat(again.image()).isEqualTo(without.image());
      assertThat(again.steps()).allMatch(StepReport::cached);
      BuildResult withAgain = build(builder, context, epoch(EPOCH));
      assertThat(withAgain.image()).isEqualTo(with.image());
      assertThat(withAgain.steps()).allMatch(StepReport::cached);
    }
  }

  @Test
  void epoch_asDefaultOfAGlobalArgument_isOverriddenByTheBuildArgument() throws Exception {
    Path context = Files.createDirectory(work.resolve("c"));
    Files.writeString(
        context.resolve("Dockerfile"),
        "ARG SOURCE_DATE_EPOCH=1000000000\nFROM scratch\nCOPY Dockerfile /\n");
    try (Builder builder = builder("store", Instant.now())) {
      assertThat(build(builder, context, StageOptions.defaults()).config().created())
          .isEqualTo(Instant.ofEpochSecond(1_000_000_000));
      assertThat(build(builder, context, epoch(EPOCH)).config().created()).isEqualTo(EPOCH);
    }
  }

  @Test
  void epoch_thatIsNoNumber_isRefused() throws Exception {
    try (Builder builder = builder("store", Instant.now())) {
      Path context = context("c", Instant.now());
      for (String wrong : List.of("today", "-1", "1.5", " 1", "999999999999999999999")) {
        assertThatExceptionOfType(BuildException.class)
            .isThrownBy(
                () ->
                    build(
                        builder,
                        context,
                        StageOptions.defaults().withBuildArgs(Map.of("SOURCE_DATE_EPOCH", wrong))))
            .withMessageContaining("invalid SOURCE_DATE_EPOCH: " + wrong);
      }
    }
  }
}
