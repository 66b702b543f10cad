package dev.jbuild.acceptance;

import dev.jbuild.registry.testing.DockerRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A registry that has the busybox base image, put there by skopeo. */
final class BaseRegistry implements AutoCloseable {
  private final Bench bench = new Bench(User.SELF);
  private final OciDirectory base;
  private final DockerRegistry registry;

  BaseRegistry() throws IOException {
    base = writeBase(bench.home());
    registry = DockerRegistry.start(Files.createDirectory(bench.home().resolve("registry")));
    bench
        .skopeo("copy", "--dest-tls-verify=false", "oci:" + base.path(), "docker://" + baseName())
        .expectSuccess();
  }

  /** {@code 127.0.0.1:port}. */
  String host() {
    return registry.host();
  }

  String baseName() {
    return host() + "/base/busybox:latest";
  }

  ImageFacts baseFacts() throws IOException {
    return ImageFacts.of(base);
  }

  /** Fetches an image with skopeo and reads what it is. */
  ImageFacts facts(Bench user, String reference) throws IOException {
    Path copy = Files.createTempDirectory(user.home(), "copy");
    user.skopeo("copy", "--src-tls-verify=false", "docker://" + reference, "oci:" + copy)
        .expectSuccess();
    return ImageFacts.of(new OciDirectory(copy));
  }

  private static OciDirectory writeBase(Path directory) throws IOException {
    Path tar = directory.resolve("busybox.tar");
    String script = Checkout.ROOT.resolve("scripts/busybox-base.sh").toString();
    Command.of(directory, script, tar.toString()).run().expectSuccess();
    byte[] layer = Files.readAllBytes(tar);
    Map<String, Object> config =
        Map.of(
            "architecture",
            System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64",
            "os",
            "linux",
            "config",
            Map.of(
                "Env",
                List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                "Cmd",
                List.of("sh")),
            "rootfs",
            Map.of("type", "layers", "diff_ids", List.of(OciDirectory.sha256(layer))),
            "history",
            List.of(Map.of("created_by", "ADD busybox.tar /")));
    return write(directory.resolve("base"), layer, config);
  }

  private static OciDirectory write(Path path, byte[] layer, Map<String, Object> config)
      throws IOException {
    OciDirectory image = OciDirectory.create(path);
    String type = "application/vnd.oci.image.";
    Map<String, Object> manifest =
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            type + "manifest.v1+json",
            "config",
            image.add(type + "config.v1+json", OciDirectory.JSON.writeValueAsBytes(config)),
            "layers",
            List.of(image.add(type + "layer.v1.tar+gzip", gzip(layer))));
    Map<String, Object> descriptor =
        image.add(type + "manifest.v1+json", OciDirectory.JSON.writeValueAsBytes(manifest));
    image.writeIndex(Map.of("schemaVersion", 2, "manifests", List.of(descriptor)));
    return image;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    registry.close();
    bench.close();
  }
}
