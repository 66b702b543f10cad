package dev.jbuild.parser.check;

import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.expand.Expansion;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.ExpansionOptions;
import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expands the words of one instruction, and tells which variables nobody has set. */
final class StageWords {
  /** These switch features of the builder on; they are no variables. */
  private static final Set<String> SETTINGS =
      Set.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  private final WordExpander words;
  private final Scope scope;
  private final Located place;
  private final Findings findings;

  StageWords(char escape, Scope scope, Located place, Findings findings) {
    this.words = new WordExpander(escape);
    this.scope = scope;
    this.place = place;
    this.findings = findings;
  }

  Located place() {
    return place;
  }

  String expand(String word) throws ExpansionException {
    return told(words.process(word, scope.variables()));
  }

  List<String> expandEach(List<String> all) throws ExpansionException {
    List<String> expanded = new ArrayList<>();
    for (String word : all) {
      expanded.add(expand(word));
    }
    return expanded;
  }

  void expandIfGiven(@Nullable String word) throws ExpansionException {
    if (word != null) {
      expand(word);
    }
  }

  /** Each word as any number of words. The reference does not ask here what is set. */
  List<String> split(List<String> all) throws ExpansionException {
    List<String> expanded = new ArrayList<>();
    for (String word : all) {
      expanded.addAll(words.expandWords(word, scope.variables()));
    }
    return expanded;
  }

  /** The content of a heredoc that becomes a file; its escape is always the backslash. */
  void expand(Heredoc heredoc) throws ExpansionException {
    if (heredoc.expand()) {
      var content = new WordExpander('\\', ExpansionOptions.HEREDOC);
      told(content.process(heredoc.text(), scope.variables()));
    }
  }

  private String told(Expansion expansion) {
    for (String name : expansion.unmatched()) {
      if (!scope.declares(name) && !SETTINGS.contains(name)) {
        String near = Suggestion.near(name, scope.names());
        findings.warn(
            Rule.UNDEFINED_VAR,
            place.location(),
            place.comments(),
            Suggestion.append(
                "Usage of undefined variable '$" + name + "'", near == null ? null : "$" + near));
      }
    }
    return expansion.text();
  }
}
