package dev.jbuild.cache.collect;

import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What could be removed from a store, with what each would free; chooses what is removed. */
final class Candidates {
  /**
   * @param name the name of an image that has no other, or null
   * @param file whose time says when it was last used
   */
  record Candidate(
      @org.jspecify.annotations.Nullable ImageReference name,
      Path file,
      FileTime used,
      long bytes,
      boolean mount,
      boolean ofImage) {}

  private final Inventory inventory;
  private final Claims claims;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<ActionKey> ofImages = new HashSet<>();

  Candidates(Inventory inventory, Claims claims) {
    this.inventory = inventory;
    this.claims = claims;
  }

  /** Claims what named images need, and then what all others do, the last used first. */
  void claim(
      Map<ImageReference, Descriptor> tags, Predicate<ImageReference> isNone, BlobFiles files)
      throws IOException {
    List<Pending> pending = new ArrayList<>();
    for (Map.Entry<ImageReference, Descriptor> tag : tags.entrySet()) {
      Inventory.Blob manifest = inventory.blobs().get(tag.getValue().digest());
      if (isNone.test(tag.getKey()) && manifest != null) {
        pending.add(
            new Pending(
                new Candidate(
                    tag.getKey(),
                    files.path(tag.getValue().digest()),
                    manifest.used(),
                    0,
                    false,
                    false),
                () -> claims.image(tag.getValue())));
      } else {
        claims.image(tag.getValue());
        ofImages.addAll(files.treeKeys(tag.getValue()));
      }
    }
    for (Inventory.Action action : inventory.actions()) {
      pending.add(new Pending(candidate(action), () -> bytes(action)));
    }
    for (Inventory.Mount mount : inventory.mounts()) {
      pending.add(
          new Pending(
              new Candidate(null, mount.directory(), mount.used(), 0, true, false), mount::bytes));
    }
    pending.sort(Comparator.comparing((Pending each) -> each.candidate().used()).reversed());
    for (Pending each : pending) {
      Candidate known = each.candidate();
      candidates.add(
          new Candidate(
              known.name(),
              known.file(),
              known.used(),
              each.claim().run(),
              known.mount(),
              known.ofImage()));
    }
  }

  private record Pending(Candidate candidate, Claim claim) {}

  private interface Claim {
    long run() throws IOException;
  }

  /** Where blobs are, and which records have the trees of an image. */
  interface BlobFiles {
    Path path(dev.jbuild.oci.Digest digest);

    Set<ActionKey> treeKeys(Descriptor image) throws IOException;
  }

  private Candidate candidate(Inventory.Action action) {
    ActionRecord record = action.record();
    boolean ofImage =
        record != null
            && (ofImages.contains(record.key())
                || (!record.result().layers().isEmpty()
                    && record.result().layers().stream().allMatch(claims::has)));
    return new Candidate(null, action.file(), action.used(), 0, false, ofImage);
  }

  private long bytes(Inventory.Action action) throws IOException {
    ActionRecord record = action.record();
    return action.bytes() + (record == null ? 0 : claims.record(record));
  }

  /** All bytes of cache and cache mounts. */
  long bytes() {
    return candidates.stream().mapToLong(Candidate::bytes).sum();
  }

  /** What is to be removed, the least recently used first. */
  List<Candidate> chosen(CollectOptions options, Instant now, FileTime inUse) {
    List<Candidate> chosen = new ArrayList<>();
    FileTime latest = FileTime.from(now.minus(options.unusedFor()));
    long left = bytes();
    for (Candidate candidate : candidates.reversed()) {
      if (options.maxBytes() != null && left <= options.maxBytes()) {
        break;
      }
      CollectOptions.Kind kind =
          candidate.mount() ? CollectOptions.Kind.MOUNT : CollectOptions.Kind.CACHE;
      if (candidate.used().compareTo(inUse) < 0
          && candidate.used().compareTo(latest) <= 0
          && options.kinds().contains(kind)
          && (options.all() || !candidate.ofImage())) {
        chosen.add(candidate);
        left -= candidate.bytes();
      }
    }
    return chosen;
  }
}
