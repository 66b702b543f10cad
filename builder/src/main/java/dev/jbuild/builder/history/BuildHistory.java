package dev.jbuild.builder.history;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.BuildLogs;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.BuildLogFiles.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The past builds of a store. */
public final class BuildHistory {
  /** The youngest build. */
  public static final String LAST = "last";

  private static final Pattern BACK = Pattern.compile("\\^([0-9]{1,9})");

  private final Store store;
  private final BuildLogs logs;

  public BuildHistory(Store store) {
    this.store = store;
    this.logs = new BuildLogs(store);
  }

  /** The logs that are wanted, the youngest first. */
  public List<BuildLog> list(Predicate<BuildLog> wanted, int most) throws IOException {
    List<BuildLog> found = new ArrayList<>();
    for (Entry entry : store.builds().entries()) {
      if (found.size() == most) {
        break;
      }
      logs.read(entry).filter(wanted).ifPresent(found::add);
    }
    return found;
  }

  /**
   * The build that a word means: {@code last} or {@code ^0} for the youngest, {@code ^1} for the
   * one before, or the first letters of an id.
   *
   * @throws IllegalArgumentException when several ids begin so
   */
  public Optional<BuildLog> find(String word) throws IOException {
    Matcher back = BACK.matcher(word);
    if (word.equals(LAST) || back.matches()) {
      int number = word.equals(LAST) ? 0 : Integer.parseInt(back.group(1));
      List<BuildLog> list = list(log -> true, number + 1);
      return list.size() == number + 1 ? Optional.of(list.getLast()) : Optional.empty();
    }
    List<Entry> same = new ArrayList<>(store.builds().entries());
    same.removeIf(entry -> word.isEmpty() || !entry.name().id().startsWith(word));
    if (same.size() > 1) {
      throw new IllegalArgumentException(
          same.size() + " builds have an id that begins with " + word);
    }
    return same.isEmpty() ? Optional.empty() : logs.read(same.getFirst());
  }

  /** What the steps of a build wrote; empty when that is nothing or was removed since. */
  public Optional<OutputReader> output(BuildLog build) throws IOException {
    for (Entry entry : store.builds().entries()) {
      if (entry.name().id().equals(build.id())) {
        Optional<InputStream> file = store.builds().openOutput(entry.name());
        return file.isEmpty() ? Optional.empty() : Optional.of(new OutputReader(file.get()));
      }
    }
    return Optional.empty();
  }
}
