package dev.jbuild.parser.check;

import dev.jbuild.parser.ast.AddInstruction;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.value.Checksum;
import dev.jbuild.parser.value.ChmodMode;
import dev.jbuild.parser.value.InvalidValueException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks COPY and ADD. */
final class CopyChecks {
  private static final Set<String> EVERYTHING = Set.of("*", "**", "**/*");
  private static final Pattern HTTP = Pattern.compile("https?://.*", Pattern.DOTALL);
  private static final Pattern GIT =
      Pattern.compile(
          "git://.*|ssh://.*|git@[^:]++:.*|https?://[^#?]*\\.git(?:[#?].*)?", Pattern.DOTALL);

  private final IgnoreFile ignoreFile;
  private final StageWords words;
  private final Findings findings;

  CopyChecks(CheckContext context, StageWords words, Findings findings) {
    this.ignoreFile = context.ignoreFile();
    this.words = words;
    this.findings = findings;
  }

  void check(CopyInstruction copy) throws ExpansionException, InvalidValueException {
    words.expandIfGiven(copy.flags().chown());
    String chmod = expanded(copy.flags().chmod());
    List<String> sources = words.expandEach(copy.sources());
    words.expand(copy.destination());
    expandHeredocs(copy.heredocs());
    checkMode(chmod);
    for (String source : sources) {
      if (GIT.matcher(source).matches()) {
        throw new InvalidValueException("source can't be a git ref for COPY");
      }
      if (HTTP.matcher(source).matches()) {
        throw new InvalidValueException("source can't be a URL for COPY");
      }
      if (copy.flags().from() == null) {
        checkIgnored("Copy", source);
      }
    }
  }

  void check(AddInstruction add) throws ExpansionException, InvalidValueException {
    words.expandIfGiven(add.flags().chown());
    String chmod = expanded(add.flags().chmod());
    String checksum = expanded(add.flags().remote().checksum());
    List<String> sources = words.expandEach(add.sources());
    words.expand(add.destination());
    expandHeredocs(add.heredocs());
    checkMode(chmod);
    checkChecksum(checksum, sources);
    for (String source : sources) {
      if (!GIT.matcher(source).matches() && !HTTP.matcher(source).matches()) {
        checkIgnored("Add", source);
      }
    }
  }

  private String expanded(@Nullable String word) throws ExpansionException {
    return word == null ? "" : words.expand(word);
  }

  private void expandHeredocs(List<Heredoc> heredocs) throws ExpansionException {
    for (Heredoc heredoc : heredocs) {
      words.expand(heredoc);
    }
  }

  private static void checkMode(String chmod) throws InvalidValueException {
    if (!chmod.isEmpty()) {
      ChmodMode.parse(chmod);
    }
  }

  private static void checkChecksum(String checksum, List<String> sources)
      throws InvalidValueException {
    if (checksum.isEmpty()) {
      return;
    }
    if (sources.size() != 1) {
      throw new InvalidValueException("checksum can't be specified for multiple sources");
    }
    String source = sources.getFirst();
    boolean git = GIT.matcher(source).matches();
    if (!git && !HTTP.matcher(source).matches()) {
      throw new InvalidValueException("checksum requires HTTP(S) or Git sources");
    }
    if (!git) {
      Checksum.check(checksum);
    }
  }

  /** An ignore file that takes paths back in may leave something to copy; that is not looked at. */
  private void checkIgnored(String verb, String source) {
    if (ignoreFile.hasExceptions()) {
      return;
    }
    String path = Directories.clean(source);
    boolean root = path.equals(".") || path.equals("/");
    boolean ignored =
        root
            ? ignoreFile.patterns().stream().anyMatch(EVERYTHING::contains)
            : ignoreFile.excludes(path);
    if (ignored) {
      findings.warn(
          Rule.COPY_IGNORED_FILE,
          words.place().location(),
          words.place().comments(),
          "Attempting to %s file %s that is excluded by .dockerignore"
              .formatted(verb, Quoted.quote(path)));
    }
  }
}
