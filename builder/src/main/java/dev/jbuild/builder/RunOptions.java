package dev.jbuild.builder;

/** What RUN steps run with beyond what the Dockerfile says. */
public record RunOptions(NetworkMode network) {
  public static final RunOptions DEFAULT = new RunOptions(NetworkMode.DEFAULT);

  public RunOptions withNetwork(NetworkMode value) {
    return new RunOptions(value);
  }
}
