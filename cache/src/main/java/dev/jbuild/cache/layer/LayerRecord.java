package dev.jbuild.cache.layer;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a layer beside its content.
 *
 * @param blobs compressed blobs that hold it
 * @param directory how its directory came to be, if there is or will be one
 * @param implying whether it leaves out directories that it has something in, so that its directory
 *     depends on the layers below
 * @param tarBoot the boot of the machine in which the tar was written, as long as its bytes may not
 *     have reached the disk; empty when they are known to have
 */
record LayerRecord(
    DiffId diffId,
    List<Descriptor> blobs,
    @Nullable DirectoryOrigin directory,
    boolean implying,
    String tarBoot) {
  LayerRecord {
    blobs = List.copyOf(blobs);
  }

  /**
   * @param adopted whether the directory is the original, else it was unpacked from a tar
   * @param boot the boot of the machine in which it was made, as long as its files may not have
   *     reached the disk; empty when they are known to have
   */
  record DirectoryOrigin(boolean adopted, String boot) {}

  static LayerRecord of(DiffId diffId) {
    return new LayerRecord(diffId, List.of(), null, false, "");
  }

  LayerRecord withBlob(Descriptor blob) {
    if (blobs.stream().anyMatch(blob::sameContent)) {
      return this;
    }
    List<Descriptor> more = new ArrayList<>(blobs);
    more.add(blob);
    return new LayerRecord(diffId, more, directory, implying, tarBoot);
  }

  LayerRecord withDirectory(DirectoryOrigin origin) {
    return new LayerRecord(diffId, blobs, origin, implying, tarBoot);
  }

  LayerRecord thatImplies() {
    return new LayerRecord(diffId, blobs, directory, true, tarBoot);
  }

  LayerRecord withTarOf(String boot) {
    return new LayerRecord(diffId, blobs, directory, implying, boot);
  }

  byte[] toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("diffId", diffId.toString());
    json.put("blobs", blobs.stream().map(Descriptor::toJson).toList());
    if (directory != null) {
      json.put("adopted", directory.adopted());
      json.put("boot", directory.boot());
    }
    if (implying) {
      json.put("implying", true);
    }
    if (!tarBoot.isEmpty()) {
      json.put("tarBoot", tarBoot);
    }
    return Json.write(json);
  }

  /** Throws IllegalArgumentException for bytes that are no such record. */
  static LayerRecord parse(byte[] bytes) {
    if (!(Json.parse(bytes) instanceof Map<?, ?> json)
        || !(json.get("diffId") instanceof String diffId)
        || !(json.get("blobs") instanceof List<?> blobs)) {
      throw new IllegalArgumentException("not a layer record");
    }
    DirectoryOrigin origin =
        json.get("adopted") instanceof Boolean adopted && json.get("boot") instanceof String boot
            ? new DirectoryOrigin(adopted, boot)
            : null;
    return new LayerRecord(
        DiffId.parse(diffId),
        blobs.stream().map(Descriptor::fromJson).toList(),
        origin,
        Boolean.TRUE.equals(json.get("implying")),
        json.get("tarBoot") instanceof String tarBoot ? tarBoot : "");
  }
}
