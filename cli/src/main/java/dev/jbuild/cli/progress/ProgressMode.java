package dev.jbuild.cli.progress;

import dev.jbuild.cli.host.Host;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The ways to show progress; the names are those of {@code --progress}. */
public enum ProgressMode {
  AUTO,
  PLAIN,
  TTY,
  RAWJSON,
  QUIET;

  private static final String NAMES = "auto, tty, plain, rawjson and quiet";

  /** The variables that say how to show progress, the first that is set wins; buildx has one. */
  private static final List<String> VARIABLES = List.of("JBUILD_PROGRESS", "BUILDKIT_PROGRESS");

  /**
   * The way that the environment asks for, AUTO when it does not.
   *
   * @throws IllegalArgumentException naming the variable whose value is none of the names
   */
  public static ProgressMode of(Host host) {
    for (String variable : VARIABLES) {
      String value = host.variable(variable);
      if (value != null && !value.isEmpty()) {
        return Arrays.stream(values())
            .filter(mode -> mode.toString().equals(value))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        variable + " is \"" + value + "\": not one of " + NAMES));
      }
    }
    return AUTO;
  }

  /** Starts a display; AUTO is live on a terminal that can be written to at will. */
  public Progress start(Host host) {
    InstantSource clock = InstantSource.system();
    return switch (this) {
      case AUTO -> (isTerminal(host) ? TTY : PLAIN).start(host);
      case PLAIN -> new PlainProgress(host.err(), clock);
      case RAWJSON -> new RawJsonProgress(host.err(), clock);
      case TTY -> TerminalProgress.start(host, clock);
      case QUIET -> new QuietProgress(host.err());
    };
  }

  /** A display of a past build; the clock has the time of then. */
  public Progress replay(PrintStream out, InstantSource clock) {
    return this == RAWJSON ? new RawJsonProgress(out, clock) : new PlainProgress(out, clock);
  }

  /** Whether it paints what is under way. */
  public boolean isLive(Host host) {
    return this == TTY || (this == AUTO && isTerminal(host));
  }

  private static boolean isTerminal(Host host) {
    return host.terminal().stderr() && !"dumb".equals(host.variable("TERM"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
