package dev.jbuild.builder.remote;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.ActionResult;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.OciFormatException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A download of an earlier build, and how its server can be asked whether it is still the same (RFC
 * 9110, section 8.8).
 *
 * @param tag the entity tag as the server gave it
 * @param unchangedSince a time of change that is old enough to stand for the content
 */
record KnownDownload(FetchedFile file, @Nullable String tag, @Nullable String unchangedSince) {

  /** A file may change twice in the second that a time of change is told in. */
  private static final Duration SETTLED = Duration.ofSeconds(60);

  static KnownDownload of(FetchedFile file, HttpReply reply) {
    Instant date = reply.time("Date").orElse(Instant.MIN);
    Instant modified = file.modified();
    boolean settled = modified != null && modified.isBefore(date.minus(SETTLED));
    return new KnownDownload(
        file,
        reply.header("ETag").filter(tag -> !tag.isEmpty()).orElse(null),
        settled ? reply.header("Last-Modified").orElse(null) : null);
  }

  /** The headers that ask for the file only if it is another. */
  Map<String, String> conditions() {
    if (tag != null) {
      return Map.of("If-None-Match", tag);
    }
    return unchangedSince == null ? Map.of() : Map.of("If-Modified-Since", unchangedSince);
  }

  /** Whether a server that took no notice of the condition still says that nothing changed. */
  boolean isConfirmedBy(HttpReply reply) {
    return tag != null && reply.header("ETag").map(t -> weak(t).equals(weak(tag))).orElse(false);
  }

  private static String weak(String tag) {
    return tag.replaceFirst("^W/", "");
  }

  /** An address may hold secrets, and records are kept: its digest stands for it. */
  static SortedMap<String, String> parts(URI address) {
    SortedMap<String, String> parts = new TreeMap<>();
    parts.put("op", "http 1");
    parts.put(
        "address", Digest.sha256(address.toString().getBytes(StandardCharsets.UTF_8)).toString());
    return parts;
  }

  static Optional<KnownDownload> find(Store store, URI address) throws IOException {
    return store
        .actions()
        .find(ActionKey.of(parts(address)))
        .flatMap(record -> read(record.result().facts()))
        .filter(known -> store.content().has(known.file().content()));
  }

  private static Optional<KnownDownload> read(Map<String, String> facts) {
    try {
      String modified = facts.get("modified");
      FetchedFile file =
          new FetchedFile(
              Digest.parse(facts.getOrDefault("blob", "")),
              Long.parseLong(facts.getOrDefault("size", "")),
              modified == null ? null : Instant.parse(modified));
      return Optional.of(new KnownDownload(file, facts.get("etag"), facts.get("unchanged since")));
    } catch (OciFormatException | NumberFormatException | DateTimeParseException e) {
      return Optional.empty(); // of another version, or of none: it is fetched again
    }
  }

  void remember(Store store, URI address, Instant now) throws IOException {
    Map<String, String> facts = new HashMap<>();
    facts.put("blob", file.content().toString());
    facts.put("size", String.valueOf(file.size()));
    if (file.modified() != null) {
      facts.put("modified", file.modified().toString());
    }
    if (tag != null) {
      facts.put("etag", tag);
    }
    if (unchangedSince != null) {
      facts.put("unchanged since", unchangedSince);
    }
    ActionResult result = new ActionResult(store.trees().empty(), List.of(), facts);
    store.actions().put(ActionRecord.of(parts(address), result, now));
  }
}
