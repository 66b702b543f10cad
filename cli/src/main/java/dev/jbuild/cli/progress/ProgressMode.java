package dev.jbuild.cli.progress;

import dev.jbuild.cli.host.Host;
import java.time.InstantSource;
import java.util.Locale;

/** The ways to show progress; the names are those of {@code --progress}. */
public enum ProgressMode {
  AUTO,
  PLAIN,
  TTY,
  QUIET;

  /** Starts a display; AUTO is live on a terminal that can be written to at will. */
  public Progress start(Host host) {
    InstantSource clock = InstantSource.system();
    return switch (this) {
      case AUTO -> (isLive(host) ? TTY : PLAIN).start(host);
      case PLAIN -> new PlainProgress(host.err(), clock);
      case TTY -> TerminalProgress.start(host, clock);
      case QUIET -> new QuietProgress(host.err());
    };
  }

  private static boolean isLive(Host host) {
    return host.terminal().stderr() && !"dumb".equals(host.variable("TERM"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
