package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.Mount;
import dev.jbuild.parser.ast.MountException;
import dev.jbuild.parser.ast.MountFlag;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.ExpansionOptions;
import dev.jbuild.parser.expand.Variables;
import dev.jbuild.parser.expand.WordExpander;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expands the words of one Dockerfile and tells the line when that fails. */
final class Words {
  private final WordExpander words;
  private final WordExpander heredocs;
  private final Excerpts excerpts;

  Words(char escape, Excerpts excerpts) {
    this.words = new WordExpander(escape);
    // Docker's builder takes a backslash here whatever the escape directive says.
    this.heredocs = new WordExpander('\\', ExpansionOptions.HEREDOC);
    this.excerpts = excerpts;
  }

  String expand(String word, Variables variables, Location place) throws BuildException {
    try {
      return words.expand(word, variables);
    } catch (ExpansionException e) {
      throw wrong(place, e);
    }
  }

  @Nullable String expandIfGiven(@Nullable String word, Variables variables, Location place)
      throws BuildException {
    return word == null ? null : expand(word, variables, place);
  }

  /** Each word as one word. */
  List<String> expandEach(List<String> all, Variables variables, Location place)
      throws BuildException {
    List<String> expanded = new ArrayList<>();
    for (String word : all) {
      expanded.add(expand(word, variables, place));
    }
    return expanded;
  }

  /** Each word as any number of words. */
  List<String> expandToWords(List<String> all, Variables variables, Location place)
      throws BuildException {
    List<String> expanded = new ArrayList<>();
    try {
      for (String word : all) {
        expanded.addAll(words.expandWords(word, variables));
      }
    } catch (ExpansionException e) {
      throw wrong(place, e);
    }
    return expanded;
  }

  /** The content of a heredoc that becomes a file. */
  String content(Heredoc heredoc, Variables variables, Location place) throws BuildException {
    try {
      return heredoc.expand() ? heredocs.expand(heredoc.text(), variables) : heredoc.text();
    } catch (ExpansionException e) {
      throw wrong(place, e);
    }
  }

  /** What a {@code --mount} asks for. */
  Mount mount(MountFlag flag, Variables variables, Location place) throws BuildException {
    try {
      return flag.resolve(word -> words.expand(word, variables));
    } catch (MountException e) {
      throw excerpts.wrong(place, String.valueOf(e.getMessage()), e);
    }
  }

  private BuildException wrong(Location place, ExpansionException e) {
    return excerpts.wrong(place, String.valueOf(e.getMessage()), e);
  }
}
