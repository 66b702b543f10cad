package dev.jbuild.cli.command;

import dev.jbuild.builder.words.Amounts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size on the disk, with the units of {@link Amounts#size}, which are those of our output. */
final class DiskSizeWord implements ITypeConverter<Long> {
  @Override
  public Long convert(String word) {
    return Amounts.size(word)
        .orElseThrow(
            () -> new TypeConversionException("\"" + word + "\" is no size such as 500MB or 2GiB"));
  }
}
