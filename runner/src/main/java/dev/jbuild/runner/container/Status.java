package dev.jbuild.runner.container;

/** What a listed container is doing, in docker's words. */
public enum Status {
  CREATED("created"),
  RUNNING("running"),
  /** Ended, and about to start again. */
  RESTARTING("restarting"),
  EXITED("exited");

  private final String word;

  Status(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
