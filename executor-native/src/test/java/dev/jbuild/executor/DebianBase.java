package dev.jbuild.executor;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A minimal Debian, made by debootstrap once for each clean build: its archive is kept in the
 * build's own directory.
 */
final class DebianBase {
  private static final Path ARCHIVE = Path.of("target", "debian.tar");
  private static final String SUITE = "bookworm";

  private DebianBase() {}

  /** The archive of its files, without devices. */
  static synchronized Path archive() throws IOException, InterruptedException {
    if (!Files.exists(ARCHIVE)) {
      Path root = Files.createTempDirectory("debian");
      Path made = Files.createTempFile(ARCHIVE.getParent(), "debian", ".tar");
      run("debootstrap", "--variant=minbase", SUITE, root.toString());
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
      // The rootless tests read it, too.
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(made, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
      run("rm", "-rf", "--one-file-system", root.toString());
    }
    return ARCHIVE.toAbsolutePath();
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

  private static void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(List.of(command) + " failed: " + process.exitValue());
    }
  }
}
