package dev.jbuild.parser.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.lint.Rule;
import dev.jbuild.parser.lint.Warning;
import dev.jbuild.parser.value.PlatformName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule has a page, and what the page shows is true. */
class RulePagesTest {
  private static final Path PAGES =
      CorpusFiles.checkedIn().resolve("../../docs/checks").normalize();
  private static final Pattern FENCE = Pattern.compile("(?s)```(docker[a-z]+)\n(.*?)```");
  private static final BaseImage AMD64 = BaseImage.ASSUMED.withPlatform(PlatformName.LINUX_AMD64);

  @ParameterizedTest
  @EnumSource(Rule.class)
  void page_ofRule_showsWhatTriggersItAndWhatDoesNot(Rule rule) throws Exception {
    String page = Files.readString(PAGES.resolve(rule.ruleName() + ".md"));
    assertThat(page).startsWith("# " + rule.ruleName() + "\n\n" + rule.description());
    List<String> samples = fences(page, "dockerfile");
    IgnoreFile ignore = IgnoreFile.of(fences(page, "dockerignore"));
    assertThat(samples).hasSize(2);
    assertThat(rulesThatWarnOf(samples.getFirst(), ignore)).contains(rule);
    assertThat(rulesThatWarnOf(samples.getLast(), ignore)).isEmpty();
  }

  private static List<String> fences(String page, String kind) {
    Matcher matcher = FENCE.matcher(page);
    return matcher
        .results()
        .filter(found -> found.group(1).equals(kind))
        .map(found -> found.group(2))
        .toList();
  }

  private static List<Rule> rulesThatWarnOf(String text, IgnoreFile ignore) {
    Dockerfile file = Dockerfile.parse(text.getBytes(StandardCharsets.UTF_8), "Dockerfile");
    CheckContext context = CheckContext.DEFAULT.withIgnoreFile(ignore);
    if (text.contains("--platform")) {
      context = context.withBaseImages((name, platform, user) -> AMD64);
    }
    return Check.run(file, context).warnings().stream().map(Warning::rule).distinct().toList();
  }

  @Test
  void pages_always_areThoseOfTheRules() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Stream.of("README.md"),
                      Arrays.stream(Rule.values()).map(rule -> rule.ruleName() + ".md"))
                  .toList());
    }
    String table = Files.readString(PAGES.resolve("README.md"));
    for (Rule rule : Rule.values()) {
      assertThat(table).contains("(" + rule.ruleName() + ".md) |");
    }
  }
}
