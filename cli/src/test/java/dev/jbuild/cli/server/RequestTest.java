package dev.jbuild.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the client says of a command, as bytes. */
final class RequestTest {
  private static ByteBuffer strings(String... strings) {
    return bytes(
        Stream.of(strings)
            .map(each -> each.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new));
  }

  private static ByteBuffer bytes(byte[]... strings) {
    ByteBuffer all = ByteBuffer.allocate(10_000);
    for (byte[] each : strings) {
      all.putInt(each.length).put(each);
    }
    return all.flip();
  }

  @Test
  void request_hasWordsAndEnvironmentAsTheyWere() {
    Request request =
        Request.parse(
            strings(
                "b1", "/here", "", "3", "build", "", "a\nü", "A=1", "B=x=y", "A=2", "C", "=D=3"));

    assertThat(request.build()).isEqualTo("b1");
    assertThat(request.directory()).isEqualTo(Path.of("/here"));
    assertThat(request.words()).isEqualTo(List.of("build", "", "a\nü"));
    // As Java's own environment has them: the first of two, and only what has a name.
    assertThat(request.environment()).isEqualTo(Map.of("A", "1", "B", "x=y", "=D", "3"));
  }

  @Test
  void request_thatIsCutOff_isRefused() {
    ByteBuffer whole = strings("b1", "/here", "", "1", "version");
    for (int end = 0; end < whole.limit(); end++) {
      ByteBuffer part = whole.duplicate().limit(end);
      assertThatThrownBy(() -> Request.parse(part))
          .as("%d bytes", part.limit())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void request_thatMakesNoSense_isRefused() {
    for (String count : List.of("2", "-1", "x", "99999999999", "")) {
      assertThatThrownBy(() -> Request.parse(strings("b", "/", "", count, "version")))
          .as(count)
          .isInstanceOf(IllegalArgumentException.class);
    }
    ByteBuffer negative = ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 'a'});
    assertThatThrownBy(() -> Request.parse(negative)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void word_thatIsNotInUtf8_isRefused() {
    byte[] latin = {(byte) 0xfc};
    byte[][] all = {{'b'}, {'/'}, {}, {'1'}, latin};
    assertThatThrownBy(() -> Request.parse(bytes(all))).hasMessage("a word that is not in UTF-8");
  }
}
