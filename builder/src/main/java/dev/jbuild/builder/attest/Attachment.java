package dev.jbuild.builder.attest;

import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps statements beside the images of the store. The images stay as they are. */
public final class Attachment {
  /** An image that has no name yet, as BuildKit calls it in statements. */
  private static final String UNNAMED = "_";

  private Attachment() {}

  /** Attaches statements to an image; those of the same type that it had are replaced. */
  public static void attach(Store store, Descriptor image, List<Predicate> predicates)
      throws IOException {
    List<Descriptor> all = new ArrayList<>();
    List<String> types = predicates.stream().map(Predicate::type).toList();
    for (Descriptor there : store.referrers().of(image.digest())) {
      if (!types.contains(there.annotations().get(Statement.PREDICATE_TYPE))) {
        all.add(there);
      }
    }
    store.content().put(Statement.EMPTY);
    for (Predicate predicate : predicates) {
      Statement statement = Statement.of(predicate);
      byte[] bytes = statement.about(UNNAMED, image.digest());
      Manifest manifest = statement.manifest(bytes, image);
      store.content().put(bytes);
      store.content().put(manifest.raw());
      all.add(manifest.descriptor().withAnnotations(manifest.annotations()));
    }
    store.referrers().put(image.digest(), all);
  }
}
