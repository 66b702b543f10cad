package dev.jbuild.cli.command;

import dev.jbuild.executor.Isolation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The words of {@code --isolation}. */
final class IsolationWord implements ITypeConverter<Isolation> {
  @Override
  public Isolation convert(String word) {
    if (word.equals("rootless")) {
      return Isolation.ROOTLESS_FULL;
    }
    try {
      return Isolation.parse(word);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "\"" + word + "\" is none of auto, root, rootless, rootless-single");
    }
  }
}
