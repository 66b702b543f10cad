package dev.jbuild.cli.host;

/** A command cannot be run here, but can in a process of its own. */
public final class OwnProcessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OwnProcessException(String why) {
    super(why);
  }
}
