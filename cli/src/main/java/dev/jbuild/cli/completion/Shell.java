package dev.jbuild.cli.completion;

import picocli.CommandLine;

/** The shells that a script can be written for. */
public enum Shell {
  BASH,
  ZSH,
  FISH;

  /** The command that lists what an image may be called. */
  static final String IMAGES = "jbuild images --format '{{.Repository}}:{{.Tag}}' 2>/dev/null";

  /** The script, which the shell reads. */
  public String script(CommandLine line) {
    Completed program = Completed.of(line);
    return switch (this) {
      case BASH -> BashScript.of(program);
      case ZSH -> ZshScript.of(program);
      case FISH -> FishScript.of(program);
    };
  }
}
