package dev.jbuild.cli.command;

import dev.jbuild.cli.text.Quantity;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a store can be used: what its disk and its rights allow. */
final class StoreDisk {
  /** Bytes; the helper itself and a few records need less. */
  private static final long LEAST = 16L << 20;

  private static final long LITTLE = 1L << 30;

  private StoreDisk() {}

  /** Why the store cannot be used, with the command that mends it. */
  static Optional<String> lack(Path store) throws IOException {
    try {
      Files.createDirectories(store);
      Files.delete(Files.createTempFile(store, "doctor", null));
    } catch (AccessDeniedException e) {
      String user = System.getProperty("user.name");
      return Optional.of(
          "%s may not write there: as root chown -R %s '%s', or take another: jbuild --root DIRECTORY ..."
              .formatted(user, user, store));
    } catch (FileSystemException e) {
      return Optional.of(
          "cannot be written: %s: see df -h and mount, or take another: jbuild --root DIRECTORY ..."
              .formatted(e.getReason() == null ? e.getMessage() : e.getReason()));
    }
    long free = Files.getFileStore(store).getUsableSpace();
    return free >= LEAST
        ? Optional.empty()
        : Optional.of(
            "the disk is full, %s are left: jbuild prune --all, or take another: jbuild --root DIRECTORY ..."
                .formatted(Quantity.size(free)));
  }

  static String describe(Path store) throws IOException {
    long free = Files.getFileStore(store).getUsableSpace();
    String left = store + ", " + Quantity.size(free) + " free";
    return free >= LITTLE ? left : left + ": jbuild prune frees what nothing needs";
  }
}
