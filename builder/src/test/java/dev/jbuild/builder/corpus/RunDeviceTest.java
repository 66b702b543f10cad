package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.Entitlement;
import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.engine.Builder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices by the files of the Container Device Interface. */
class RunDeviceTest {
  private static final Path CORPUS = Path.of("../testdata/corpus").toAbsolutePath().normalize();

  @TempDir Path work;
  private Path specs;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(Busybox.isHere(), "needs the static /bin/busybox");
    specs = Files.createDirectories(work.resolve("cdi"));
    Files.createDirectories(work.resolve("context"));
    Files.writeString(work.resolve("data"), "mounted");
    Files.writeString(
        specs.resolve("a.yaml"),
        """
        cdiVersion: "0.6.0"
        kind: vendor.com/device
        containerEdits:
          env: [COMMON=1]
        devices:
          - name: foo
            containerEdits:
              env:
                - FOO=injected
              deviceNodes:
                - path: /dev/other
                  hostPath: /dev/zero
              mounts:
                - hostPath: DATA
                  containerPath: /m/data
                  options: [ro, bind]
          - name: bar
            containerEdits: {env: [BAR=injected]}
        """
            .replace("DATA", work.resolve("data").toString()));
    Files.writeString(
        specs.resolve("b.json"),
        "{\"kind\": \"vendor.com/hooked\", \"devices\": [{\"name\": \"x\", \"containerEdits\":"
            + " {\"hooks\": [{\"hookName\": \"createContainer\", \"path\": \"/bin/x\"}]}}]}");
    builder = new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")));
    Busybox.tag(builder.store(), CORPUS);
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private void build(String run) throws Exception {
    RunAccess access =
        RunAccess.NONE.withAllowed(Set.of(Entitlement.DEVICE)).withDeviceSpecs(List.of(specs));
    builder.build(
        BuildRequest.of(work.resolve("context"))
            .withDockerfile(new DockerfileSource.Inline("FROM busybox\nRUN " + run + "\n"))
            .withRun(RunOptions.DEFAULT.withAccess(access)),
        BuildListener.SILENT);
  }

  @Test
  void device_ofAName_bringsItsNodesMountsAndVariables() throws Exception {
    build(
        "--device=vendor.com/device=foo,required [ $COMMON$FOO$BAR = 1injected ] && "
            + "[ $(head -c 5 /dev/other | wc -c) = 5 ] && [ $(cat /m/data) = mounted ]");
  }

  @Test
  void device_ofAKind_isTheFirstOrAll() throws Exception {
    build("--device=vendor.com/device [ $COMMON$FOO$BAR = 1injected ]");
    build("--device=vendor.com/device=* [ $COMMON$FOO$BAR = 1injectedinjected ]");
  }

  @Test
  void device_thatIsNotThere_isLeftOutUnlessRequired() throws Exception {
    build("--device=vendor.com/none [ -z $COMMON ]");
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("--device=vendor.com/none,required true"))
        .withMessageContaining("required device vendor.com/none is not described in any of");
  }

  @Test
  void device_withHooks_isRefused() {
    assertThatExceptionOfType(BuildException.class)
        .isThrownBy(() -> build("--device=vendor.com/hooked=x true"))
        .withMessageContaining("b.json: hooks are not supported");
  }
}
