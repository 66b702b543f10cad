package dev.jbuild.builder.context;

/**
 * What exactly a context from elsewhere was.
 *
 * @param algorithm of the digest: {@code sha1} or {@code sha256} of a commit, {@code sha256} of a
 *     file
 */
public record Revision(String algorithm, String hex) {

  /** The commit of a repository, whose length says how it was made. */
  static Revision ofCommit(String commit) {
    return new Revision(commit.length() == 64 ? "sha256" : "sha1", commit);
  }
}
