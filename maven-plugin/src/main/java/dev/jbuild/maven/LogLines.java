package dev.jbuild.maven;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands on what is written to it line by line; the last one when it is closed. */
final class LogLines extends OutputStream {
  private final Consumer<String> log;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LogLines(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public synchronized void write(int value) {
    if (value == '\n') {
      say();
    } else {
      line.write(value);
    }
  }

  private void say() {
    log.accept(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }

  @Override
  public synchronized void close() {
    if (line.size() > 0) {
      say();
    }
  }
}
