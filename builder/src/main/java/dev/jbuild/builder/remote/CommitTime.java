package dev.jbuild.builder.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** When the commit was made that a directory has checked out. */
public final class CommitTime {
  private CommitTime() {}

  /**
   * The committer's time of HEAD of the repository that the directory is in.
   *
   * @throws RemoteException when it is in no repository, or in one without a commit
   */
  public static Instant of(Path directory) throws IOException {
    IsolatedSystem.install();
    FileRepositoryBuilder found =
        new FileRepositoryBuilder().findGitDir(directory.toAbsolutePath().toFile());
    if (found.getGitDir() == null) {
      throw new RemoteException(directory + " is in no git repository");
    }
    try (Repository repository = found.build();
        RevWalk commits = new RevWalk(repository)) {
      ObjectId head = repository.resolve("HEAD");
      if (head == null) {
        throw new RemoteException("the git repository of " + directory + " has no commit yet");
      }
      return Instant.ofEpochSecond(commits.parseCommit(head).getCommitTime());
    }
  }
}
