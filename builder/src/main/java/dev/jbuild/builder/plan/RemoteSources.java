package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.remote.GitAddress;
import dev.jbuild.builder.remote.HttpAddress;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.parser.ast.AddFlags.RemoteFlags;
import dev.jbuild.parser.ast.Location;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the sources of ADD that are not files of the context. */
final class RemoteSources {
  private final Planner planner;
  private final Location place;

  RemoteSources(Planner planner, Location place) {
    this.planner = planner;
    this.place = place;
  }

  /** The repository that a word means, empty when it means something else. */
  Optional<GitAddress> git(String word) throws BuildException {
    try {
      return GitAddress.parse(word);
    } catch (IllegalArgumentException e) {
      throw wrong(word + ": " + e.getMessage(), e);
    }
  }

  /** Whether a word is from the network in any way. */
  boolean isRemote(String word) throws BuildException {
    return git(word).isPresent() || HttpAddress.isOne(word);
  }

  Op.SourceGit git(GitAddress address, @Nullable String checksum, RemoteFlags flags)
      throws BuildException {
    Boolean asked = address.keepGitDirectory();
    Boolean flag = flags.keepGitDir();
    if (asked != null && flag != null && !asked.equals(flag)) {
      throw wrong("inconsistent keep-git-dir configuration", null);
    }
    String known = address.checksum();
    if (checksum != null && known != null && !checksum.equals(known)) {
      throw wrong("checksum mismatch \"" + checksum + "\" != \"" + known + "\"", null);
    }
    boolean keep = Boolean.TRUE.equals(asked) || Boolean.TRUE.equals(flag);
    return new Op.SourceGit(
        checksum == null ? address : address.withChecksum(checksum),
        keep,
        planner.scope().proxies());
  }

  Op.SourceHttp http(String word, @Nullable String checksum) throws BuildException {
    URI address;
    try {
      address = HttpAddress.parse(word);
    } catch (IllegalArgumentException e) {
      throw wrong(word + ": " + e.getMessage(), e);
    }
    Digest digest = checksum == null ? null : digest(checksum);
    return new Op.SourceHttp(address, digest, planner.scope().proxies());
  }

  private Digest digest(String checksum) throws BuildException {
    try {
      return Digest.parse(checksum);
    } catch (OciFormatException e) {
      int colon = checksum.indexOf(':');
      boolean known = checksum.startsWith("sha256:") || checksum.startsWith("sha512:");
      String reason =
          colon <= 0
              ? "invalid checksum digest format"
              : known ? "invalid checksum digest length" : "unsupported digest algorithm";
      throw wrong("--checksum=" + checksum + ": " + reason + "; write sha256:<64 hex digits>", e);
    }
  }

  private BuildException wrong(String message, @Nullable Throwable cause) {
    return cause == null
        ? planner.excerpts().wrong(place, message)
        : planner.excerpts().wrong(place, message, cause);
  }
}
