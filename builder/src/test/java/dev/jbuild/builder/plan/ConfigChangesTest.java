package dev.jbuild.builder.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jbuild.builder.BuildException;
import dev.jbuild.oci.ContainerConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigChangesTest {

  @Test
  void config_always_isWhatTheInstructionsSayInTheirOrder() throws Exception {
    ContainerConfig config =
        ConfigChanges.config(
            List.of(
                "ENV HOME_DIR=/srv",
                "WORKDIR $HOME_DIR/app",
                "CMD [\"serve\", \"--all\"]",
                "ENTRYPOINT [\"/bin/app\"]",
                "CMD [\"serve\"]",
                "USER 1:2",
                "EXPOSE 80",
                "VOLUME /data",
                "LABEL a=b"));

    assertThat(config.env("HOME_DIR")).isEqualTo("/srv");
    assertThat(config.workingDir()).isEqualTo("/srv/app");
    assertThat(config.entrypoint()).containsExactly("/bin/app");
    assertThat(config.cmd()).containsExactly("serve");
    assertThat(config.user()).isEqualTo("1:2");
    assertThat(config.exposedPorts()).containsExactly("80/tcp");
    assertThat(config.volumes()).containsExactly("/data");
    assertThat(config.labels()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void config_whenNothingChanges_isThatOfScratch() throws Exception {
    assertThat(ConfigChanges.config(List.of()).cmd()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RUN true         | RUN changes files",
        "COPY a b         | COPY changes files",
        "ADD a b          | ADD changes files",
        "FROM alpine      | exactly one instruction",
        "# only a comment | exactly one instruction",
        "CDM /bin/sh      | CDM",
      })
  void config_whenAChangeIsNone_isRefusedByName(String change, String message) {
    BuildException failure =
        catchThrowableOfType(BuildException.class, () -> ConfigChanges.config(List.of(change)));

    assertThat(failure.kind()).isEqualTo(BuildException.Kind.USER);
    assertThat(failure)
        .hasMessageStartingWith("cannot apply the change \"" + change + "\": ")
        .hasMessageContaining(message);
  }
}
