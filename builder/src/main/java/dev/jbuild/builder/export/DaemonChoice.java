package dev.jbuild.builder.export;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which docker or podman is meant: {@code DOCKER_HOST}; the context in {@code DOCKER_CONTEXT};
 * {@code CONTAINER_HOST}; the context that {@code docker context use} chose; else the first socket
 * that is there.
 *
 * @see <a href="https://docs.docker.com/engine/manage-resources/contexts/">contexts</a>
 */
record DaemonChoice(Map<String, String> environment) {

  /** Throws BuildException when there is none, or it is one that cannot be called. */
  DaemonAddress find() throws BuildException {
    String host = value("DOCKER_HOST");
    if (!host.isEmpty()) {
      return DaemonAddress.parse(
          host, "DOCKER_HOST", host.startsWith("tcp://") ? tlsOfEnvironment() : null);
    }
    DockerContexts contexts = new DockerContexts(configDirectory(), keyPassword());
    String named = value("DOCKER_CONTEXT");
    String podman = value("CONTAINER_HOST");
    if (named.isEmpty() && !podman.isEmpty()) {
      return DaemonAddress.parse(podman, "CONTAINER_HOST", null);
    }
    String context = named.isEmpty() ? contexts.current() : named;
    return context.equals(DockerContexts.DEFAULT) ? socket() : contexts.find(context);
  }

  private @Nullable DaemonTls tlsOfEnvironment() {
    boolean verified = !value("DOCKER_TLS_VERIFY").isEmpty();
    if (!verified && value("DOCKER_TLS").isEmpty()) {
      return null;
    }
    String path = value("DOCKER_CERT_PATH");
    return DaemonTls.in(
        path.isEmpty() ? configDirectory() : Path.of(path), verified, keyPassword());
  }

  private @Nullable String keyPassword() {
    return environment.get("JBUILD_CLIENT_KEY_PASSWORD");
  }

  private Path configDirectory() {
    String named = value("DOCKER_CONFIG");
    return named.isEmpty() ? Path.of(value("HOME"), ".docker") : Path.of(named);
  }

  private DaemonAddress socket() throws BuildException {
    List<Path> sockets = sockets();
    for (Path socket : sockets) {
      if (Files.exists(socket)) {
        return DaemonAddress.ofSocket(socket);
      }
    }
    throw new BuildException(
        Kind.ENVIRONMENT,
        null,
        "cannot load the image: neither docker nor podman listens at "
            + String.join(", ", sockets.stream().map(Path::toString).toList())
            + "; start one (podman system service), or name one in DOCKER_HOST or DOCKER_CONTEXT;"
            + " without one, -o type=docker,dest=FILE writes an archive");
  }

  private List<Path> sockets() {
    List<Path> sockets = new ArrayList<>(List.of(Path.of("/var/run/docker.sock")));
    Path runtime = runtimeDirectory();
    sockets.add(runtime.resolve("docker.sock"));
    sockets.add(runtime.resolve("podman/podman.sock"));
    sockets.add(Path.of("/run/podman/podman.sock"));
    return sockets;
  }

  private Path runtimeDirectory() {
    String named = value("XDG_RUNTIME_DIR");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    try {
      return Path.of("/run/user", Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString());
    } catch (IOException e) {
      return Path.of("/run/user/0");
    }
  }

  private String value(String name) {
    return environment.getOrDefault(name, "");
  }
}
