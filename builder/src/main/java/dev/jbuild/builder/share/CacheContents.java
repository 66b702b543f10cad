package dev.jbuild.builder.share;

import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.OciFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** What a shared cache has: records by their keys, and the blobs of layers. */
record CacheContents(Map<ActionKey, ActionRecord> records, Map<DiffId, Descriptor> layers) {
  static final CacheContents NOTHING = new CacheContents(Map.of(), Map.of());

  /** Of records in memory; those of ten thousand steps take a tenth of it. */
  private static final int MOST = 128 << 20;

  CacheContents {
    records = Map.copyOf(records);
    layers = Map.copyOf(layers);
  }

  /** Throws IllegalArgumentException for what is no cache, and IOException for damaged bytes. */
  static CacheContents read(CacheSource source) throws IOException {
    Manifest manifest = source.manifest();
    Descriptor config = manifest.config();
    if (!config.mediaType().equals(CacheDocument.MEDIA_TYPE)) {
      throw new OciFormatException("it is no cache of jbuild, but " + config.mediaType());
    }
    CacheDocument document;
    try (InputStream in = source.blob(config)) {
      document = CacheDocument.parse(Verified.bytes(in, config, MOST));
    }
    if (document.layers().size() != manifest.layers().size()) {
      throw new OciFormatException("its records are of other layers than its manifest");
    }
    Map<ActionKey, ActionRecord> records = new HashMap<>();
    document.records().forEach(record -> records.put(record.key(), record));
    Map<DiffId, Descriptor> layers = new HashMap<>();
    for (int i = 0; i < document.layers().size(); i++) {
      layers.put(document.layers().get(i), manifest.layers().get(i));
    }
    return new CacheContents(records, layers);
  }
}
