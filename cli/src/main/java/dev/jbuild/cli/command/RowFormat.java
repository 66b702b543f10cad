package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.template.Template;
import dev.jbuild.cli.text.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of values as the text of {@code --format} says: JSON, a template, or a table of one. */
final class RowFormat {
  private static final String TABLE = "table";
  private static final Map<String, String> HEADINGS =
      Map.of("CreatedSince", "CREATED", "RunningFor", "CREATED", "Name", "NAME");

  private RowFormat() {}

  /**
   * The lines for some rows.
   *
   * @param format null when nobody asks for one
   * @param idHeading what IDs are called in the head of a table
   * @return empty for the usual table
   */
  static Optional<List<String>> lines(
      @Nullable String format, String idHeading, List<? extends Map<String, ?>> rows)
      throws CommandException {
    if (format == null || format.equals(TABLE)) {
      return Optional.empty();
    }
    try {
      boolean table = format.startsWith(TABLE + " ");
      Template template = Template.parse(table ? format.substring(TABLE.length()).strip() : format);
      List<String> lines = new ArrayList<>();
      for (Map<String, ?> row : rows) {
        lines.add(template.of(row));
      }
      return Optional.of(table ? aligned(template, idHeading, lines) : lines);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--format: " + e.getMessage());
    }
  }

  private static List<String> aligned(Template template, String idHeading, List<String> lines) {
    Map<String, String> known = new LinkedHashMap<>(HEADINGS);
    known.put("ID", idHeading);
    String[] head = template.headings(known).split("\t", -1);
    Table table = new Table(head);
    for (String line : lines) {
      String[] cells = new String[head.length];
      Arrays.fill(cells, "");
      String[] given = line.split("\t", head.length);
      System.arraycopy(given, 0, cells, 0, given.length);
      table.row(cells);
    }
    return table.lines();
  }
}
