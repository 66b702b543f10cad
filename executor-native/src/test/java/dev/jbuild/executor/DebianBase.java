package dev.jbuild.executor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A minimal Debian, made by debootstrap once for each clean build: its packages and its archive are
 * kept in the build's own directory.
 */
final class DebianBase {
  static final String SUITE = "bookworm";

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path PACKAGES = TARGET.resolve("debian-packages.tgz");
  private static final Path ARCHIVE = TARGET.resolve("debian.tar");

  private DebianBase() {}

  /**
   * What {@code debootstrap --unpack-tarball} takes: a Debian can be made of it without network.
   */
  static synchronized Path packages() throws IOException, InterruptedException {
    if (!Files.exists(PACKAGES)) {
      Path root = Files.createTempDirectory("debian");
      Path made = Files.createTempFile(TARGET, "debian", ".tgz");
      run("debootstrap", "--variant=minbase", "--make-tarball=" + made, SUITE, root.toString());
      publish(made, PACKAGES);
      run("rm", "-rf", "--one-file-system", root.toString());
    }
    return PACKAGES;
  }

  /** The archive of its files, without devices. */
  static synchronized Path archive() throws IOException, InterruptedException {
    if (!Files.exists(ARCHIVE)) {
      Path root = Files.createTempDirectory("debian");
      Path made = Files.createTempFile(TARGET, "debian", ".tar");
      String packages = "--unpack-tarball=" + packages();
      run("debootstrap", "--variant=minbase", packages, SUITE, root.toString());
      run(
          "tar",
          "-C",
          root.toString(),
          "--exclude=./dev/*",
          "--exclude=./var/cache/apt/*",
          "--exclude=./var/lib/apt/lists/*",
          "--exclude=./usr/share/doc/*",
          "--exclude=./usr/share/locale/*",
          "-cf",
          made.toString(),
          ".");
      publish(made, ARCHIVE);
      run("rm", "-rf", "--one-file-system", root.toString());
    }
    return ARCHIVE;
  }

  /** The rootless tests read it, too. */
  private static void publish(Path made, Path place) throws IOException {
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Unpacks the archive in a container, so that its owners are the container's.
   *
   * @return a directory to be a container's only layer
   */
  static Path unpack(Sandbox sandbox, Path archive) throws IOException, InterruptedException {
    Path root = Files.createDirectory(sandbox.state.resolve("debian"));
    ContainerSpec spec =
        ContainerSpec.of(
                List.of(sandbox.base),
                null,
                ProcessSpec.of("/bin/busybox", "tar", "-xf", "/debian.tar", "-C", "/target"))
            .withMounts(
                List.of(
                    MountSpec.bind(archive, "/debian.tar", true),
                    MountSpec.bind(root, "/target", false)));
    ExecResult result =
        sandbox.agent.exec(spec, ExecIo.of(OutputStream.nullOutputStream(), System.err));
    if (result.exitCode() != 0) {
      throw new IOException("tar: " + result);
    }
    return root;
  }

  /** As root, without a container. */
  static Path extract(Path directory, Path archive) throws IOException, InterruptedException {
    Path root = Files.createDirectories(directory);
    run("tar", "-C", root.toString(), "-xf", archive.toString());
    return root;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(List.of(command) + " failed: " + process.exitValue() + ": " + output);
    }
  }
}
