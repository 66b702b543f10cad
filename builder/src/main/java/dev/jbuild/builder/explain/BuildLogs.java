package dev.jbuild.builder.explain;

import dev.jbuild.cache.Store;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The logs of a store. */
public final class BuildLogs {
  private final Store store;

  public BuildLogs(Store store) {
    this.store = store;
  }

  /**
   * Keeps the log of a build. That of a failed one has a place of its own: the next build is
   * compared with the last that came to its end.
   */
  public void put(BuildLog log) throws IOException {
    if (log.failed()) {
      store.builds().put(failedId(log.subject()), LogJson.write(log));
      return;
    }
    Digest id = id(log.subject());
    if (store.builds().last(id).isEmpty()) {
      Optional<BuildLog> other = before(log.subject());
      if (other.isPresent()) {
        store.builds().putPrevious(id, LogJson.write(other.get()));
      }
    }
    store.builds().put(id, LogJson.write(log));
  }

  /** The last build of a subject, be it a failed one. */
  public Optional<BuildLog> latest(BuildLog.Subject subject) throws IOException {
    Optional<BuildLog> done = last(id(subject));
    Optional<BuildLog> failed = last(failedId(subject));
    boolean newer =
        failed.isPresent() && (done.isEmpty() || failed.get().begun().isAfter(done.get().begun()));
    return newer ? failed : done;
  }

  /**
   * The last build of a subject that came to its end; of one that was never built, that of the same
   * image from elsewhere.
   */
  public Optional<BuildLog> before(BuildLog.Subject subject) throws IOException {
    Optional<BuildLog> same = last(id(subject));
    return same.isPresent() || subject.tags().isEmpty()
        ? same
        : last(log -> !log.failed() && log.subject().tags().contains(subject.tags().getFirst()));
  }

  /** The youngest build that is wanted, failed ones among them. */
  public Optional<BuildLog> last(Predicate<BuildLog> wanted) throws IOException {
    for (Digest id : store.builds().ids()) {
      Optional<BuildLog> log = last(id).filter(wanted);
      if (log.isPresent()) {
        return log;
      }
    }
    return Optional.empty();
  }

  /** Explains a build that {@link #last} or {@link #latest} gave. */
  public Explanation explain(BuildLog build) throws IOException {
    if (build.failed()) {
      return Explainer.explain(store.trees(), build, before(build.subject()).orElse(null));
    }
    Digest id = id(build.subject());
    Optional<byte[]> previous = store.builds().previous(id);
    @Nullable BuildLog before = previous.flatMap(bytes -> read(id, bytes)).orElse(null);
    return Explainer.explain(store.trees(), build, before);
  }

  private Optional<BuildLog> last(Digest id) throws IOException {
    return store.builds().last(id).flatMap(bytes -> read(id, bytes));
  }

  private Optional<BuildLog> read(Digest id, byte[] bytes) {
    try {
      return Optional.of(LogJson.read(bytes));
    } catch (IllegalArgumentException e) {
      store.warn("build log " + id.hex() + " is damaged and ignored: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Digest id(BuildLog.Subject subject) {
    return Digest.sha256(Json.write(words(subject)));
  }

  private static Digest failedId(BuildLog.Subject subject) {
    List<String> words = new ArrayList<>(words(subject));
    words.add("failed");
    return Digest.sha256(Json.write(words));
  }

  private static List<String> words(BuildLog.Subject subject) {
    return List.of(subject.context(), subject.dockerfile(), subject.target(), subject.platform());
  }
}
