package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The manifests that refer to another one: by the registry's own list or, where it keeps none, by
 * the index under the referrers tag (distribution-spec, "Listing Referrers", "Referrers Tag
 * Schema").
 */
record Referrers(RegistryConnection connection) {

  private static final int LARGEST = 4 << 20;
  private static final int MOST_PAGES = 1000;

  /** All referrers of a manifest, of whatever type. */
  List<Referrer> of(Call call, Digest subject) throws IOException {
    Optional<List<Referrer>> listed = listed(call, subject);
    return listed.isPresent() ? listed.get() : tagged(call, subject);
  }

  /** What the registry itself lists; empty when it has no such list. */
  Optional<List<Referrer>> listed(Call call, Digest subject) throws IOException {
    List<Referrer> found = new ArrayList<>();
    URI page = connection.endpoint().at(call.reference().repository() + "/referrers/" + subject);
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Optional<URI> next;
      try {
        next =
            connection.fetch(
                new Request(call, "GET", page).withHeader("Accept", MediaTypes.OCI_INDEX),
                LARGEST,
                (reply, body) -> {
                  found.addAll(read(body));
                  return NextPage.of(connection.endpoint(), reply);
                });
      } catch (RegistryException e) {
        if (e.kind() == RegistryException.Kind.NOT_FOUND && pages == 0) {
          return Optional.empty();
        }
        throw e;
      }
      if (next.isEmpty()) {
        return Optional.of(List.copyOf(found));
      }
      page = next.get();
    }
    throw connection.failures().invalid(call, "its list of referrers does not end");
  }

  private static List<Referrer> read(byte[] index) throws InvalidReplyException {
    try {
      if (Json.parse(index) instanceof Map<?, ?> map
          && map.get("manifests") instanceof List<?> list) {
        List<Referrer> referrers = new ArrayList<>();
        for (Object each : list) {
          referrers.add(Referrer.fromJson(each));
        }
        return referrers;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidReplyException("its list of referrers cannot be read: " + e.getMessage());
    }
    throw new InvalidReplyException("its list of referrers is no image index");
  }

  private List<Referrer> tagged(Call call, Digest subject) throws IOException {
    try {
      FetchedManifest index = new ManifestTransfer(connection).pull(tag(call.reference(), subject));
      return read(index.raw());
    } catch (InvalidReplyException e) {
      throw connection.explained(call, e);
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /**
   * Adds a referrer to the index under the referrers tag. Another program may do so at once, and
   * the last one wins: so it is read again until the new one is in it.
   */
  void add(Call call, Referrer.Reference reference) throws IOException {
    connection.referrersLock().lock();
    try {
      addAlone(call, reference);
    } finally {
      connection.referrersLock().unlock();
    }
  }

  private void addAlone(Call call, Referrer.Reference reference) throws IOException {
    Descriptor added = reference.referrer().descriptor();
    for (int tries = 1; ; tries++) {
      List<Referrer> known = tagged(call, reference.subject());
      if (known.stream().anyMatch(each -> each.descriptor().sameContent(added))) {
        return;
      }
      if (!connection.backoff().allows(tries - 1)) {
        throw connection
            .failures()
            .invalid(
                call, "the list of what refers to " + reference.subject() + " stays as it was");
      }
      List<Map<String, Object>> all = new ArrayList<>();
      known.forEach(each -> all.add(each.toJson()));
      all.add(reference.referrer().toJson());
      Map<String, Object> index = new LinkedHashMap<>();
      index.put("schemaVersion", 2L);
      index.put("mediaType", MediaTypes.OCI_INDEX);
      index.put("manifests", all);
      new ManifestTransfer(connection)
          .put(tag(call.reference(), reference.subject()), MediaTypes.OCI_INDEX, Json.write(index));
    }
  }

  private static ImageReference tag(ImageReference repository, Digest subject)
      throws OciFormatException {
    String text = subject.toString();
    int colon = text.indexOf(':');
    String name =
        limited(text.substring(0, colon), 32) + "-" + limited(text.substring(colon + 1), 64);
    return new ImageReference(repository.registry(), repository.repository(), name, null);
  }

  private static String limited(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }
}
