package dev.jbuild.oci.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-7",
        "1.5",
        "\"\\u0000\\\"ä\"",
        "[]",
        "{}",
        "{\"b\":1,\"a\":[null,{\"c\":\"x\"}]}",
      })
  void parse_thenWrite_givesTheSameText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(new String(Json.write(Json.parse(bytes)), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,", "{} x", "nul", "99999999999999999999"})
  void parse_whenNotOneValue_refuses(String text) {
    assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void write_whenAValueHasNoForm_refuses() {
    assertThatThrownBy(() -> Json.write(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
