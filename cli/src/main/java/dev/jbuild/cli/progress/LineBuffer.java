package dev.jbuild.cli.progress;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of bytes into lines of text. Of what carriage returns overwrite, as progress bars
 * do, only the last state is kept; a line longer than 64 KiB is cut.
 */
final class LineBuffer {
  private static final int LONGEST = 64 * 1024;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** Takes bytes and returns the lines that they complete. */
  List<String> add(byte[] bytes) {
    List<String> complete = new ArrayList<>();
    for (byte each : bytes) {
      if (each == '\n') {
        complete.add(take());
      } else {
        line.write(each);
        if (line.size() == LONGEST) {
          complete.add(take());
        }
      }
    }
    return complete;
  }

  /** Returns what has no line end yet, and forgets it. */
  List<String> finish() {
    return line.size() == 0 ? List.of() : List.of(take());
  }

  /** What has no line end yet, and stays. */
  List<String> sofar() {
    String text = shown();
    return text.isEmpty() ? List.of() : List.of(text);
  }

  private String take() {
    String text = shown();
    line.reset();
    return text;
  }

  private String shown() {
    String text = line.toString(StandardCharsets.UTF_8);
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(text.lastIndexOf('\r', end - 1) + 1, end);
  }
}
