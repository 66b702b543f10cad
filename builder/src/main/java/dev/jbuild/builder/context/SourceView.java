package dev.jbuild.builder.context;

import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A file system to copy from. Paths are relative to its root, which is {@code ""}, without dots and
 * with no link on the way; {@link SourcePaths} finds them.
 */
public interface SourceView {

  /** What is at a path; a link is not followed. */
  Optional<SourceEntry> find(String path) throws IOException;

  /** The names in a directory, sorted by their bytes. */
  List<String> names(String directory) throws IOException;

  /**
   * The identity of what is at {@code path}: kind, mode, owner and content, and of a directory the
   * names and identities of what is in it but not its own attributes. No times.
   */
  Digest identity(String path) throws IOException;

  /** The pattern of an ignore file that keeps what is at {@code path} out of this source. */
  default Optional<String> leavingOut(String path) throws IOException {
    return Optional.empty();
  }

  /** What users call this source, for messages: {@code the build context}. */
  String description();
}
