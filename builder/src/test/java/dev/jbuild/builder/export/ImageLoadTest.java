package dev.jbuild.builder.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.image.Program;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.testing.PrivateContainers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loads images into a podman, over docker's API. */
@Timeout(120)
final class ImageLoadTest {
  @TempDir private Path work;
  private Path socket;
  private Path runroot;
  private Process service;

  @SuppressWarnings("NullAway.Init") // set before each test
  ImageLoadTest() {}

  private List<String> podman(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "podman",
                "--root=" + work.resolve("root"),
                "--runroot=" + runroot,
                "--storage-driver=vfs",
                "--cgroup-manager=cgroupfs",
                "--events-backend=none"));
    command.addAll(List.of(words));
    return PrivateContainers.command(command);
  }

  @BeforeEach
  void startService() throws Exception {
    socket = work.resolve("sock");
    runroot = Files.createTempDirectory("p"); // podman wants it short
    service =
        new ProcessBuilder(podman("system", "service", "--time=0", "unix://" + socket))
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("log").toFile())
            .start();
    while (!Files.exists(socket)) {
      assertThat(service.isAlive()).as("podman: " + Files.readString(work.resolve("log"))).isTrue();
      Thread.sleep(20);
    }
  }

  @AfterEach
  void endService() throws Exception {
    service.destroy();
    service.waitFor();
    // Podman keeps a mount there that the deletion of the directory would stumble over.
    Program.run(List.of("sh", "-c", "umount " + work + "/root/vfs 2>/dev/null; true"));
    Program.run(List.of("rm", "-rf", runroot.toString()));
  }

  private BuildResult load(String name) throws Exception {
    Path context = Files.createDirectory(work.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    Export.Looks looks =
        new Export.Looks(List.of(ImageReference.parse(name)), OutgoingForm.DEFAULT, List.of());
    Export load = new Export.Load(looks, Map.of("DOCKER_HOST", "unix://" + socket));
    try (Builder builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-helper")))) {
      return builder.build(
          BuildRequest.of(context).withOutput(OutputOptions.DEFAULT.withExports(List.of(load))),
          BuildListener.SILENT);
    }
  }

  @Test
  void image_isThereUnderItsNameWithItsId() throws Exception {
    BuildResult result = load("loaded:1");

    assertThat(result.exports().getFirst().text()).contains("docker.io/library/loaded:1");
    assertThat(Program.run(podman("image", "inspect", "--format={{.Id}}", "loaded:1")).strip())
        .isEqualTo(result.id().hex());
  }

  @Test
  void refusal_isToldInTheDaemonsWords() throws Exception {
    DaemonAddress address = DaemonAddress.ofSocket(socket);
    try (ImageLoad load = ImageLoad.begin(address)) {
      load.write(new byte[] {1, 2, 3});
      assertThatThrownBy(load::end)
          .isInstanceOf(BuildException.class)
          .hasMessageContaining("unix://" + socket + " did not load the image: ")
          .hasMessageContaining("supported image formats");
    }
  }
}
