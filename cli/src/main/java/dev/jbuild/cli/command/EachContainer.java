package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.ContainerControl;
import dev.jbuild.runner.container.ContainerList;
import dev.jbuild.runner.container.Listed;
import java.io.IOException;
import java.util.List;

/** The listed containers of a command's words. */
final class EachContainer {
  private final Jbuild jbuild;

  EachContainer(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  /** What a command does with one container. */
  @FunctionalInterface
  interface Action {
    void run(Listed container, ContainerControl control, OpenStore store)
        throws RunException, IOException, InterruptedException, CommandException;
  }

  /** Does it with each, and prints the names as they were given; fails in the end if one did. */
  int runAndTell(List<String> names, Action action) throws IOException, InterruptedException {
    return run(names, action, true);
  }

  /** The same without the names. */
  int run(List<String> names, Action action) throws IOException, InterruptedException {
    return run(names, action, false);
  }

  private int run(List<String> names, Action action, boolean tell)
      throws IOException, InterruptedException {
    boolean failed = false;
    try (OpenStore store = OpenStore.of(jbuild)) {
      ContainerList list = new ContainerList(store.store());
      ContainerControl control = new ContainerControl(list, jbuild::warn);
      for (String name : names) {
        try {
          action.run(list.find(name), control, store);
          if (tell) {
            jbuild.host().out().line(name);
          }
        } catch (RunException | CommandException e) {
          jbuild.host().err().println("error: " + e.getMessage());
          failed = true;
        }
      }
    }
    return failed ? ExitCode.FAILED.number() : ExitCode.SUCCESS.number();
  }

  /** Does it with one, whose failure is the command's. */
  <T> T one(String name, Question<T> question)
      throws IOException, InterruptedException, CommandException {
    try (OpenStore store = OpenStore.of(jbuild)) {
      ContainerList list = new ContainerList(store.store());
      return question.of(list.find(name), new ContainerControl(list, jbuild::warn), store);
    } catch (RunException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** What a command asks of one container. */
  @FunctionalInterface
  interface Question<T> {
    T of(Listed container, ContainerControl control, OpenStore store)
        throws RunException, IOException, InterruptedException, CommandException;
  }
}
