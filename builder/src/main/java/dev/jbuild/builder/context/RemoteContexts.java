package dev.jbuild.builder.context;

import dev.jbuild.builder.remote.FetchedFile;
import dev.jbuild.builder.remote.GitAddress;
import dev.jbuild.builder.remote.GitFetch;
import dev.jbuild.builder.remote.HttpAddress;
import dev.jbuild.builder.remote.HttpFetch;
import dev.jbuild.builder.remote.RemoteAccess;
import dev.jbuild.builder.remote.RemoteException;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Contexts from web servers and git repositories. */
public final class RemoteContexts {
  /** What docker calls a file that is a whole context. */
  static final String FILE = "context";

  private final Store store;
  private final HttpFetch http;
  private final GitFetch git;
  private final boolean keepGitDirectory;

  /** Contexts for a build with these build arguments, among which may be proxies. */
  public static RemoteContexts of(Store store, RemoteAccess access, Map<String, String> buildArgs) {
    String keep = buildArgs.getOrDefault("BUILDKIT_CONTEXT_KEEP_GIT_DIR", "");
    RemoteAccess own = access.withProxies(buildArgs);
    return new RemoteContexts(store, own, Set.of("1", "true").contains(keep));
  }

  /**
   * @param keepGitDirectory whether {@code .git} is part of a context that does not say
   */
  private RemoteContexts(Store store, RemoteAccess access, boolean keepGitDirectory) {
    this.store = store;
    this.http = new HttpFetch(store, access);
    this.git = new GitFetch(access);
    this.keepGitDirectory = keepGitDirectory;
  }

  /** The files of an archive; a file that is none is the only one, named {@code context}. */
  BuildContext download(String address, String description, boolean unpack) throws IOException {
    FetchedFile file = fetch(address);
    Revision revision = new Revision(file.content().algorithm(), file.content().hex());
    if (unpack && isArchive(file)) {
      try (InputStream in = store.content().open(file.content())) {
        return ArchiveContext.read(in, description, store.newTemporaryDirectory("context"))
            .withRevision(revision);
      }
    }
    Instant modified = Objects.requireNonNullElse(file.modified(), Instant.EPOCH);
    return ArchiveContext.fill(
            description,
            store.newTemporaryDirectory("context"),
            sink -> {
              try (InputStream in = store.content().open(file.content())) {
                Attributes attributes = Attributes.of(0600, 0, 0, modified);
                sink.add(new LayerEntry.RegularFile(FILE, attributes, file.size()), in);
              }
            })
        .withRevision(revision);
  }

  /** The content of a file, such as a Dockerfile. */
  byte[] content(String address) throws IOException {
    return store.content().read(fetch(address).content());
  }

  private FetchedFile fetch(String address) throws IOException {
    try {
      return http.fetch(HttpAddress.parse(address), null, false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("cancelled").initCause(e);
    } catch (RemoteException e) {
      throw new ContextException(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new ContextException(address + ": " + e.getMessage(), e);
    }
  }

  private boolean isArchive(FetchedFile file) throws IOException {
    try (InputStream in = store.content().open(file.content())) {
      return ArchiveBytes.begin(in.readNBytes(ArchiveBytes.LENGTH));
    }
  }

  /** The files of a commit, or of a directory in it. */
  BuildContext checkOut(String text, String description) throws IOException {
    Path scratch = store.newTemporaryDirectory("git");
    try {
      GitAddress address = address(text);
      Boolean asked = address.keepGitDirectory();
      String commit = git.commit(address);
      return ArchiveContext.fill(
              description,
              store.newTemporaryDirectory("context"),
              sink ->
                  git.checkOut(
                      address, commit, asked == null ? keepGitDirectory : asked, scratch, sink))
          .withRevision(Revision.ofCommit(commit));
    } catch (RemoteException e) {
      throw new ContextException(String.valueOf(e.getMessage()), e);
    } finally {
      Files.walkFileTree(scratch, new Removal());
    }
  }

  private static GitAddress address(String text) throws ContextException {
    try {
      return GitAddress.parse(text)
          .orElseThrow(() -> new ContextException("not the address of a git repository: " + text));
    } catch (IllegalArgumentException e) {
      throw new ContextException(text + ": " + e.getMessage(), e);
    }
  }

  /** Removes a directory with all that is in it. */
  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
