package dev.jbuild.builder.explain;

import dev.jbuild.cache.Store;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
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

  /** Keeps the log of a build that is done. */
  public void put(BuildLog log) throws IOException {
    Digest id = id(log.subject());
    if (store.builds().last(id).isEmpty()) {
      Optional<BuildLog> other = before(log.subject());
      if (other.isPresent()) {
        store.builds().putPrevious(id, LogJson.write(other.get()));
      }
    }
    store.builds().put(id, LogJson.write(log));
  }

  /**
   * The last build of a subject; of one that was never built, that of the same image from
   * elsewhere.
   */
  public Optional<BuildLog> before(BuildLog.Subject subject) throws IOException {
    Optional<BuildLog> same = last(id(subject));
    return same.isPresent() || subject.tags().isEmpty()
        ? same
        : last(other -> other.tags().contains(subject.tags().getFirst()));
  }

  /** The youngest build of a subject that is wanted. */
  public Optional<BuildLog> last(Predicate<BuildLog.Subject> wanted) throws IOException {
    for (Digest id : store.builds().ids()) {
      Optional<BuildLog> log = last(id);
      if (log.filter(it -> wanted.test(it.subject())).isPresent()) {
        return log;
      }
    }
    return Optional.empty();
  }

  /** Explains a build that {@link #last} gave. */
  public Explanation explain(BuildLog build) throws IOException {
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
    return Digest.sha256(
        Json.write(
            List.of(
                subject.context(), subject.dockerfile(), subject.target(), subject.platform())));
  }
}
