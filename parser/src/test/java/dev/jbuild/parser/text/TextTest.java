package dev.jbuild.parser.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void encode_ofDecodedBytes_givesThemBack() {
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      if (bytes.length >= 3 && bytes[0] == (byte) 0xef) {
        continue; // a byte order mark is dropped
      }
      assertThat(Utf8.encode(Utf8.decode(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void quote_ofAnyCharacter_escapesWhatIsNotPrintable() {
    assertThat(Quoted.quote("a\"\\\t\u0001\u007f\u00a0\u200b\udcff\u2603\ud83d\ude00"))
        .isEqualTo("\"a\\\"\\\\\\t\\x01\\x7f\\u00a0\\u200b\\xff\u2603\ud83d\ude00\"");
  }

  @Test
  void near_ofMisspelledWord_findsTheNearest() {
    List<String> options = List.of("copy", "env", "from");
    assertThat(Suggestion.near("copyy", options)).isEqualTo("copy");
    assertThat(Suggestion.near("env", options)).isNull();
    assertThat(Suggestion.near("something", options)).isNull();
  }
}
