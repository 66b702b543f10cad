package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Steps that use all that a file can have: owners, special bits, capabilities, attributes, links.
 */
class DebianStepsTest {
  private static final List<String> ATTRIBUTES =
      List.of(
          "s file 4711 33:44",
          "security.capability=0100000200200000000000000000000000000000",
          "user.note=6e",
          "user.overlay.own=6d696e65");
  private static final List<String> DEBIAN =
      List.of(
          "new/usr/bin/su file 4755 0:0",
          "new/usr/bin/chage file 2755 0:42",
          "new/tmp directory 1777 0:0",
          "new/var/mail directory 2775 0:8",
          "new/usr/bin/perl file 755 0:0",
          "HardLink[path=new/usr/bin/perl5.36.0, target=new/usr/bin/perl]",
          "true");

  @TempDir Path directory;
  private Path archive;
  private Path packages;

  @BeforeEach
  void copyFiles() throws Exception {
    archive = Files.copy(DebianBase.archive(), directory.resolve("debian.tar"));
    packages = Files.copy(DebianBase.packages(), directory.resolve("packages.tgz"));
  }

  @Test
  void layers_ofRoot_haveItAll() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.ROOT);
        DebianSteps steps = new DebianSteps(sandbox, archive)) {
      assertThat(steps.attributes()).isEqualTo(ATTRIBUTES);
      assertThat(steps.debootstrap(packages, Security.DEFAULT)).isEqualTo(DEBIAN);
    }
  }

  /**
   * debootstrap makes devices, which an ordinary user cannot, or binds those there are, which
   * docker's capabilities do not allow: so the step is an insecure one.
   */
  @Test
  void layers_ofAnOrdinaryUser_haveItAll() throws Exception {
    OrdinaryUser user = new OrdinaryUser(Files.createDirectory(directory.resolve("user")));

    assertThat(
            user.run(DebianSteps.class, OrdinaryUser.RANGE, archive.toString(), packages.toString())
                .lines())
        .containsExactlyElementsOf(
            java.util.stream.Stream.concat(ATTRIBUTES.stream(), DEBIAN.stream()).toList());
  }
}
