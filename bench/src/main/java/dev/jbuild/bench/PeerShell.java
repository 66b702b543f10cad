package dev.jbuild.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * A small shell that starts other programs, so that they need not be started by a large process,
 * which is slower.
 */
final class PeerShell implements AutoCloseable {
  private static final String LOOP =
      " && while read -r c; do eval \"$c\" </dev/null; echo $?; done";

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /** Without control groups: crun 1.8 refuses the mixed layout that some machines have of them. */
  static PeerShell withoutControlGroups() throws IOException {
    return new PeerShell("mount -t tmpfs none /sys/fs/cgroup");
  }

  PeerShell() throws IOException {
    this("true");
  }

  private PeerShell(String preparation) throws IOException {
    process =
        new ProcessBuilder("unshare", "--mount", "/bin/sh", "-c", preparation + LOOP)
            .redirectError(Redirect.INHERIT)
            .start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs a command that prints nothing on its standard output and must succeed. */
  int run(String command) throws IOException {
    in.write(command + "\n");
    in.flush();
    String status = out.readLine();
    if (!"0".equals(status)) {
      throw new IOException(command + ": " + status);
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
