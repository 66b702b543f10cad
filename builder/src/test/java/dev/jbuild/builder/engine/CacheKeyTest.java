package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a COPY be done again and what does not. Nothing here starts the native helper. */
class CacheKeyTest {
  @TempDir Path work;
  private Path context;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    write("Dockerfile", "FROM scratch\nCOPY dir /to\nCOPY f* /files/\n");
    write("dir/a", "a");
    write("dir/sub/b", "b");
    write("f1", "1");
    write("other", "x");
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private void write(String path, String text) throws IOException {
    Path file = context.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Which of the two COPYs were cached. */
  private List<Boolean> cached() throws Exception {
    return build().steps().stream().map(StepReport::cached).toList();
  }

  private BuildResult build() throws Exception {
    return builder.build(BuildRequest.of(context), BuildListener.SILENT);
  }

  @Test
  void copy_whenNothingChanged_isCachedAndGivesTheSameImage() throws Exception {
    BuildResult first = build();

    BuildResult second = build();

    assertThat(second.steps()).allMatch(StepReport::cached);
    assertThat(second.image()).isEqualTo(first.image());
    assertThat(second.config()).isEqualTo(first.config());
  }

  @Test
  void copy_whenFilesAreTouched_isCached() throws Exception {
    build();
    for (String path : List.of("dir", "dir/a", "dir/sub", "dir/sub/b", "f1")) {
      Files.setLastModifiedTime(context.resolve(path), FileTime.from(Instant.EPOCH));
    }

    assertThat(cached()).containsExactly(true, true);
  }

  @Test
  void copy_whenCheckoutIsElsewhere_isCached() throws Exception {
    build();
    Path moved = work.resolve("elsewhere");
    Files.move(context, moved);
    context = moved;

    assertThat(cached()).containsExactly(true, true);
  }

  @Test
  void copy_whenOtherFileChanges_isCached() throws Exception {
    build();
    write("other", "y");
    write("unrelated", "z");

    assertThat(cached()).containsExactly(true, true);
  }

  @Test
  void copy_whenContentChanges_isDoneAgain() throws Exception {
    build();
    write("dir/sub/b", "B");

    assertThat(cached()).containsExactly(false, false);
  }

  @Test
  void copy_whenExcludedFileChanges_isCached() throws Exception {
    write("Dockerfile", "FROM scratch\nCOPY --exclude=sub/b dir /to\n");
    build();
    write("dir/sub/b", "B");

    assertThat(cached()).containsExactly(true);
    write("dir/sub/c", "c");
    assertThat(cached()).containsExactly(false);
  }

  @Test
  void add_ofAFileThatIsNoArchive_copiesIt() throws Exception {
    write("Dockerfile", "FROM scratch\nADD large /to/\n");
    write("large", "text".repeat(10_000));

    assertThat(cached()).containsExactly(false);
    assertThat(cached()).containsExactly(true);
  }

  /** So do images that docker builds: a context's attributes are those of one machine. */
  @Test
  void copy_ofFilesWithExtendedAttributes_leavesThemOut() throws Exception {
    build();
    for (String path : List.of("dir", "dir/a", "f1")) {
      Files.getFileAttributeView(context.resolve(path), UserDefinedFileAttributeView.class)
          .write("origin", StandardCharsets.UTF_8.encode("here"));
    }

    assertThat(cached()).containsExactly(true, true);
    BuildResult anew =
        builder.build(
            BuildRequest.of(context).withCache(CacheOptions.DEFAULT.withNoCache(true)),
            BuildListener.SILENT);
    byte[] layer = builder.store().content().read(anew.config().diffIds().getFirst().digest());
    assertThat(new String(layer, StandardCharsets.ISO_8859_1))
        .contains("to/a")
        .doesNotContain("SCHILY.xattr");
  }

  @Test
  void copy_whenModeChanges_isDoneAgain() throws Exception {
    build();
    Files.setPosixFilePermissions(
        context.resolve("dir/a"), PosixFilePermissions.fromString("rwx------"));

    assertThat(cached().getFirst()).isFalse();
  }

  @Test
  void copy_whenFileIsRenamed_isDoneAgain() throws Exception {
    build();
    Files.move(context.resolve("f1"), context.resolve("f2"));

    assertThat(cached()).containsExactly(true, false);
  }

  @Test
  void copy_whenFileMatchesNewly_isDoneAgain() throws Exception {
    build();
    write("f3", "3");

    assertThat(cached()).containsExactly(true, false);
  }

  @Test
  void copy_whenEarlierStepGivesTheSameFiles_isCached() throws Exception {
    build();
    // Another instruction with the same outcome: what comes after it sees the same tree.
    write("Dockerfile", "FROM scratch\nCOPY dir/ /to/\nCOPY f* /files/\n");

    assertThat(cached()).containsExactly(false, true);
  }

  @Test
  void build_withNoCache_doesAllAgain() throws Exception {
    build();

    BuildResult again =
        builder.build(
            BuildRequest.of(context).withCache(CacheOptions.DEFAULT.withNoCache(true)),
            BuildListener.SILENT);

    assertThat(again.steps()).noneMatch(StepReport::cached);
  }

  @Test
  void copy_whenLayerIsGone_isDoneAgain() throws Exception {
    BuildResult first = build();
    builder.store().content().delete(first.config().diffIds().getFirst().digest());

    assertThat(cached()).containsExactly(false, true);
    assertThat(build().image().digest()).isNotNull();
  }

  @Test
  void copy_whenRecordIsDamaged_isDoneAgainWithAWarning() throws Exception {
    build();
    try (var records = Files.list(builder.store().root().resolve("actions"))) {
      for (Path record : records.filter(Files::isRegularFile).toList()) {
        Files.writeString(record, "{");
      }
    }
    List<String> warnings = new ArrayList<>();
    BuildListener listener =
        new BuildListener() {
          @Override
          public void warning(String message, @Nullable Origin origin) {
            warnings.add(message);
          }
        };

    BuildResult result = builder.build(BuildRequest.of(context), listener);

    assertThat(result.steps()).noneMatch(StepReport::cached);
    assertThat(warnings).anyMatch(text -> text.contains("damaged"));
  }

  @Test
  void copyOnScratch_neverStartsTheNativeHelper() throws Exception {
    build();

    assertThat(work.resolve("no-native-helper")).doesNotExist();
  }
}
