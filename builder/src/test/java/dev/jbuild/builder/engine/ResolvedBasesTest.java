package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.check.BaseImage;
import dev.jbuild.parser.value.PlatformName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvedBasesTest {

  @Test
  void resolve_afterACheckHasFailedToFind_failsAgainWithoutAsking() {
    List<ImageReference> asked = new ArrayList<>();
    ResolvedBases bases =
        new ResolvedBases(
            (reference, platform) -> {
              asked.add(reference);
              throw new BuildException(Kind.REGISTRY, null, "unreachable");
            });
    ImageReference reference = ImageReference.parse("x");

    assertThat(bases.find("x", PlatformName.LINUX_AMD64)).isEqualTo(BaseImage.ASSUMED);
    assertThatThrownBy(() -> bases.resolve(reference, Platform.parse("linux/amd64")))
        .isInstanceOf(BuildException.class)
        .hasMessage("unreachable");

    assertThat(bases.complete()).isFalse();
    assertThat(asked).containsExactly(reference);
  }
}
