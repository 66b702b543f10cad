package dev.jbuild.builder;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the files of a build context come from. */
public sealed interface ContextSource {

  /** A directory of this machine, less what its ignore file leaves out. */
  record Local(Path directory) implements ContextSource {}

  /** No files at all. */
  record Empty() implements ContextSource {}

  /** A tar of this machine, plain or compressed; its owners and modes count. */
  record Archive(Path file) implements ContextSource {}

  /** A tar that is read once, plain or compressed; {@code name} is what messages call it. */
  record Stream(InputStream bytes, String name) implements ContextSource {}

  /**
   * What a web server has at an http or https address: the files of an archive, or a Dockerfile; as
   * a named context always one file, {@code context}.
   */
  record Http(String address) implements ContextSource {}

  /** The files of a git repository, {@code https://host/repository.git#ref:directory}. */
  record Git(String address) implements ContextSource {}

  /** The files of an image. */
  record Image(ImageReference reference) implements ContextSource {}

  /**
   * The files of an image in an OCI image layout of this machine; without tag and digest of the
   * only one there.
   */
  record OciLayout(Path directory, @Nullable String tag, @Nullable Digest digest)
      implements ContextSource {}
}
