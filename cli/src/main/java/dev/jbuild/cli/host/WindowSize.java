package dev.jbuild.cli.host;

import dev.jbuild.executor.HostCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of the window of the terminal that this process belongs to, in characters. */
public record WindowSize(int rows, int columns) {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4}) ([1-9][0-9]{0,4})\\s*");
  private static final int ENOUGH = 64;

  /** Asks stty, because Java cannot; empty when there is no terminal. */
  public static Optional<WindowSize> ask() {
    try {
      HostCommand.Result result = HostCommand.run("stty size 2>/dev/null </dev/tty", ENOUGH);
      return parse(new String(result.output().toByteArray(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Optional.empty(); // no stty: the display keeps the size that it began with
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static Optional<WindowSize> parse(String text) {
    Matcher size = SIZE.matcher(text);
    return size.matches()
        ? Optional.of(
            new WindowSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))))
        : Optional.empty();
  }
}
