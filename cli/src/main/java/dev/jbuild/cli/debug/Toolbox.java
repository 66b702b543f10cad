package dev.jbuild.cli.debug;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.executor.MountSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A busybox of this machine for containers that have no shell. It must be linked statically,
 * because the container need not have any library.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html">ELF</a>
 */
record Toolbox(Path program) {
  /** Where containers see it: nothing of an image is there, and no layer is made of it. */
  private static final String PLACE = "/.jbuild-toolbox/busybox";

  private static final List<String> USUAL =
      List.of("/bin/busybox", "/usr/bin/busybox", "/bin/busybox.static", "/sbin/busybox");

  private static final int ELF_MAGIC = 0x7f454c46;
  private static final int HEAD = 4096;
  private static final int PT_INTERP = 3;

  /** The one that JBUILD_TOOLBOX names, or the first that the machine has. */
  static Toolbox find(Host host) throws CommandException, IOException {
    String chosen = host.variable("JBUILD_TOOLBOX");
    List<String> places = chosen == null || chosen.isEmpty() ? USUAL : List.of(chosen);
    for (String place : places) {
      Path program = host.path(place);
      if (Files.isExecutable(program) && isStatic(program)) {
        return new Toolbox(program.toRealPath());
      }
    }
    throw new CommandException(
        ExitCode.ENVIRONMENT,
        "the image has no shell, and there is no static busybox at "
            + String.join(", ", places)
            + ": install one (Debian: busybox-static) or name one with JBUILD_TOOLBOX");
  }

  /** Whether it is an ELF program of 64 bits that asks for no loader. */
  private static boolean isStatic(Path program) throws IOException {
    try (InputStream in = Files.newInputStream(program)) {
      byte[] bytes = in.readNBytes(HEAD);
      ByteBuffer file = ByteBuffer.wrap(bytes);
      if (bytes.length < 64 || file.getInt(0) != ELF_MAGIC || bytes[4] != 2) {
        return false;
      }
      file.order(bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      long headers = file.getLong(32);
      for (int i = 0; i < file.getShort(56); i++) {
        long at = headers + (long) i * file.getShort(54);
        if (at < 0 || at + 4 > bytes.length || file.getInt((int) at) == PT_INTERP) {
          return false;
        }
      }
      return true;
    }
  }

  MountSpec mount() {
    return MountSpec.bind(program, PLACE, true);
  }

  /** Its shell finds its other tools by itself. */
  static List<String> shell() {
    return List.of(PLACE, "sh");
  }
}
