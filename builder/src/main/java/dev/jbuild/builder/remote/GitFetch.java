package dev.jbuild.builder.remote;

import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Fetches the files of git repositories. JGit is loaded only when one is. Safe for threads.
 *
 * <p>What a build sees of a repository depends on the commit alone, so {@link #commit} is what
 * belongs into an action key.
 */
public final class GitFetch {
  private final RemoteAccess access;

  public GitFetch(RemoteAccess access) {
    this.access = access;
  }

  /**
   * The id of the commit that an address means now. A full commit id is taken as it is, without
   * asking the server.
   *
   * @throws RemoteException when the repository is not to be had, has no such ref, or the commit is
   *     not the one that the address asks for
   */
  public String commit(GitAddress address) throws IOException {
    String ref = Objects.requireNonNullElse(address.ref(), "HEAD");
    List<ObjectId> ids =
        GitAddress.isCommit(ref)
            ? List.of(ObjectId.fromString(ref))
            : new GitRemote(address, access, true).resolve(ref);
    String wanted = Objects.requireNonNullElse(address.checksum(), "");
    if (ids.stream().noneMatch(id -> id.name().startsWith(wanted))) {
      throw new RemoteException(
          "expected checksum to match " + wanted + ", got " + ids.getLast().name());
    }
    return ids.getLast().name();
  }

  /**
   * Gives the files of a commit, those of submodules among them, in the order of layers.
   *
   * @param scratch a directory for what is fetched, which the caller removes
   * @param keepGitDirectory whether {@code .git} is given as well
   * @throws RemoteException when they are not to be had
   */
  public void checkOut(
      GitAddress address, String commit, boolean keepGitDirectory, Path scratch, LayerSink sink)
      throws IOException {
    new Checkout(address, scratch, access, sink).run(commit, keepGitDirectory);
  }
}
