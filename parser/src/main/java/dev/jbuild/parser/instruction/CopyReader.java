package dev.jbuild.parser.instruction;

import dev.jbuild.parser.ast.AddFlags;
import dev.jbuild.parser.ast.AddInstruction;
import dev.jbuild.parser.ast.CopyFlags;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.syntax.HeredocWords;
import dev.jbuild.parser.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads COPY and ADD. */
final class CopyReader {
  private static final Map<String, FlagSet.Kind> COPY_FLAGS =
      Map.of(
          "from", FlagSet.Kind.VALUE,
          "chown", FlagSet.Kind.VALUE,
          "chmod", FlagSet.Kind.VALUE,
          "link", FlagSet.Kind.SWITCH,
          "parents", FlagSet.Kind.SWITCH,
          "exclude", FlagSet.Kind.VALUES);
  private static final Map<String, FlagSet.Kind> ADD_FLAGS =
      Map.of(
          "chown", FlagSet.Kind.VALUE,
          "chmod", FlagSet.Kind.VALUE,
          "link", FlagSet.Kind.SWITCH,
          "exclude", FlagSet.Kind.VALUES,
          "keep-git-dir", FlagSet.Kind.SWITCH,
          "checksum", FlagSet.Kind.VALUE,
          "unpack", FlagSet.Kind.SWITCH);

  private final List<String> sources = new ArrayList<>();
  private final List<Heredoc> heredocs = new ArrayList<>();
  private final String destination;

  static CopyInstruction readCopy(Statement statement) throws InvalidInstructionException {
    requireDestination(statement);
    FlagSet flags = FlagSet.parse(statement.flags(), COPY_FLAGS);
    var paths = new CopyReader(statement);
    return new CopyInstruction(
        statement.origin(),
        new CopyFlags(
            flags.value("from"),
            flags.value("chown"),
            flags.value("chmod"),
            flags.isOn("link"),
            flags.isOn("parents"),
            flags.values("exclude")),
        paths.sources,
        paths.heredocs,
        paths.destination);
  }

  static AddInstruction readAdd(Statement statement) throws InvalidInstructionException {
    requireDestination(statement);
    FlagSet flags = FlagSet.parse(statement.flags(), ADD_FLAGS);
    var paths = new CopyReader(statement);
    return new AddInstruction(
        statement.origin(),
        new AddFlags(
            flags.value("chown"),
            flags.value("chmod"),
            flags.isOn("link"),
            flags.values("exclude"),
            new AddFlags.RemoteFlags(
                flags.value("checksum"),
                flags.switchOrNull("keep-git-dir"),
                flags.switchOrNull("unpack"))),
        paths.sources,
        paths.heredocs,
        paths.destination);
  }

  private static void requireDestination(Statement statement) throws InvalidInstructionException {
    if (statement.arguments().values().size() < 2) {
      throw new InvalidInstructionException(
          keyword(statement)
              + " requires at least two arguments, but only one was provided."
              + " Destination could not be determined");
    }
  }

  private CopyReader(Statement statement) throws InvalidInstructionException {
    List<String> words = statement.arguments().values();
    destination = words.getLast();
    if (HeredocWords.parse(destination) != null) {
      throw new InvalidInstructionException(
          keyword(statement) + " cannot accept a heredoc as a destination");
    }
    for (String word : words.subList(0, words.size() - 1)) {
      Heredoc heredoc = HeredocWords.parse(word);
      if (heredoc == null) {
        sources.add(word);
      } else {
        heredocs.add(heredoc.withContent(content(statement, heredoc.name())));
      }
    }
  }

  /** Of two heredocs with one name the last counts: both are the same file. */
  private static String content(Statement statement, String name) {
    return statement.heredocs().stream()
        .filter(heredoc -> heredoc.name().equals(name))
        .reduce((first, second) -> second)
        .map(Heredoc::content)
        .orElse("");
  }

  private static String keyword(Statement statement) {
    return statement.keyword().toUpperCase(Locale.ROOT);
  }
}
