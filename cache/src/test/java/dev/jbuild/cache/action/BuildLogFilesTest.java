package dev.jbuild.cache.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cache.disk.StoreDirectory;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildLogFilesTest {
  private static final Digest APP = Digest.sha256("app".getBytes(StandardCharsets.UTF_8));
  private static final Digest OTHER = Digest.sha256("other".getBytes(StandardCharsets.UTF_8));

  @TempDir Path root;
  private StoreDirectory directory;
  private long time = 1_700_000_000_000_000L;

  @SuppressWarnings("NullAway.Init") // set before each test
  BuildLogFilesTest() {}

  @BeforeEach
  void open() throws IOException {
    directory = StoreDirectory.open(root.resolve("store"), text -> {});
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  private BuildLogFiles files(int builds, int older, long bytes) {
    return new BuildLogFiles(directory, new BuildLogFiles.Bounds(builds, older, bytes));
  }

  private BuildName put(BuildLogFiles files, Digest subject, boolean done, int output)
      throws IOException {
    BuildName name = BuildName.of(time++, subject);
    if (output > 0) {
      try (OutputStream out = files.newOutput(name)) {
        out.write(new byte[output]);
      }
    }
    files.put(name, done, name.id().getBytes(StandardCharsets.UTF_8));
    return name;
  }

  private static List<BuildName> names(BuildLogFiles files) throws IOException {
    return files.entries().stream().map(BuildLogFiles.Entry::name).toList();
  }

  @Test
  void entries_always_areTheYoungestFirst() throws IOException {
    BuildLogFiles files = files(10, 0, 1000);
    BuildName first = put(files, OTHER, true, 0);
    BuildName second = put(files, APP, false, 0);

    assertThat(files.entries())
        .containsExactly(
            new BuildLogFiles.Entry(second, false), new BuildLogFiles.Entry(first, true));
    assertThat(files.read(files.entries().getFirst()))
        .hasValue(second.id().getBytes(StandardCharsets.UTF_8));
    assertThat(first.id()).isNotEqualTo(second.id());
  }

  @Test
  void put_whenTooMany_keepsTheYoungestAndTwoGoodOnesOfEachSubject() throws IOException {
    BuildLogFiles files = files(3, 2, 1000);
    List<BuildName> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(put(files, OTHER, true, 1));
    }
    put(files, OTHER, false, 1);
    List<BuildName> apps = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      apps.add(put(files, APP, false, 1));
    }

    assertThat(names(files))
        .containsExactly(apps.get(4), apps.get(3), apps.get(2), others.get(2), others.get(1));
    assertThat(files.openOutput(apps.get(2))).isPresent();
    assertThat(files.openOutput(apps.get(1))).isEmpty();
    assertThat(files.openOutput(others.get(2))).isEmpty();
  }

  @Test
  void put_whenStepsWroteTooMuch_removesTheOldestOutputAndNoLog() throws IOException {
    BuildLogFiles files = files(9, 9, 250);
    BuildName first = put(files, APP, true, 100);
    BuildName second = put(files, APP, true, 100);
    BuildName third = put(files, APP, true, 100);

    assertThat(names(files)).containsExactly(third, second, first);
    assertThat(files.openOutput(first)).isEmpty();
    assertThat(files.openOutput(second)).isPresent();
  }

  @Test
  void put_besideABuildThatStillRuns_leavesItsOutput() throws IOException {
    BuildLogFiles files = files(1, 0, 1000);
    put(files, APP, true, 1);
    BuildName running = BuildName.of(time++, OTHER);
    files.newOutput(running).close();
    put(files, APP, true, 1);

    assertThat(files.openOutput(running)).as("older than all that is kept").isEmpty();

    BuildName younger = BuildName.of(time + 10, OTHER);
    files.newOutput(younger).close();
    put(files, APP, true, 1);

    assertThat(files.openOutput(younger)).isPresent();
  }

  @Test
  void removeBefore_always_takesOnlyWhatIsOlder() throws IOException {
    BuildLogFiles files = files(9, 9, 1000);
    BuildName old = put(files, APP, true, 7);
    BuildName young = put(files, APP, true, 7);
    try (Stream<Path> all = Files.list(directory.resolve("builds"))) {
      for (Path file : all.filter(each -> each.toString().contains(old.id())).toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
      }
    }

    BuildLogFiles.Removed removed = files.removeBefore(FileTime.fromMillis(2000));

    assertThat(removed).isEqualTo(new BuildLogFiles.Removed(1, 7 + 12));
    assertThat(names(files)).containsExactly(young);
    assertThat(files.openOutput(old)).isEmpty();
  }
}
