package dev.jbuild.cli.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class HostTest {
  @Test
  void terminal_whenLauncherTold_isRead() {
    assertThat(Terminal.parse("")).isEqualTo(Terminal.NONE);
    assertThat(Terminal.parse("io")).isEqualTo(new Terminal(true, true, false, 24, 80));
    assertThat(Terminal.parse("ioe 50 132")).isEqualTo(new Terminal(true, true, true, 50, 132));
    assertThat(Terminal.parse("e 0 0")).isEqualTo(new Terminal(false, false, true, 24, 80));
  }

  @Test
  void output_whenDiskIsFull_fails() throws IOException {
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      assertThatThrownBy(() -> new Output(full).line("text"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(PipeClosedException.class)
          .hasMessage("write standard output: No space left on device");
    }
  }
}
