package dev.jbuild.builder.ops;

import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.remote.GitFetch;
import dev.jbuild.builder.remote.RemoteAccess;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.FileTree;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;

/** The files of a git repository as a layer of their own, which later builds find by the commit. */
public final class CheckoutAction {
  private final Store store;
  private final Op.SourceGit op;
  private final GitFetch git;
  private final String commit;

  /** An action on the commit that the address means now. */
  public CheckoutAction(Store store, RemoteAccess access, Op.SourceGit op) throws IOException {
    this.store = store;
    this.op = op;
    this.git = new GitFetch(access.withProxies(op.proxies()).ofDockerfile());
    this.commit = git.commit(op.address());
  }

  /** Adds to an action key. An address may hold a password, so only its digest is kept. */
  public void describe(SortedMap<String, String> parts) {
    parts.put("op", "git 1");
    parts.put(
        "repository",
        Digest.sha256(op.address().remote().getBytes(StandardCharsets.UTF_8)).toString());
    parts.put("commit", commit);
    parts.put("directory", op.address().directory());
    parts.put("with git directory", String.valueOf(op.keepGitDirectory()));
    parts.put("with submodules", String.valueOf(op.address().submodules()));
  }

  /** Fetches the files. */
  public NewLayer write(LayerTimes times) throws IOException {
    Path scratch = store.newTemporaryDirectory("git");
    Tree nothing = store.trees().empty();
    try (LayerWriter layer = store.layers().create(nothing, LayerForm.TAR, times.latest())) {
      git.checkOut(op.address(), commit, op.keepGitDirectory(), scratch, layer);
      return layer.finish();
    } finally {
      FileTree.remove(scratch);
    }
  }
}
