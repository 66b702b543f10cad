package dev.jbuild.oci.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The privileged side of the disk. Layer directories hold files of any owner, devices and overlay
 * attributes, which a JVM without privileges can neither make nor read nor delete; a process that
 * holds the namespaces does it.
 */
public interface LayerDisk {

  /**
   * Makes {@code directory}, which must not exist, and fills it in the form of an overlay upperdir
   * (a whiteout is a character device 0:0, an opaque directory has the overlay attribute). After a
   * failure the directory may be there in part.
   */
  void unpack(Path directory, LayerSource source) throws IOException;

  /** Gives the content of an overlay upperdir, in {@link LayerEntry#ORDER}. */
  void diff(Path upper, LayerSink sink) throws IOException;

  /**
   * Gives what the merged {@code lowers} (base first) have at {@code path} and below, in {@link
   * LayerEntry#ORDER}, with paths relative to the root of the merged view. Symbolic links are
   * given, not followed.
   */
  void read(List<Path> lowers, String path, LayerSink sink) throws IOException;

  /** Moves a file or directory within the store; {@code to} must not exist. */
  void rename(Path from, Path to) throws IOException;

  /** Removes a directory with all that is in it; nothing there is no error. */
  void remove(Path directory) throws IOException;

  /** Makes a directory with mode 0755 of the caller's root; its parent must exist. */
  void makeDirectory(Path directory) throws IOException;

  /**
   * Gives everything in {@code directory} that was changed later than {@code latest}, itself
   * included, that time. Links are not followed.
   *
   * @param latest a whole second, not before 1970
   */
  void clampTimes(Path directory, Instant latest) throws IOException;

  /** A process that deflates the tars of layers; empty where there is none, and Java has to. */
  default Optional<NativeDeflater> deflater() {
    return Optional.empty();
  }

  /** A process that inflates the blobs of layers; empty where there is none, and Java has to. */
  default Optional<NativeInflater> inflater() {
    return Optional.empty();
  }
}
