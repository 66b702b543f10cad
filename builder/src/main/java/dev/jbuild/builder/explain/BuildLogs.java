package dev.jbuild.builder.explain;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.BuildLogFiles.Entry;
import dev.jbuild.cache.action.BuildName;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  /** A name for a build that begins now. */
  public static BuildName newName(BuildLog.Subject subject) {
    return BuildName.of(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), id(subject));
  }

  /** Keeps the log of a build that has ended. */
  public void put(BuildName name, BuildLog log) throws IOException {
    store.builds().put(name, !log.failed(), LogJson.write(log));
  }

  /** The last build of a subject, be it a failed one. */
  public Optional<BuildLog> latest(BuildLog.Subject subject) throws IOException {
    return first(ofSubject(subject), log -> true);
  }

  /**
   * The last build of a subject all of whose steps were done; of one that was never built, that of
   * the same image from elsewhere.
   */
  public Optional<BuildLog> before(BuildLog.Subject subject) throws IOException {
    return before(subject, store.builds().entries());
  }

  private Optional<BuildLog> before(BuildLog.Subject subject, List<Entry> entries)
      throws IOException {
    Predicate<Entry> same = ofSubject(subject);
    List<Entry> done = entries.stream().filter(Entry::done).toList();
    for (Entry entry : done.stream().filter(same).toList()) {
      Optional<BuildLog> log = read(entry);
      if (log.isPresent()) {
        return log;
      }
    }
    if (subject.tags().isEmpty()) {
      return Optional.empty();
    }
    String image = subject.tags().getFirst();
    for (Entry entry : done) {
      Optional<BuildLog> log = read(entry).filter(each -> each.subject().tags().contains(image));
      if (log.isPresent()) {
        return log;
      }
    }
    return Optional.empty();
  }

  /** The youngest build that is wanted, failed ones among them. */
  public Optional<BuildLog> last(Predicate<BuildLog> wanted) throws IOException {
    return first(entry -> true, wanted);
  }

  /** The builds under their names, the youngest first; a damaged one is left out. */
  public Optional<BuildLog> read(Entry entry) throws IOException {
    Optional<byte[]> bytes = store.builds().read(entry);
    return bytes.isEmpty() ? Optional.empty() : read(entry, bytes.get());
  }

  /** Explains a build that {@link #last} or {@link #latest} gave. */
  public Explanation explain(BuildLog build) throws IOException {
    List<Entry> entries = store.builds().entries();
    int at = 0;
    while (at < entries.size() && !entries.get(at).name().id().equals(build.id())) {
      at++;
    }
    List<Entry> older = entries.subList(Math.min(at + 1, entries.size()), entries.size());
    @Nullable BuildLog before = before(build.subject(), older).orElse(null);
    return Explainer.explain(store.trees(), build, before);
  }

  private Optional<BuildLog> first(Predicate<Entry> wanted, Predicate<BuildLog> meant)
      throws IOException {
    for (Entry entry : store.builds().entries()) {
      if (wanted.test(entry)) {
        Optional<BuildLog> log = read(entry).filter(meant);
        if (log.isPresent()) {
          return log;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<BuildLog> read(Entry entry, byte[] bytes) {
    try {
      return Optional.of(LogJson.read(bytes));
    } catch (IllegalArgumentException e) {
      store.warn("build log " + entry.name() + " is damaged and ignored: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Predicate<Entry> ofSubject(BuildLog.Subject subject) {
    String word = BuildName.word(id(subject));
    return entry -> entry.name().subject().equals(word);
  }

  private static Digest id(BuildLog.Subject subject) {
    return Digest.sha256(
        Json.write(
            List.of(
                subject.context(), subject.dockerfile(), subject.target(), subject.platform())));
  }
}
