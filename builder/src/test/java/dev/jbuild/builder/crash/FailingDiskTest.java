package dev.jbuild.builder.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that cannot be written to: a clear error, and the right image when they can be again. */
class FailingDiskTest {
  private static final int MIB = 1 << 20;

  @TempDir Path work;
  private Path context;
  private Path small;

  @BeforeEach
  void writeContexts() throws IOException {
    Files.createDirectory(work.resolve("store"));
    context = context("big", 6 * MIB);
    small = context("small", 1000);
  }

  private Path context(String name, int size) throws IOException {
    Path directory = Files.createDirectory(work.resolve(name));
    Files.write(directory.resolve("file"), new byte[size]);
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY file /\n");
    return directory;
  }

  /** A process in a mount namespace of its own, which goes with it. */
  private Worker worker(String mount) throws IOException {
    String script = mount + " && exec \"$@\"";
    List<String> before =
        Files.isWritable(Path.of("/proc/1/environ"))
            ? List.of("unshare", "--mount", "sh", "-ec", script, "sh")
            : List.of("unshare", "--map-root-user", "--mount", "sh", "-ec", script, "sh");
    return new Worker(before, "128m", work);
  }

  private static String answer(Worker worker, Path context) throws IOException {
    worker.ask(context);
    return String.valueOf(worker.answer());
  }

  @Test
  void build_whenTheDiskIsFull_saysSoAndBuildsWhatFits() throws Exception {
    Path alone = Files.createDirectory(work.resolve("alone"));
    String expected = BuildProcess.answer(alone, small);
    try (Worker worker = worker("mount -t tmpfs -o size=4m none " + work.resolve("store"))) {
      assertThat(answer(worker, context)).startsWith("failed ").contains("No space left on device");
      assertThat(answer(worker, small)).isEqualTo(expected);
      assertThat(answer(worker, context)).startsWith("failed ").contains("No space left on device");
      assertThat(answer(worker, small)).isEqualTo(expected);
    }
  }

  @Test
  void build_whenTheStoreIsReadOnly_saysSo() throws Exception {
    Path store = work.resolve("store");
    assertThat(BuildProcess.answer(work, small)).startsWith("image ");
    String mount = "mount --bind %1$s %1$s && mount -o remount,bind,ro %1$s".formatted(store);
    try (Worker worker = worker(mount)) {
      assertThat(answer(worker, small))
          .startsWith("failed ")
          .contains(store.toString(), "Read-only file system", "--root");
    }
    assertThat(BuildProcess.answer(work, small)).startsWith("image ");
  }

  @Test
  void build_ofAFileThatIsMuchLargerThanTheHeap_streamsIt() throws Exception {
    long size = Long.getLong("jbuild.large.file", 100L * MIB);
    Path large = context("large", 0);
    Process truncate =
        new ProcessBuilder("truncate", "-s", String.valueOf(size), large.resolve("file").toString())
            .inheritIO()
            .start();
    assertThat(truncate.waitFor()).isZero();
    Files.writeString(large.resolve("Dockerfile"), "FROM scratch\nCOPY file /a\nADD file /b\n");
    try (Worker worker = new Worker(List.of(), "40m", work)) {
      worker.ask(large.resolveSibling("large?"));
      assertThat(worker.answer()).startsWith("built 2 layers");
    }
  }
}
