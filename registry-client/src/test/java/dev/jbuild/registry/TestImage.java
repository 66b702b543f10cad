package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A small image for tests: one config and one layer of random bytes. */
final class TestImage {

  static final RegistryOptions QUICK =
      RegistryOptions.DEFAULT
          .withRetries(3, Duration.ofMillis(5))
          .withStallTimeout(Duration.ofSeconds(20));

  private final byte[] config;
  private final byte[] layer;

  private TestImage(byte[] config, byte[] layer) {
    this.config = config;
    this.layer = layer;
  }

  static TestImage of(long seed, int layerSize) {
    byte[] layer = new byte[layerSize];
    new Random(seed).nextBytes(layer);
    String config =
        """
        {"architecture":"amd64","os":"linux","config":{"Cmd":["/bin/%d"]},
        "rootfs":{"type":"layers","diff_ids":["%s"]}}"""
            .formatted(seed, Descriptor.of("", layer).digest());
    return new TestImage(config.getBytes(StandardCharsets.UTF_8), layer);
  }

  byte[] config() {
    return config;
  }

  byte[] layer() {
    return layer;
  }

  Descriptor configDescriptor() {
    return Descriptor.of(MediaTypes.OCI_CONFIG, config);
  }

  Descriptor layerDescriptor() {
    return Descriptor.of(MediaTypes.OCI_LAYER, layer);
  }

  Manifest manifest() {
    return Manifest.of(configDescriptor(), List.of(layerDescriptor()));
  }

  Descriptor push(RegistryClient client, ImageReference to) throws IOException {
    client.pushBlob(to, configDescriptor(), source(config), TransferListener.NONE);
    client.pushBlob(to, layerDescriptor(), source(layer), TransferListener.NONE);
    return client.pushManifest(to, manifest().mediaType(), manifest().raw());
  }

  static BlobSource source(byte[] bytes) {
    return () -> new ByteArrayInputStream(bytes);
  }

  static byte[] readAll(InputStream stream) throws IOException {
    try (stream) {
      return stream.readAllBytes();
    }
  }
}
