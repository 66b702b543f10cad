package dev.jbuild.builder.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;

/** What {@code .gitmodules} says of the submodules of a commit. */
final class Submodules {
  private static final String SECTION = "submodule";

  private final Config config;
  private final GitAddress parent;

  private Submodules(Config config, GitAddress parent) {
    this.config = config;
    this.parent = parent;
  }

  static Submodules of(GitTree tree, GitAddress parent) throws IOException {
    Config config = new Config();
    for (GitTree.Item item : tree.items()) {
      if (item.path().equals(".gitmodules")) {
        try {
          config.fromText(new String(tree.content(item), StandardCharsets.UTF_8));
        } catch (ConfigInvalidException e) {
          throw new RemoteException(parent.shown() + ": .gitmodules: " + e.getMessage(), e);
        }
      }
    }
    return new Submodules(config, parent);
  }

  /**
   * Where the submodule at a path comes from; empty when it says that it is not to be fetched.
   *
   * @throws RemoteException when nothing is said of it, or its address is none
   */
  Optional<GitAddress> find(String path, ObjectId commit) throws RemoteException {
    for (String name : config.getSubsections(SECTION)) {
      String url = config.getString(SECTION, name, "url");
      if (path.equals(config.getString(SECTION, name, "path")) && url != null) {
        return "none".equals(config.getString(SECTION, name, "update"))
            ? Optional.empty()
            : Optional.of(at(resolve(url), path, commit));
      }
    }
    throw new RemoteException(
        parent.shown() + ": no url found for submodule path " + path + " in .gitmodules");
  }

  /** Git takes the address of the repository as a directory to go from. */
  private String resolve(String url) {
    if (!url.startsWith("./") && !url.startsWith("../")) {
      return url;
    }
    String base = parent.remote().replaceFirst("/+$", "");
    String rest = url;
    while (rest.startsWith("./") || rest.startsWith("../")) {
      if (rest.startsWith("../")) {
        base = base.substring(0, Math.max(0, base.lastIndexOf('/')));
      }
      rest = rest.substring(rest.indexOf('/') + 1);
    }
    return base + "/" + rest;
  }

  private GitAddress at(String url, String path, ObjectId commit) throws RemoteException {
    GitAddress address = new GitAddress(url, commit.name(), "", null, null, true);
    if (!address.isSsh() && !url.matches("(?i)(https?|git)://[^/]+/.*")) {
      throw new RemoteException(
          parent.shown() + ": the submodule " + path + " has an address that is none: " + url);
    }
    return address;
  }
}
