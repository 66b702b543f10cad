package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * What an image is, in a form that two builders' images can be compared in: its config, and each
 * path of the flattened root file system with kind, mode, owner, content or target. Times are no
 * part of it.
 */
record ImageFacts(JsonNode config, List<String> diffIds, NavigableMap<String, FileFact> files) {

  static ImageFacts of(OciDirectory image) throws IOException {
    JsonNode manifest = image.manifest();
    JsonNode config = OciDirectory.JSON.readTree(image.blob(manifest.get("config")));
    List<String> diffIds = new ArrayList<>();
    config.get("rootfs").get("diff_ids").forEach(each -> diffIds.add(each.asText()));
    assertThat(manifest.get("layers")).hasSameSizeAs(diffIds);
    checkHistory(config, diffIds.size());

    NavigableMap<String, FileFact> files = new TreeMap<>();
    for (int i = 0; i < diffIds.size(); i++) {
      byte[] tar = decompress(image.blob(manifest.get("layers").get(i)));
      assertThat(OciDirectory.sha256(tar)).as("diff id of layer %d", i).isEqualTo(diffIds.get(i));
      LayerFacts.of(tar).applyTo(files);
    }
    return new ImageFacts(config, diffIds, files);
  }

  /** The image specification wants one entry for each layer, besides those marked as empty. */
  private static void checkHistory(JsonNode config, int layers) {
    int withLayer = 0;
    for (JsonNode entry : config.path("history")) {
      withLayer += entry.path("empty_layer").asBoolean() ? 0 : 1;
    }
    assertThat(withLayer).as("history entries with a layer in %s", config).isEqualTo(layers);
  }

  private static byte[] decompress(byte[] bytes) throws IOException {
    if (bytes.length < 2 || bytes[0] != 0x1f || (bytes[1] & 0xff) != 0x8b) {
      return bytes;
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return gzip.readAllBytes();
    }
  }

  /** The paths that are new or different, as against a base. */
  NavigableMap<String, FileFact> filesAbove(ImageFacts base) {
    NavigableMap<String, FileFact> above = new TreeMap<>(files);
    base.files().forEach(above::remove);
    return above;
  }

  /** The config without what differs from one build to the next: times. */
  JsonNode configWithoutTimes() {
    JsonNode copy = config.deepCopy();
    List<JsonNode> dated = new ArrayList<>(List.of(copy));
    copy.path("history").forEach(dated::add);
    dated.forEach(each -> ((ObjectNode) each).remove("created"));
    ((ObjectNode) copy.path("rootfs")).remove("diff_ids");
    return copy;
  }
}
