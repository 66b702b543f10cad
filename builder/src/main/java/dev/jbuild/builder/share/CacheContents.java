package dev.jbuild.builder.share;

import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a shared cache has: records by their keys, and the blobs of layers. */
record CacheContents(Map<ActionKey, ActionRecord> records, Map<DiffId, Descriptor> layers) {
  static final CacheContents NOTHING = new CacheContents(Map.of(), Map.of());

  /** Of records in memory; those of ten thousand steps take a tenth of it. */
  private static final int MOST = 128 << 20;

  private static final Set<String> OF_IMAGES =
      Set.of(MediaTypes.OCI_CONFIG, MediaTypes.DOCKER_CONFIG);

  CacheContents {
    records = Map.copyOf(records);
    layers = Map.copyOf(layers);
  }

  /** Throws IllegalArgumentException for what is no cache, and IOException for damaged bytes. */
  static CacheContents read(CacheSource source) throws IOException {
    Map<ActionKey, ActionRecord> records = new HashMap<>();
    Map<DiffId, Descriptor> layers = new HashMap<>();
    String absence = "it lists no image";
    boolean found = false;
    for (Manifest manifest : source.manifests()) {
      byte[] config = config(source, manifest);
      Optional<CacheDocument> document;
      if (OF_IMAGES.contains(manifest.config().mediaType())) {
        document = inline(config);
        absence = InlineCache.absence(object(config));
      } else {
        document = Optional.of(CacheDocument.parse(config));
      }
      if (document.isPresent()) {
        found = true;
        document.get().records().forEach(record -> records.put(record.key(), record));
        layers.putAll(layers(document.get(), manifest));
      }
    }
    if (!found) {
      throw new OciFormatException(absence);
    }
    return new CacheContents(records, layers);
  }

  private static byte[] config(CacheSource source, Manifest manifest) throws IOException {
    Descriptor config = manifest.config();
    if (!config.mediaType().equals(CacheDocument.MEDIA_TYPE)
        && !OF_IMAGES.contains(config.mediaType())) {
      throw new OciFormatException("it is no cache of jbuild, but " + config.mediaType());
    }
    try (InputStream in = source.blob(config)) {
      return Verified.bytes(in, config, MOST);
    }
  }

  private static Optional<CacheDocument> inline(byte[] config) {
    List<DiffId> layers = ImageConfig.parse(config).diffIds();
    return InlineCache.records(object(config)).map(records -> new CacheDocument(layers, records));
  }

  private static Map<?, ?> object(byte[] config) {
    return Json.parse(config) instanceof Map<?, ?> object ? object : Map.of();
  }

  private static Map<DiffId, Descriptor> layers(CacheDocument document, Manifest manifest) {
    if (document.layers().size() != manifest.layers().size()) {
      throw new OciFormatException("its records are of other layers than its manifest");
    }
    Map<DiffId, Descriptor> layers = new HashMap<>();
    for (int i = 0; i < document.layers().size(); i++) {
      layers.put(document.layers().get(i), manifest.layers().get(i));
    }
    return layers;
  }
}
