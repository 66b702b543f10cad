package dev.jbuild.cli.command;

import dev.jbuild.runner.BindMount;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of {@code --volume}. */
final class VolumeWord implements ITypeConverter<BindMount> {
  @Override
  public BindMount convert(String word) {
    try {
      return BindMount.parse(word);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
