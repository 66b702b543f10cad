package dev.jbuild.builder.export;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of the docker command, which are kept below its directory by the hash of a name.
 *
 * @param keyPassword of keys that are encrypted, null for none
 */
record DockerContexts(Path directory, @Nullable String keyPassword) {
  static final String DEFAULT = "default";

  /** The context that {@code docker context use} chose. */
  String current() throws BuildException {
    Path config = directory.resolve("config.json");
    Map<?, ?> json = Files.exists(config) ? read(config) : Map.of();
    return json.get("currentContext") instanceof String name && !name.isEmpty() ? name : DEFAULT;
  }

  DaemonAddress find(String name) throws BuildException {
    String id = Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex();
    Path meta = directory.resolve("contexts/meta").resolve(id).resolve("meta.json");
    if (!Files.exists(meta)) {
      throw failure(
          "cannot load the image: docker has no context "
              + name
              + " in "
              + directory
              + "; docker context ls shows which there are, and DOCKER_CONTEXT=default takes none");
    }
    Map<?, ?> endpoint = inner(inner(read(meta), "Endpoints"), "docker");
    if (!(endpoint.get("Host") instanceof String host) || host.isEmpty()) {
      throw failure("the context " + name + " of docker names no host: see " + meta);
    }
    Path files = directory.resolve("contexts/tls").resolve(id).resolve("docker");
    boolean unverified = Boolean.TRUE.equals(endpoint.get("SkipTLSVerify"));
    boolean secure = host.startsWith("tcp://") && (Files.isDirectory(files) || unverified);
    return DaemonAddress.parse(
        host,
        "docker's context " + name + ", which is",
        secure ? DaemonTls.in(files, !unverified, keyPassword) : null);
  }

  private static Map<?, ?> inner(Map<?, ?> json, String name) {
    return json.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Map<?, ?> read(Path file) throws BuildException {
    @Nullable Object json;
    try {
      json = Json.parse(Files.readAllBytes(file));
    } catch (IOException | IllegalArgumentException e) {
      throw failure("cannot load the image: read " + file + ": " + e.getMessage());
    }
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw failure("cannot load the image: " + file + " is no JSON object");
  }

  private static BuildException failure(String message) {
    return new BuildException(Kind.ENVIRONMENT, null, message);
  }
}
