package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A terminal of tmux, with a server of its own, in which one command runs. */
final class Screen implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Path socket;

  /** Starts a command; what it ends with is shown as {@code ended: CODE} below what it wrote. */
  Screen(Path directory, int columns, Command command) {
    this.socket = directory.resolve("tmux");
    String words = String.join(" ", command.words().stream().map(Screen::quoted).toList());
    List<String> start =
        words("-f", "/dev/null", "new-session", "-d", "-x", String.valueOf(columns), "-y", "24");
    start.add(words + "; echo ended: $?; exec sleep 600");
    new Command(start, command.directory(), command.environment()).run().expectSuccess();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private List<String> words(String... more) {
    List<String> words = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
    words.addAll(List.of(more));
    return words;
  }

  private String tmux(String... words) {
    Outcome outcome = new Command(words(words), Path.of("/"), Map.of()).run();
    return outcome.expectSuccess().out();
  }

  /** What is to be seen now, without the blank lines at the end. */
  List<String> lines() {
    return tmux("capture-pane", "-p").stripTrailing().lines().toList();
  }

  /** Waits for what is to be seen to be as wanted, and returns it. */
  List<String> await(Predicate<List<String>> wanted) {
    Instant end = Instant.now().plus(LIMIT);
    List<String> lines = lines();
    while (!wanted.test(lines)) {
      assertThat(Instant.now()).as(String.join("\n", lines)).isBefore(end);
      pause();
      lines = lines();
    }
    return lines;
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking at a terminal", e);
    }
  }

  void resize(int columns) {
    tmux("resize-window", "-x", String.valueOf(columns), "-y", "24");
  }

  void type(String key) {
    tmux("send-keys", key);
  }

  /** A property of the terminal such as cursor_flag. */
  String property(String name) {
    return tmux("display-message", "-p", "#{" + name + "}").strip();
  }

  @Override
  public void close() {
    tmux("kill-server");
  }
}
