package dev.jbuild.parser.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintOptionsTest {

  @Test
  void parse_ofAllKeys_readsThem() throws Exception {
    LintOptions options = LintOptions.parse(" skip = UndefinedVar , X ; experimental=all;error=T");
    assertThat(options.checks(Rule.UNDEFINED_VAR)).isFalse();
    assertThat(options.checks(Rule.STAGE_NAME_CASING)).isTrue();
    assertThat(options.checks(Rule.INVALID_DEFINITION_DESCRIPTION)).isTrue();
    assertThat(options.error()).isTrue();
  }

  @Test
  void checks_ofExperimentalRule_needItsName() throws Exception {
    assertThat(LintOptions.DEFAULT.checks(Rule.INVALID_DEFINITION_DESCRIPTION)).isFalse();
    assertThat(
            LintOptions.parse("skip=all;experimental=InvalidDefinitionDescription")
                .checks(Rule.INVALID_DEFINITION_DESCRIPTION))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          skip         | invalid check option "skip"
          foo=bar      | invalid check option "foo"
          error=maybe  | failed to parse check option "error=maybe": strconv.ParseBool: parsing "maybe": invalid syntax
          """)
  void parse_ofNonsense_isRefused(String text, String message) {
    assertThatThrownBy(() -> LintOptions.parse(text)).hasMessage(message);
  }

  @Test
  void with_commentAboveInstruction_takesTheFirstCheckUpToABlank() {
    LintOptions options =
        LintOptions.DEFAULT.with(
            List.of("why", "Check = skip=UndefinedVar // because", "check=skip=all"));
    assertThat(options.checks(Rule.UNDEFINED_VAR)).isFalse();
    assertThat(options.checks(Rule.STAGE_NAME_CASING)).isTrue();
    assertThat(LintOptions.DEFAULT.with(List.of("check=nonsense"))).isEqualTo(LintOptions.DEFAULT);
  }
}
