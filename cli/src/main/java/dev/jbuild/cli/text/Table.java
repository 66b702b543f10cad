package dev.jbuild.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligned columns as docker prints them: three blanks between, no column narrower than ten, nothing
 * after the last.
 */
public final class Table {
  private static final int LEAST_WIDTH = 10;
  private static final int GAP = 3;

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... header) {
    rows.add(List.of(header));
  }

  public void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + rows.getFirst());
    }
    rows.add(List.of(cells));
  }

  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      line.append(cell);
      if (column < row.size() - 1) {
        line.append(" ".repeat(width(column) - cell.length()));
      }
    }
    return line.toString();
  }

  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(LEAST_WIDTH, widest + GAP);
  }
}
