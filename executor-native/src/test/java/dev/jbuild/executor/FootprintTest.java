package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a helper costs while it waits. */
class FootprintTest {
  private static final long MOST_KIB = 4096;

  @Test
  void agent_afterItsWork_staysSmall(@TempDir Path directory) throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
      assertThat(sandbox.sh("for i in $(seq 2000); do echo $i > /tmp/$i; done").code()).isZero();

      List<Long> processes = helpers(sandbox.state);
      assertThat(processes).hasSizeGreaterThanOrEqualTo(2); // the stub and the agent
      for (long pid : processes) {
        assertThat(residentKib(pid)).as("process %d", pid).isPositive().isLessThan(MOST_KIB);
      }
    }
  }

  private static List<Long> helpers(Path state) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandLine(process.pid()).contains(state.toString()))
        .map(ProcessHandle::pid)
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  private static long residentKib(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      if (line.startsWith("Rss:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no Rss of process " + pid);
  }
}
