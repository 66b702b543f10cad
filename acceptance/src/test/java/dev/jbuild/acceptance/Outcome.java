package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

/** What a finished process left: its exit code and all that it wrote. */
record Outcome(String command, int exitCode, String out, String err) {

  Outcome expectExit(int expected) {
    assertThat(exitCode).as("exit code of %s", this).isEqualTo(expected);
    return this;
  }

  /** Fails unless the exit code is 0. */
  Outcome expectSuccess() {
    return expectExit(0);
  }

  /** Both streams, for output that may come on either. */
  String all() {
    return out + err;
  }

  @Override
  public String toString() {
    return command + "\nexit code " + exitCode + "\n--- out\n" + out + "--- err\n" + err;
  }
}
