package dev.jbuild.cli.command;

import dev.jbuild.builder.words.Amounts;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Spans of time of options. */
final class SpanWord implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String word) {
    return Amounts.span(word)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"" + word + "\" is no span of time such as 36h or 14d"));
  }
}
