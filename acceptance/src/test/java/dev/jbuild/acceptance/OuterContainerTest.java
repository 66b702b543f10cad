package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A build in a container that podman started, with its defaults: its filter, its hidden /proc. */
class OuterContainerTest {
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @Test
  void build_inAContainerOfPodman_isNestedAndSaysWhatIsWeaker() throws IOException {
    try (BaseRegistry registry = new BaseRegistry();
        Bench bench = new Bench(User.SELF)) {
      bench.write(
          "Dockerfile",
          "FROM "
              + registry.baseName()
              + "\nRUN echo one >/one && mkdir /d && chown 33:44 /d\n"
              + "RUN cat /one && stat -c owner=%u:%g /d\n");
      List<String> words = new ArrayList<>();
      for (Path each : List.of(Path.of("/usr"), JDK, Checkout.DISTRIBUTION, bench.context())) {
        words.addAll(List.of("-v", each + ":" + each + ":ro"));
      }
      words.addAll(List.of("-e", "JAVA_HOME=" + JDK, "--rootfs", rootOfLinks(bench).toString()));
      words.add(Checkout.DISTRIBUTION.resolve("bin/jbuild").toString());
      words.addAll(List.of("build", "--progress=plain", bench.context().toString()));

      Outcome built = bench.podmanRun(words.toArray(String[]::new)).expectSuccess();

      assertThat(built.all())
          .contains("isolation: nested", "host name of the outer container", "owner=33:44");
    }
  }

  /** A root directory that has all its programs in /usr, which is mounted. */
  private static Path rootOfLinks(Bench bench) throws IOException {
    Path root = Files.createDirectory(bench.home().resolve("outer"));
    for (String name : List.of("bin", "sbin", "lib", "lib64")) {
      Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
    }
    for (String name : List.of("etc", "root", "tmp", "usr")) {
      Files.createDirectory(root.resolve(name));
    }
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
    return root;
  }
}
