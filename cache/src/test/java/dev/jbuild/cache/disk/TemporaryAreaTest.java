package dev.jbuild.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cache.testing.PlainDisk;
import dev.jbuild.cache.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TemporaryAreaTest {
  @TempDir Path root;

  /** Leaves temporary files and waits to be killed. */
  static final class Leaving {
    private Leaving() {}

    public static void main(String[] arguments) throws Exception {
      StoreDirectory directory = StoreDirectory.open(Path.of(arguments[0]), text -> {});
      Path left = directory.temporary().newDirectory("run");
      Files.createDirectories(left.resolve("upper/a/b"));
      Files.writeString(left.resolve("upper/a/b/file"), "x");
      Files.createSymbolicLink(left.resolve("upper/link"), Path.of("/etc"));
      System.out.write('x');
      System.out.flush();
      Thread.sleep(30_000);
    }
  }

  @Test
  void open_whenOtherProcessLives_keepsItsFiles_andSweepsThemWhenItIsDead() throws Exception {
    Process other = Programs.java(Leaving.class, root.toString());
    try {
      assertThat(other.getInputStream().read()).isEqualTo('x');
      StoreDirectory.open(root, text -> {}).close();
      assertThat(root.resolve("tmp")).isNotEmptyDirectory();
    } finally {
      Programs.kill(other);
    }
    assertThat(root.resolve("tmp")).isNotEmptyDirectory();

    StoreDirectory.open(root, text -> {}).close();

    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void open_whenSameProcessHasOneOpen_keepsItsFiles() throws Exception {
    try (StoreDirectory first = StoreDirectory.open(root, text -> {})) {
      Path own = first.temporary().newDirectory("run");
      StoreDirectory.open(root, text -> {}).close();
      assertThat(own).isDirectory();
    }
  }

  @Test
  void sweep_whenDeadProcessLeftFiles_removesThemThroughTheDisk() throws Exception {
    try (StoreDirectory directory = StoreDirectory.open(root, text -> {})) {
      Process other = Programs.java(Leaving.class, root.toString());
      assertThat(other.getInputStream().read()).isEqualTo('x');
      Programs.kill(other);
      Path left;
      try (var files = Files.newDirectoryStream(root.resolve("tmp"), other.pid() + "-*[0-9a-f]")) {
        left = files.iterator().next();
      }
      assertThat(left).isDirectory();

      directory.sweep(new PlainDisk());

      assertThat(left).doesNotExist();
    }
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }
}
