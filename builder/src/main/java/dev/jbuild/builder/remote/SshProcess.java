package dev.jbuild.builder.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process whose errors are kept here; its user sees none of them. */
final class SshProcess extends Process {
  /** Enough for the lines before the end; a server may send more. */
  private static final int MOST = 16 * 1024;

  private static final long PATIENCE_SECONDS = 5;

  private final Process process;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final Thread reader;

  SshProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().name("jbuild-ssh errors").start(this::read);
  }

  private void read() {
    try (InputStream in = process.getErrorStream()) {
      byte[] buffer = new byte[1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        synchronized (errors) {
          errors.write(buffer, 0, Math.min(count, MOST - errors.size()));
        }
      }
    } catch (IOException e) {
      // The process was ended; what came before is there.
    }
  }

  /** The last lines of errors. */
  String complaint() {
    String text;
    synchronized (errors) {
      text = errors.toString(StandardCharsets.UTF_8);
    }
    List<String> lines =
        text.lines().map(String::strip).filter(line -> line.matches(".*\\w.*")).toList();
    return String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public OutputStream getOutputStream() {
    return process.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return process.getInputStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /** JGit asks when the output has ended, which is a moment before the process does. */
  @Override
  public int exitValue() {
    end();
    return process.exitValue();
  }

  @Override
  public void destroy() {
    end();
  }

  @Override
  public Process destroyForcibly() {
    return process.destroyForcibly();
  }

  /** Without input ssh ends by itself, after it has said what went wrong. */
  private void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It reads no more: it has ended, or is about to.
    }
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly().onExit().join();
  }
}
