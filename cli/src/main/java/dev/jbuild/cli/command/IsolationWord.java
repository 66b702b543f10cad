package dev.jbuild.cli.command;

import dev.jbuild.executor.Isolation;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The words of {@code --isolation}. */
final class IsolationWord implements ITypeConverter<Isolation> {
  private static final String WORDS =
      Arrays.stream(Isolation.values()).map(Isolation::word).collect(Collectors.joining(", "));

  @Override
  public Isolation convert(String word) {
    if (word.equals("default")) { // docker's
      return Isolation.AUTO;
    }
    if (word.equals("rootless")) {
      return Isolation.ROOTLESS_FULL;
    }
    try {
      return Isolation.parse(word);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("\"" + word + "\" is none of " + WORDS);
    }
  }
}
