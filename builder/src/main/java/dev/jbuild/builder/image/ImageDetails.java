package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildException;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.HistoryEntry;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what an image of the local store is, in docker's words. */
public final class ImageDetails {
  private final Store store;

  public ImageDetails(Store store) {
    this.store = store;
  }

  /**
   * The image as {@code docker image inspect} shows it, for {@link Json#write}.
   *
   * @see <a
   *     href="https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Image/operation/ImageInspect">ImageInspect</a>
   */
  public Map<String, Object> inspect(LocalImage image) throws BuildException, InterruptedException {
    Map<?, ?> raw =
        Attempt.to(
            "inspect image " + image.shownName(),
            () -> {
              byte[] config = store.content().read(image.id());
              if (!(Json.parse(config) instanceof Map<?, ?> json)) {
                throw new OciFormatException("image config " + image.id() + " is no JSON object");
              }
              return json;
            });
    Platform platform = image.config().platform();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Id", image.id().toString());
    json.put("RepoTags", names(image.tags()));
    json.put("RepoDigests", names(image.repositoryDigests()));
    put(json, "Comment", comment(image));
    put(json, "Created", raw.get("created"));
    put(json, "Author", raw.get("author"));
    put(json, "Config", raw.get("config"));
    json.put("Architecture", platform.architecture());
    put(json, "Variant", platform.variant());
    json.put("Os", platform.os());
    json.put("Size", image.size());
    Map<String, Object> rootfs = new LinkedHashMap<>();
    rootfs.put("Type", "layers");
    rootfs.put("Layers", image.config().diffIds().stream().map(Object::toString).toList());
    json.put("RootFS", rootfs);
    json.put("Descriptor", image.descriptor().toJson());
    return json;
  }

  /** How the image came to be, the last instruction first. */
  public List<HistoryLine> history(LocalImage image) {
    Iterator<Descriptor> layers = image.manifest().layers().iterator();
    List<HistoryLine> lines = new ArrayList<>();
    for (HistoryEntry entry : image.config().history()) {
      boolean made = !entry.emptyLayer() && layers.hasNext();
      lines.add(new HistoryLine(entry, made ? layers.next().size() : 0));
    }
    return lines.reversed();
  }

  private static List<String> names(List<ImageReference> names) {
    return names.stream().map(ImageReference::familiar).toList();
  }

  private static @Nullable String comment(LocalImage image) {
    List<HistoryEntry> history = image.config().history();
    return history.isEmpty() ? null : history.getLast().comment();
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
