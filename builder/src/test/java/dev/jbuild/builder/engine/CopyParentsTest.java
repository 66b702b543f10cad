package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.StepReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** COPY --parents and --exclude, alone and together. */
class CopyParentsTest {
  @TempDir Path work;
  private Path context;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    for (String path : List.of("a/x/1.txt", "a/x/2.md", "a/y/3.txt", "a/y/z/4.txt", "b/x/5.txt")) {
      Files.createDirectories(context.resolve(path).getParent());
      Files.writeString(context.resolve(path), path);
      Files.setAttribute(context.resolve(path), "unix:mode", 0640);
    }
    Files.setAttribute(context.resolve("a"), "unix:mode", 0700);
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private BuildResult build(String instruction) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\n" + instruction + "\n");
    return builder.build(BuildRequest.of(context), BuildListener.SILENT);
  }

  private BuiltImage image(String instruction) throws Exception {
    return new BuiltImage(builder.store(), build(instruction));
  }

  @Test
  void parents_ofAFile_keepItsDirectoriesWithTheirModes() throws Exception {
    BuiltImage image = image("COPY --parents a/x/1.txt /to/");
    assertThat(image.layer(0).keySet()).containsExactly("to", "to/a", "to/a/x", "to/a/x/1.txt");
    assertThat(image.at("to/a")).isEqualTo("0700 0:0 /");
    assertThat(image.at("to/a/x/1.txt")).isEqualTo("0640 0:0 a/x/1.txt");
  }

  @Test
  void parents_withPivotAndWildcards_keepWhatIsBehindThePivot() throws Exception {
    assertThat(image("COPY --parents a/./**/*.txt /to/").layer(0).keySet())
        .containsExactly(
            "to", "to/x", "to/x/1.txt", "to/y", "to/y/3.txt", "to/y/z", "to/y/z/4.txt");
    assertThat(image("COPY --parents */./x/*.txt /").layer(0).keySet())
        .containsExactly("x", "x/1.txt", "x/5.txt");
  }

  @Test
  void parents_withExcludeAndOwnerAndMode_applyAllOfThem() throws Exception {
    BuiltImage image =
        image("COPY --parents --exclude=**/z --exclude=*/*/*.md --chown=1:2 --chmod=0755 a /to/");
    assertThat(image.layer(0).keySet())
        .containsExactly("to", "to/a", "to/a/x", "to/a/x/1.txt", "to/a/y", "to/a/y/3.txt");
    assertThat(image.at("to/a")).isEqualTo("0755 1:2 /");
    assertThat(image.at("to/a/x/1.txt")).isEqualTo("0755 1:2 a/x/1.txt");
  }

  @Test
  void parents_ofNothing_areAnErrorOnlyWithoutWildcards() throws Exception {
    assertThat(image("COPY --parents no*/x /to/").at("to")).isEqualTo("0755 0:0 /");
    assertThatThrownBy(() -> build("COPY --parents a/no /to/"))
        .hasMessageContaining("\"/a/no\": not found");
    assertThatThrownBy(() -> build("COPY --parents no/./x* /to/"))
        .hasMessageContaining("\"/no\": not found");
  }

  @Test
  void parents_whenOtherFilesChange_areCached() throws Exception {
    build("COPY --parents **/1.txt /to/");
    Files.writeString(context.resolve("a/x/2.md"), "changed");
    assertThat(build("COPY --parents **/1.txt /to/").steps()).allMatch(StepReport::cached);
    Files.setAttribute(context.resolve("a"), "unix:mode", 0755);
    assertThat(build("COPY --parents **/1.txt /to/").steps()).noneMatch(StepReport::cached);
  }

  @Test
  void exclude_ofADirectory_keepsWhatIsTakenBackIn() throws Exception {
    assertThat(image("COPY --exclude=y --exclude=!y/z/4.txt a /to/").layer(0).keySet())
        .containsExactly("to", "to/x", "to/x/1.txt", "to/x/2.md", "to/y", "to/y/z", "to/y/z/4.txt");
    assertThat(image("COPY --exclude=y --exclude=!y/none a /to/").layer(0).keySet())
        .containsExactly("to", "to/x", "to/x/1.txt", "to/x/2.md");
  }

  @Test
  void exclude_whenWhatItLeavesOutChanges_isCached() throws Exception {
    build("COPY --exclude=**/*.md a /to/");
    Files.writeString(context.resolve("a/x/2.md"), "changed");
    Files.writeString(context.resolve("a/y/new.md"), "new");
    assertThat(build("COPY --exclude=**/*.md a /to/").steps()).allMatch(StepReport::cached);
    Files.writeString(context.resolve("a/y/3.txt"), "changed");
    assertThat(build("COPY --exclude=**/*.md a /to/").steps()).noneMatch(StepReport::cached);
  }
}
