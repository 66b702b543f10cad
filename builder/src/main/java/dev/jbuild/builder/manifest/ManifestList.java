package dev.jbuild.builder.manifest;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An image index in the making.
 *
 * @param name what it is pushed as
 */
public record ManifestList(ImageReference name, List<Entry> entries) {

  /**
   * One of its manifests.
   *
   * @param source a repository that has it, with its digest
   * @param descriptor with its platform
   */
  public record Entry(ImageReference source, Descriptor descriptor) {

    static Entry fromJson(Map<?, ?> json) {
      return new Entry(
          ImageReference.parse(String.valueOf(json.get("source"))),
          Descriptor.fromJson(json.get("descriptor")));
    }

    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("source", source.toString());
      json.put("descriptor", descriptor.toJson());
      return json;
    }
  }

  public ManifestList {
    entries = List.copyOf(entries);
  }

  /** With more manifests; those of the same platform and content are replaced. */
  ManifestList with(List<Entry> more) {
    List<Entry> all = new ArrayList<>(entries);
    for (Entry each : more) {
      all.removeIf(known -> known.descriptor().sameContent(each.descriptor()));
      all.add(each);
    }
    return new ManifestList(name, all);
  }

  /** With other descriptors of the manifests of one image. */
  ManifestList changed(Descriptor of, UnaryOperator<Descriptor> change) {
    return new ManifestList(
        name,
        entries.stream()
            .map(
                each ->
                    each.descriptor().sameContent(of)
                        ? new Entry(each.source(), change.apply(each.descriptor()))
                        : each)
            .toList());
  }

  /** The index as it is pushed. */
  public ImageIndex index() {
    return ImageIndex.of(entries.stream().map(Entry::descriptor).toList());
  }
}
