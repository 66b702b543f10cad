package dev.jbuild.cli.host;

import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The usual caller: this process is the command's alone. */
enum OwnProcess implements Caller {
  INSTANCE;

  @Override
  public void onSignals(List<String> names, IntConsumer handler) {
    Signals.handle(names, handler);
  }

  @Override
  public Optional<WindowSize> windowSize() {
    return WindowSize.ask();
  }

  @Override
  public void end(int exitCode) {
    Runtime.getRuntime().halt(exitCode);
  }

  @Override
  public void needOwnProcess(String why) {}
}
