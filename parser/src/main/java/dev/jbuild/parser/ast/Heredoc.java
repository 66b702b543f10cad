package dev.jbuild.parser.ast;

import java.util.regex.Pattern;

/**
 * A heredoc of RUN, COPY or ADD.
 *
 * @param name the terminator, without quotes: also the name of the file that COPY makes of it
 * @param descriptor the number before {@code <<}, 0 when absent
 * @param expand false when any part of the word is quoted
 * @param chomp whether it was written {@code <<-}: leading tabs of each line do not count
 * @param content the lines as they stand, tabs and carriage returns included
 */
public record Heredoc(String name, long descriptor, boolean expand, boolean chomp, String content) {

  private static final Pattern LEADING_TABS = Pattern.compile("(?m)^\t+");

  /** The content that the file gets: without leading tabs if the heredoc says so. */
  public String text() {
    return chomp ? LEADING_TABS.matcher(content).replaceAll("") : content;
  }

  public Heredoc withContent(String newContent) {
    return new Heredoc(name, descriptor, expand, chomp, newContent);
  }
}
