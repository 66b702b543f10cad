package dev.jbuild.builder;

import java.util.List;

/** How a build was asked for: the words of the command line, and where; both empty when unknown. */
public record Invocation(List<String> words, String directory) {
  public static final Invocation UNKNOWN = new Invocation(List.of(), "");

  public Invocation {
    words = List.copyOf(words);
  }
}
