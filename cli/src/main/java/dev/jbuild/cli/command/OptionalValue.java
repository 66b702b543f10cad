package dev.jbuild.cli.command;

import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * An option whose value may be left out, which then is {@code true}. The word after it is its value
 * only when it can be nothing else, so that {@code --sbom .} has a context.
 */
final class OptionalValue implements IParameterPreprocessor {
  private static final Pattern VALUE =
      Pattern.compile("true|false|(?:(?:spdx|cyclonedx)(?:,|$))+|(?:mode|format|disabled)=.*");

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own type
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    boolean attached = "=".equals(info.get("separator"));
    if (!attached && (words.isEmpty() || !VALUE.matcher(words.peek()).matches())) {
      words.push("true");
    }
    return false;
  }
}
