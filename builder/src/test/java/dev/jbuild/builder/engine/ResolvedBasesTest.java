package dev.jbuild.builder.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildContexts;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.plan.BaseImages;
import dev.jbuild.builder.plan.Excerpts;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.value.PlatformName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ResolvedBasesTest {

  private record Unreachable(List<ImageReference> asked) implements BaseImages {
    @Override
    public ResolvedImage resolve(ImageReference reference, Platform platform)
        throws BuildException {
      asked.add(reference);
      throw new BuildException(Kind.REGISTRY, null, "unreachable");
    }

    @Override
    public ResolvedImage resolve(
        ContextSource.OciLayout layout, ImageReference name, Platform platform) {
      throw new AssertionError("there is no layout");
    }
  }

  @Test
  void resolve_afterACheckHasFailedToFind_failsAgainWithoutAsking() {
    List<ImageReference> asked = new ArrayList<>();
    ResolvedBases bases =
        new ResolvedBases(new Unreachable(asked), BuildContexts.of(new ContextSource.Empty()));
    ImageReference reference = ImageReference.parse("x");

    assertThat(bases.find("x", PlatformName.LINUX_AMD64, new Location(2, 1, 2))).isNull();
    assertThatThrownBy(() -> bases.resolve(reference, Platform.parse("linux/amd64")))
        .isInstanceOf(BuildException.class)
        .hasMessageEndingWith(": not found: unreachable");

    Dockerfile file = Dockerfile.parse("FROM scratch\nFROM x\n".getBytes(UTF_8), "Dockerfile");
    assertThat(bases.missing(file, new Excerpts("Dockerfile", file.source())))
        .hasValueSatisfying(
            failure -> {
              assertThat(failure).hasMessageEndingWith(": not found: unreachable");
              assertThat(failure.origin()).hasToString("Dockerfile:2");
            });
    assertThat(asked).containsExactly(reference);
  }

  @Test
  void missing_ofNameThatIsNearlyAStage_saysWhichIsMeant() {
    ResolvedBases bases =
        new ResolvedBases(
            new Unreachable(new ArrayList<>()), BuildContexts.of(new ContextSource.Empty()));
    assertThat(bases.find("biuld", PlatformName.LINUX_AMD64, new Location(2, 1, 2))).isNull();

    Dockerfile file =
        Dockerfile.parse("FROM scratch AS build\nFROM biuld\n".getBytes(UTF_8), "Dockerfile");
    assertThat(bases.missing(file, new Excerpts("Dockerfile", file.source())))
        .hasValueSatisfying(
            failure ->
                assertThat(failure)
                    .hasMessageEndingWith(": not found: unreachable (did you mean build?)"));
  }

  /** Answers only when another image is asked for at the same time. */
  private record Meeting(CyclicBarrier barrier) implements BaseImages {
    @Override
    public ResolvedImage resolve(ImageReference reference, Platform platform)
        throws BuildException, InterruptedException {
      try {
        barrier.await(60, TimeUnit.SECONDS);
      } catch (BrokenBarrierException | TimeoutException e) {
        throw new AssertionError("asked for one after the other", e);
      }
      throw new BuildException(Kind.REGISTRY, null, "no " + reference.familiar());
    }

    @Override
    public ResolvedImage resolve(
        ContextSource.OciLayout layout, ImageReference name, Platform platform) {
      throw new AssertionError("there is no layout");
    }
  }

  @Test
  void prefetch_asksForAllImagesAtOnce_andKeepsTheirFailures() throws Exception {
    ResolvedBases bases =
        new ResolvedBases(
            new Meeting(new CyclicBarrier(2)), BuildContexts.of(new ContextSource.Empty()));
    Dockerfile file =
        Dockerfile.parse(
            "FROM one AS a\nFROM unused AS u\nFROM two\nCOPY --from=a /f /\n"
                .getBytes(StandardCharsets.UTF_8),
            "Dockerfile");

    bases.prefetch(BaseLookups.of(file, CheckContext.DEFAULT.withTarget(null)));

    for (String name : List.of("one", "two")) {
      assertThatThrownBy(
              () -> bases.resolve(ImageReference.parse(name), Platform.parse("linux/amd64")))
          .hasMessage("docker.io/library/" + name + ":latest: not found: no " + name + ":latest");
    }
  }
}
