package dev.jbuild.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.disk.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path directory;

  @Test
  void open_whenNothingIsThere_makesLayout() throws Exception {
    Path root = directory.resolve("a/store");
    try (Store store = Store.open(root)) {
      assertThat(store.root()).isEqualTo(root.toRealPath());
      assertThat(root.resolve("blobs/sha256")).isDirectory();
      assertThat(Files.readString(root.resolve("version"))).isEqualTo("jbuild store 1\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
          .isEqualTo("rwx------");
    }
    try (Store again = Store.open(root)) {
      assertThat(again.tags().all()).isEmpty();
    }
    assertThat(root.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void open_whenDirectoryHoldsOtherFiles_isRefused() throws Exception {
    Files.writeString(directory.resolve("thesis.tex"), "");

    assertThatThrownBy(() -> Store.open(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("neither empty nor a store (it holds thesis.tex)")
        .hasMessageContaining("--root");
    assertThat(directory).isDirectoryContaining("glob:**/thesis.tex");
  }

  @Test
  void open_whenPlaceIsFile_isRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> Store.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is no directory");
    assertThatThrownBy(() -> Store.open(file.resolve("below")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("store");
  }

  @Test
  void open_whenVersionIsNewer_isRefused() throws Exception {
    Store.open(directory).close();
    Files.writeString(directory.resolve("version"), "jbuild store 2\n");

    assertThatThrownBy(() -> Store.open(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("version \"jbuild store 2\"");
  }

  @Test
  void open_whenFileSystemIsReadOnly_saysSo() {
    assertThatThrownBy(() -> Store.open(Path.of("/proc/jbuild")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the store at /proc/jbuild is not usable");
  }
}
