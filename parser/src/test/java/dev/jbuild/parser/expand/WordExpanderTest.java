package dev.jbuild.parser.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordExpanderTest {
  private static final Variables VARIABLES =
      Variables.of(Map.of("a", "xyxyz", "empty", "", "path", "/usr/lib/x.tar.gz"));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      textBlock =
          """
          $a$,            xyxyz$
          '$a'"$a",       $axyxyz
          ${empty:-d},    d
          ${empty-d},     ~~
          ${a:+d},        d
          ${none+d},      ~~
          ${a#*y},        xyz
          ${a##*y},       z
          ${a%y*},        xyx
          ${a%%y*},       x
          ${a#?},         yxyz
          ${a/y/-},       x-xyz
          ${a//y/-},      x-x-z
          ${a//x*y/-},    -z
          ${a///.},       .x.y.x.y.z.
          ${a//y/[$0$$]}, x[]x[]z
          ${path##*/},    x.tar.gz
          ${none:-${a#x}},yxyz
          << a,           << a
          """)
  void expand_ofSubstitution_givesItsValue(String word, String expected) throws Exception {
    assertThat(new WordExpander('\\').expand(word, VARIABLES)).isEqualTo(expected);
  }

  @Test
  void expand_ofHeredoc_leavesQuotesInPlaceAndTakesEscapes() throws Exception {
    var expander = new WordExpander('\\', ExpansionOptions.HEREDOC);
    assertThat(expander.expand("echo \"$a\" '$a' \\$a\n", VARIABLES))
        .isEqualTo("echo \"xyxyz\" 'xyxyz' $a\n");
  }

  @Test
  void expand_ofEndlessNesting_isRefused() {
    assertThatThrownBy(() -> new WordExpander('\\').expand("${x:-".repeat(100_000), VARIABLES))
        .isInstanceOf(ExpansionException.class);
  }

  @Test
  void expand_ofManyStars_takesNoLongTime() throws Exception {
    String value = "a".repeat(5000);
    assertThat(new WordExpander('\\').expand("${v#" + "*a".repeat(50) + "b}", name -> value))
        .isEqualTo(value);
  }
}
