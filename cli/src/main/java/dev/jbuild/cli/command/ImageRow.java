package dev.jbuild.cli.command;

import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of the list of images: an image under one of its names, null for none. */
record ImageRow(LocalImage image, @Nullable ImageReference name) {
  private static final String NONE = "<none>";
  private static final String NOT_KNOWN = "N/A";

  static List<ImageRow> of(LocalImage image) {
    return image.tags().isEmpty()
        ? List.of(new ImageRow(image, null))
        : image.tags().stream().map(tag -> new ImageRow(image, tag)).toList();
  }

  String repository() {
    ImageReference named = name;
    if (named == null) {
      return NONE;
    }
    String familiar = named.familiar();
    return named.tag() == null
        ? familiar
        : familiar.substring(0, familiar.length() - tag().length() - 1);
  }

  String tag() {
    return name == null || name.tag() == null ? NONE : name.tag();
  }

  /** The digest under which the repository has the image in its registry, if it does. */
  String digest() {
    ImageReference named = name;
    return image.repositoryDigests().stream()
        .filter(
            other ->
                named == null
                    || (other.registry().equals(named.registry())
                        && other.repository().equals(named.repository())))
        .map(ImageReference::digest)
        .map(Digest::toString)
        .findFirst()
        .orElse(NONE);
  }

  /**
   * The fields of docker's rows.
   *
   * @param formatted whether a format may ask for times, for which Java opens all jars once
   */
  Map<String, String> fields(String id, Instant now, boolean formatted) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ID", id);
    fields.put("Repository", repository());
    fields.put("Tag", tag());
    fields.put("Digest", digest());
    fields.put("CreatedSince", Quantity.age(image.created(), now));
    fields.put("CreatedAt", formatted ? Quantity.moment(image.created()) : "");
    fields.put("Size", Quantity.size(image.size()));
    fields.put("VirtualSize", Quantity.size(image.size()));
    fields.put("SharedSize", NOT_KNOWN);
    fields.put("UniqueSize", NOT_KNOWN);
    fields.put("Containers", NOT_KNOWN);
    return fields;
  }
}
