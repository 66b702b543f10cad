package dev.jbuild.builder;

import dev.jbuild.executor.Agent;
import dev.jbuild.executor.ContainerSpec;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets people look at a RUN: in its place, or where it failed. */
public interface StepShell {

  /** A step as a build had it. */
  record Place(int number, String text) {}

  /** The RUN that it is opened in the place of; null to open it where one fails. */
  @Nullable Place instead();

  /**
   * Opens it and waits for its end. Nothing that it writes comes into a layer.
   *
   * @param spec what the process of the step runs with, mounts and all
   * @param shells the shells that the files of the step have, as paths
   * @return the exit code
   */
  int open(StepInfo step, Agent agent, ContainerSpec spec, List<String> shells)
      throws IOException, InterruptedException;
}
