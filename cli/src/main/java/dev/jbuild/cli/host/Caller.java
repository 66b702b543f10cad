package dev.jbuild.cli.host;

import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Who runs a command and waits for it: the signals and the terminal window are theirs. */
public interface Caller {

  /** From now on calls {@code handler} with the number of each of the named signals that comes. */
  void onSignals(List<String> names, IntConsumer handler);

  /** The size that the window of the terminal has now, if there is one. */
  Optional<WindowSize> windowSize();

  /** Ends the command at once, whatever it still does. */
  void end(int exitCode);

  /**
   * Says that what follows needs a process of the command's own, because it starts programs that
   * see its directory, or needs its terminal. Called before the command does or writes anything.
   *
   * @throws OwnProcessException when the command has none
   */
  void needOwnProcess(String why) throws OwnProcessException;
}
