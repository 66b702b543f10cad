package dev.jbuild.cache.action;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A result with its key and the parts of the key, kept readable to explain later misses. */
public record ActionRecord(
    ActionKey key, SortedMap<String, String> parts, ActionResult result, Instant created) {
  public ActionRecord {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    if (!ActionKey.of(parts).equals(key)) {
      throw new IllegalArgumentException("the key is not that of the parts");
    }
  }

  public static ActionRecord of(
      SortedMap<String, String> parts, ActionResult result, Instant created) {
    return new ActionRecord(ActionKey.of(parts), parts, result, created);
  }
}
