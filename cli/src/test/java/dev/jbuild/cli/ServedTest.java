package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.cli.command.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the warm server runs. */
final class ServedTest {
  @Test
  void eachCommand_isEitherServedOrAlone() {
    List<String> decided = new ArrayList<>(Served.SERVED);
    decided.addAll(Served.ALONE);

    assertThat(decided).containsExactlyInAnyOrderElementsOf(Commands.NAMES);
  }

  @Test
  void words_areRefusedByTheirCommandAndOptions() {
    assertThat(refusal("-t", "app", ".")).isNull();
    assertThat(refusal("--root", "/store", "image", "ls")).isNull();
    assertThat(refusal("--root=/store", "run", "app"))
        .isEqualTo("jbuild run runs in its own process");
    assertThat(refusal("push", "--sign", "app")).isEqualTo("--sign needs a terminal");
    assertThat(refusal("build", "--on-failure=shell", "."))
        .isEqualTo("--on-failure=shell needs a terminal");
  }

  @Test
  void variableWithARelativePath_isRefused() {
    List<String> words = List.of("images");
    assertThat(Served.refusal(words, Map.of("DOCKER_CONFIG", "/etc/docker"))).isNull();
    assertThat(Served.refusal(words, Map.of("DOCKER_CONFIG", ""))).isNull();
    assertThat(Served.refusal(words, Map.of("DOCKER_CONFIG", "here")))
        .isEqualTo("DOCKER_CONFIG is relative");
  }

  private static @Nullable String refusal(String... words) {
    return Served.refusal(List.of(words), Map.of());
  }
}
