package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.UnifiedDiff;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.print.DockerfileFormatter;
import dev.jbuild.parser.text.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fmt",
    description = "Format Dockerfiles in place, without changing what they say.",
    footer = {"", "The FILE - is standard input, whose formatted text goes to standard output."})
final class FmtCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  private final Jbuild jbuild;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "A Dockerfile.")
  List<String> files = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A Dockerfile (default: Dockerfile).")
  List<String> more = new ArrayList<>();

  @Option(
      names = "--check",
      description =
          "Write nothing; name the files that are not formatted, and fail if there are any.")
  boolean check;

  @Option(
      names = "--diff",
      description =
          "Write nothing; show what formatting would change, and fail if it would change anything.")
  boolean diff;

  FmtCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws IOException, CommandException {
    List<String> names = new ArrayList<>(more);
    names.addAll(files);
    if (names.isEmpty()) {
      names.add("Dockerfile");
    }
    boolean clean = true;
    for (String name : names) {
      clean &= format(name);
    }
    return (clean || !(check || diff) ? ExitCode.SUCCESS : ExitCode.FAILED).number();
  }

  /** Formats one file and tells whether it was so already. */
  private boolean format(String name) throws IOException, CommandException {
    boolean standardInput = name.equals(STANDARD_INPUT);
    if (!standardInput && !Files.isRegularFile(jbuild.host().path(name))) {
      throw new CommandException(ExitCode.USAGE, "the Dockerfile " + name + " is not a file");
    }
    byte[] bytes =
        standardInput
            ? jbuild.host().in().readAllBytes()
            : Files.readAllBytes(jbuild.host().path(name));
    byte[] formatted = Utf8.encode(formatted(Dockerfile.parse(bytes, name)));
    boolean same = Arrays.equals(bytes, formatted);
    if (check && !same) {
      jbuild.host().out().line(name);
    }
    if (diff && !same) {
      jbuild.host().out().write(Utf8.encode(diff(name, bytes, formatted)));
    }
    if (check || diff) {
      return same;
    }
    if (standardInput) {
      jbuild.host().out().write(formatted);
    } else if (!same) {
      replace(jbuild.host().path(name).toRealPath(), formatted);
    }
    return same;
  }

  private static String diff(String name, byte[] before, byte[] after) {
    String shown = name.equals(STANDARD_INPUT) ? "Dockerfile" : name;
    String text = Utf8.decode(before);
    boolean marked = Utf8.encode(text).length < before.length;
    return UnifiedDiff.of(shown, marked ? "\ufeff" + text : text, Utf8.decode(after));
  }

  private static String formatted(Dockerfile file) throws CommandException {
    if (file.hasErrors()) {
      throw new CommandException(
          ExitCode.USAGE,
          file.name() + " is left as it is because of its errors\n" + file.renderErrors());
    }
    return DockerfileFormatter.format(file);
  }

  /** The file is there at every moment, whole; it keeps its permissions and its owner. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path directory = file.getParent();
    Path temporary = Files.createTempFile(directory, ".fmt-", ".tmp");
    try {
      Files.write(temporary, content);
      for (String attribute : List.of("unix:uid", "unix:gid")) {
        Object owner = Files.getAttribute(file, attribute);
        if (!owner.equals(Files.getAttribute(temporary, attribute))) {
          Files.setAttribute(temporary, attribute, owner);
        }
      }
      Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(file));
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
