package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.oci.layer.LayerEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the source words of COPY mean, beyond what the corpus has; found by differential tests. */
class CopySourcesTest {
  @TempDir Path work;
  private Path context;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    context = Files.createDirectory(work.resolve("context"));
    for (String name : List.of("one", "two")) {
      Files.createDirectory(context.resolve(name));
    }
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private BuiltImage build(String... lines) throws Exception {
    Files.writeString(
        context.resolve("Dockerfile"), "FROM scratch\n" + String.join("\n", lines) + "\n");
    return new BuiltImage(
        builder.store(), builder.build(BuildRequest.of(context), BuildListener.SILENT));
  }

  @Test
  void copy_ofHardLinks_keepsThemWithinOneMatchOnly() throws Exception {
    Path file = Files.writeString(context.resolve("one/a"), "a");
    Files.createLink(context.resolve("one/b"), file);
    Files.createLink(context.resolve("two/c"), file);

    BuiltImage image = build("COPY one two /all/");
    assertThat(image.layer(0).get("all/a")).isInstanceOf(LayerEntry.RegularFile.class);
    assertThat(image.layer(0).get("all/b")).isInstanceOf(LayerEntry.HardLink.class);
    assertThat(image.layer(0).get("all/c")).isInstanceOf(LayerEntry.RegularFile.class);

    image = build("COPY one/* /all/");
    assertThat(image.layer(0).get("all/b")).isInstanceOf(LayerEntry.RegularFile.class);

    image = build("COPY . /all/");
    assertThat(image.layer(0).get("all/two/c")).isInstanceOf(LayerEntry.HardLink.class);
  }

  @Test
  void copy_ofAPatternBelowAMissingDirectory_isAnError() throws Exception {
    Files.writeString(context.resolve("one/a"), "a");

    assertThatThrownBy(() -> build("COPY one/a none/*.txt /all/"))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("\"/none\": not found in the build context");
    assertThat(build("COPY one/a two/*.txt /all/").at("all/a")).isEqualTo("0644 0:0 a");
  }

  /** A path that fills what the kernel takes at once, and then some. */
  @Test
  void copy_ofPathsLongerThanTheKernelTakes_copiesThem() throws Exception {
    String name = "n".repeat(200);
    Path directory = context.resolve("one");
    StringBuilder inside = new StringBuilder();
    while (directory.toString().length() < 3800) {
      directory = Files.createDirectory(directory.resolve(name));
      inside.append('/').append(name);
    }
    Files.writeString(directory.resolve("file"), "deep");

    BuiltImage image = build("COPY one /" + "d".repeat(200) + inside);
    String path = "d".repeat(200) + inside + inside + "/file";
    assertThat(path.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(4096);
    assertThat(image.at(path)).isEqualTo("0644 0:0 deep");
  }
}
