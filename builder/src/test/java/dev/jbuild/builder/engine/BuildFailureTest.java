package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.oci.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildFailureTest {
  @TempDir Path work;
  private Path context;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    builder = new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private ThrowableAssertAlternative<BuildException> failure(String dockerfile) {
    return assertThatExceptionOfType(BuildException.class)
        .isThrownBy(
            () ->
                builder.build(
                    BuildRequest.of(context)
                        .withDockerfile(new DockerfileSource.Inline(dockerfile))
                        .withTags(List.of(ImageReference.parse("app"))),
                    BuildListener.SILENT));
  }

  @Test
  void build_whenDockerfileHasErrors_tellsAllAtOnce() {
    failure("FROM scratch\nFNTRYPOINT x\nCOPY a\nCOPY --foo=b c d\n")
        .withMessageContaining("dockerfile parse error on line 2: unknown instruction: FNTRYPOINT")
        .withMessageContaining("Dockerfile:3:1: error: COPY requires at least two arguments")
        .withMessageContaining("unknown flag: --foo (did you mean from?)")
        .withMessageContaining("(3 errors)")
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(2));
  }

  @Test
  void build_whenCopiedFileIsMissing_namesItAndTheLine() throws Exception {
    failure("FROM scratch\nENV a=b\nCOPY x /y\n")
        .withMessageContaining("\"/x\": not found")
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.EXEC);
              assertThat(failure.exitCode()).isEqualTo(1);
              assertThat(failure.origin()).isEqualTo(new Origin("Dockerfile", 3, 3, "COPY x /y"));
            });
    assertThat(builder.store().tags().find(ImageReference.parse("app"))).isEmpty();
  }

  @Test
  void build_whenFileReplacesDirectory_fails() throws Exception {
    Files.createDirectories(context.resolve("d/x"));
    Files.writeString(context.resolve("d/x/y"), "1");
    Files.createDirectories(context.resolve("e"));
    Files.writeString(context.resolve("e/x"), "2");

    failure("FROM scratch\nCOPY d /\nCOPY e /\n")
        .withMessageContaining("cannot replace to directory /x with file")
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.EXEC));
  }

  @Test
  void build_whenContextHasNoDockerfile_saysWhatToDo() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> builder.build(BuildRequest.of(context), BuildListener.SILENT))
        .withMessageContaining("there is no Dockerfile in " + context)
        .withMessageContaining("-f");
  }

  @Test
  void build_whenOneStageFails_cancelsTheOthers() throws Exception {
    List<String> heard = new ArrayList<>();
    BuildListener listener =
        new BuildListener() {
          @Override
          public synchronized void stepFailed(StepInfo step, String reason) {
            heard.add(step.text() + ": " + reason);
          }
        };
    String dockerfile = "FROM scratch AS a\nCOPY missing /\nFROM scratch\nCOPY --from=a / /\n";

    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(
            () ->
                builder.build(
                    BuildRequest.of(context)
                        .withDockerfile(new DockerfileSource.Inline(dockerfile)),
                    listener));

    assertThat(heard).hasSize(1).allMatch(text -> text.startsWith("COPY missing /: "));
  }

  @Test
  void build_whenLinksLeadToEachOther_namesTheLink() throws Exception {
    Files.createSymbolicLink(context.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(context.resolve("b"), Path.of("a"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY a /x\n");

    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> builder.build(BuildRequest.of(context), BuildListener.SILENT))
        .withMessage("/a: too many links: symbolic links lead to each other")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(BuildException.Kind.EXEC))
        .satisfies(e -> assertThat(e.origin()).hasToString("Dockerfile:2"));
  }

  @Test
  void build_whenThreadIsInterrupted_endsWithoutAnImage() throws Exception {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () ->
                builder.build(
                    BuildRequest.of(context).withTags(List.of(ImageReference.parse("app"))),
                    BuildListener.SILENT));
    assertThat(builder.store().tags().find(ImageReference.parse("app"))).isEmpty();
  }
}
