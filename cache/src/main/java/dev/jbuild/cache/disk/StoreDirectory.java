package dev.jbuild.cache.disk;

import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** An opened store directory: its layout, locks, temporary files and where its warnings go. */
public final class StoreDirectory implements AutoCloseable {
  private static final String VERSION = "version";
  private static final String VERSION_TEXT = "jbuild store 1\n";
  private static final String LAYOUT = "oci-layout";
  private static final String LAYOUT_TEXT = "{\"imageLayoutVersion\":\"1.0.0\"}";
  private static final String WAY_OUT = "; choose another place with --root or JBUILD_ROOT";
  private static final List<String> DIRECTORIES =
      List.of(
          "blobs/sha256",
          "blobs/sha512",
          "layers",
          "actions",
          "builds",
          "mounts",
          "containers",
          "volumes",
          "indexes",
          "tmp",
          "locks");
  private static final Set<String> KNOWN =
      Set.of(
          "blobs",
          "layers",
          "actions",
          "builds",
          "mounts",
          "containers",
          "volumes",
          "indexes",
          "tmp",
          "locks",
          "damaged",
          "cache-size",
          "index.json",
          LAYOUT,
          "lost+found");

  private final Path root;
  private final Locks locks;
  private final TemporaryArea temporary;
  private final UseGate gate;
  private final Consumer<String> warnings;

  private StoreDirectory(Path root, Consumer<String> warnings) throws IOException {
    this.root = root;
    this.warnings = warnings;
    this.locks = new Locks(root.resolve("locks"));
    this.gate = UseGate.of(root.resolve("locks").resolve("use"));
    this.temporary = TemporaryArea.open(root.resolve("tmp"), locks);
  }

  /**
   * Opens the store at {@code root}, which is made when there is none yet.
   *
   * @param warnings gets a line about each damage that was found and turned into a miss
   * @throws StoreException when the place cannot be a store of this version for this user
   */
  public static StoreDirectory open(Path root, Consumer<String> warnings) throws StoreException {
    Path place = root.toAbsolutePath().normalize();
    try {
      makeRoot(place);
      Path real = place.toRealPath();
      checkVersion(real);
      for (String name : DIRECTORIES) {
        Files.createDirectories(real.resolve(name));
      }
      writeOnce(real.resolve(LAYOUT), LAYOUT_TEXT);
      return new StoreDirectory(real, warnings);
    } catch (StoreException e) {
      throw e;
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new StoreException(
          "the store cannot be at " + place + ": " + e.getFile() + " is no directory" + WAY_OUT, e);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "no permission" : e.getReason();
      throw new StoreException(
          "the store at " + place + " is not usable: " + e.getFile() + ": " + reason + WAY_OUT, e);
    } catch (IOException e) {
      throw new StoreException(
          "the store at " + place + " is not usable: " + e.getMessage() + WAY_OUT, e);
    }
  }

  /** A store holds whatever its images hold, so it is for its owner's eyes. */
  private static void makeRoot(Path root) throws IOException {
    if (Files.isDirectory(root)) {
      return;
    }
    Path parent = root.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(root)) {
        throw e; // else another process has just made it
      }
    }
  }

  private static void checkVersion(Path root) throws IOException {
    Path file = root.resolve(VERSION);
    String found;
    try {
      found = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      refuseForeign(root);
      writeOnce(file, VERSION_TEXT);
      found = VERSION_TEXT;
    }
    if (!found.equals(VERSION_TEXT)) {
      throw new StoreException(
          "the store at "
              + root
              + " has the version \""
              + found.strip()
              + "\", but this program knows \""
              + VERSION_TEXT.strip()
              + "\""
              + WAY_OUT);
    }
  }

  /** A mistyped path must not fill someone's directory. */
  private static void refuseForeign(Path root) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!KNOWN.contains(name) && !name.startsWith(VERSION)) {
          throw new StoreException(
              root + " is neither empty nor a store (it holds " + name + ")" + WAY_OUT);
        }
      }
    }
  }

  /** Writes a file of the layout whole; several processes may do it at once. */
  private static void writeOnce(Path file, String text) throws IOException {
    if (!Files.exists(file)) {
      Path fresh =
          Files.createTempFile(file.getParent(), VERSION + "-", ".new"); // tmp/ may not exist yet
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  public Path root() {
    return root;
  }

  public Path resolve(String name) {
    return root.resolve(name);
  }

  /** See {@link Locks#lock}. */
  public StoreLock lock(String name) throws IOException {
    return locks.lock(name);
  }

  public TemporaryArea temporary() {
    return temporary;
  }

  /**
   * Says that this process uses a file or directory from now on, which keeps the collector from
   * removing it as long as this object is open.
   *
   * @return false when there is nothing, or not any more
   */
  public boolean use(Path file) throws IOException {
    try {
      FileTime begun = temporary.begun();
      if (Files.getLastModifiedTime(file).compareTo(begun) >= 0) {
        return true;
      }
      return gate.use(
          () -> {
            FileTime now = FileTime.from(Instant.now());
            Files.setLastModifiedTime(file, now.compareTo(begun) < 0 ? begun : now);
            return true;
          });
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** What was used since then may be in use now. */
  public FileTime oldestUser() throws IOException {
    return temporary.oldestBegun();
  }

  /** Removes things while nobody begins to use anything; {@code work} takes no lock. */
  public void remove(Removal work) throws IOException {
    gate.remove(
        () -> {
          work.run();
          return true;
        });
  }

  /** A removal of files. */
  public interface Removal {
    void run() throws IOException;
  }

  /** Removes a directory of the temporary area with all in it, through {@code disk} if need be. */
  public void discard(Path aside, LayerDisk disk) throws IOException {
    if (!FileTree.remove(aside)) {
      disk.remove(aside);
    }
  }

  public void warn(String text) {
    warnings.accept(text);
  }

  /** Removes what dead processes left, also what only {@code disk} may remove. */
  public void sweep(LayerDisk disk) throws IOException {
    temporary.sweep(disk);
  }

  @Override
  public void close() throws IOException {
    temporary.close();
  }
}
