package dev.jbuild.builder.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnersTest {
  private static final Map<String, String> FILES =
      Map.of(
          "etc/passwd", "root:x:0:0::/:\n# comment\nada:x:1000:2000::/:\nbad:x\n",
          "etc/group", "root:x:0:\nstaff:x:50:ada\n");

  @ParameterizedTest
  @CsvSource({
    "ada, 1000, 2000",
    "ada:staff, 1000, 50",
    "ada:7, 1000, 7",
    "55, 55, 55",
    "55:66, 55, 66",
    "nobody, 0, 0",
    "nobody:staff, 0, 50",
    "bad, 0, 0",
    "4294967295, 4294967295, 4294967295",
  })
  void resolve_ofOwner_givesDockersIds(String text, long uid, long gid) throws Exception {
    assertThat(new Owners(FILES::get).resolve(text)).isEqualTo(new Ownership(uid, gid));
  }
}
