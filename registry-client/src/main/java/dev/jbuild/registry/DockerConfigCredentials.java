package dev.jbuild.registry;

import com.sun.security.auth.module.UnixSystem;
import dev.jbuild.registry.Credentials.Anonymous;
import dev.jbuild.registry.Credentials.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials as docker and podman keep them: in files and by the credential helpers that those
 * name. The files are read at each lookup and need not exist; the first that knows a registry wins.
 * In a file {@code credHelpers} comes before {@code auths}, and that before {@code credsStore}.
 */
public final class DockerConfigCredentials implements CredentialSource {

  private final List<Path> files;
  private final Map<String, String> environment;

  /**
   * Credentials of some files.
   *
   * @param files at least one; logins are written to the first
   * @param environment the variables that credential helpers get; PATH says where they are
   */
  public DockerConfigCredentials(List<Path> files, Map<String, String> environment) {
    this.files = List.copyOf(files);
    this.environment = Map.copyOf(environment);
  }

  /**
   * The credentials of a user: in {@code $REGISTRY_AUTH_FILE} alone when that is set, else in
   * docker's file and, after that, where podman keeps its own (containers-auth.json(5)).
   *
   * @param dockerConfig docker's {@code config.json}
   */
  public static DockerConfigCredentials of(Map<String, String> environment, Path dockerConfig) {
    String chosen = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    if (!chosen.isEmpty()) {
      return new DockerConfigCredentials(List.of(Path.of(chosen).toAbsolutePath()), environment);
    }
    List<Path> files = new ArrayList<>(List.of(dockerConfig));
    files.add(runtimeDirectory(environment).resolve("auth.json"));
    String home = environment.getOrDefault("HOME", "");
    String fallback = home.isEmpty() ? "" : home + "/.config";
    String settings = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String base = settings.isEmpty() ? fallback : settings;
    if (!base.isEmpty()) {
      files.add(Path.of(base, "containers", "auth.json"));
    }
    return new DockerConfigCredentials(files, environment);
  }

  /** Where podman keeps a login until the machine restarts. */
  private static Path runtimeDirectory(Map<String, String> environment) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return runtime.isEmpty()
        ? Path.of("/run/containers", String.valueOf(new UnixSystem().getUid()))
        : Path.of(runtime, "containers");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException naming the file or the helper, never quoting a secret
   */
  @Override
  public Credentials find(String registry) throws IOException {
    List<String> asked = new ArrayList<>();
    for (Path file : files) {
      asked.add(file.toString());
      AuthConfig config = AuthConfig.read(file);
      Credentials entry = config.ownHelper(registry).isEmpty() ? config.entry(registry) : null;
      if (entry != null) {
        return entry;
      }
      String helper = config.helper(registry);
      if (!helper.isEmpty()) {
        CredentialProgram program = new CredentialProgram(helper, file, environment);
        Optional<Credentials> kept = program.get(AuthConfig.server(registry));
        if (kept.isPresent()) {
          return kept.get();
        }
        asked.add(program.program());
      }
    }
    return new Anonymous(
        "no credentials for "
            + registry
            + " were found in "
            + String.join(", ", asked)
            + ": log in with \"jbuild login "
            + registry
            + "\"");
  }

  /**
   * {@inheritDoc}
   *
   * <p>Podman keeps them under {@code registry/namespace/repository}. A file that knows the
   * registry hides those after it.
   */
  @Override
  public Optional<Credentials> findPart(String registry, String repository) throws IOException {
    for (Path file : files) {
      AuthConfig config = AuthConfig.read(file);
      Credentials part =
          config.ownHelper(registry).isEmpty() ? config.partEntry(registry, repository) : null;
      if (part != null) {
        return Optional.of(part);
      }
      if (!config.ownHelper(registry).isEmpty() || config.entry(registry, false) != null) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * Keeps credentials by the helper that is named for the registry, else in the first file.
   *
   * @return the helper or the file
   */
  public String store(String registry, Login login) throws IOException {
    Path file = files.getFirst();
    AuthConfig config = AuthConfig.read(file);
    String helper = config.helper(registry);
    if (helper.isEmpty()) {
      AuthFile.write(config.with(registry, AuthEntry.of(login)));
      return file.toString();
    }
    CredentialProgram program = new CredentialProgram(helper, file, environment);
    program.store(AuthConfig.server(registry), login);
    // As docker: an entry without a secret, which lists what the helper knows.
    AuthFile.write(config.with(registry, Map.of()));
    return program.program();
  }

  /**
   * Removes what {@link #store} keeps.
   *
   * @return what does not have them any more: a helper or a file; empty when nothing had any
   */
  public Optional<String> remove(String registry) throws IOException {
    Path file = files.getFirst();
    AuthConfig config = AuthConfig.read(file);
    String helper = config.helper(registry);
    AuthConfig without = config.with(registry, null);
    Optional<String> origin = Optional.empty();
    if (!helper.isEmpty()) {
      CredentialProgram program = new CredentialProgram(helper, file, environment);
      String server = AuthConfig.server(registry);
      if (program.get(server).isPresent()) {
        program.erase(server);
        origin = Optional.of(program.program());
      }
    }
    if (!without.equals(config)) {
      AuthFile.write(without);
      origin = origin.or(() -> Optional.of(file.toString()));
    }
    return origin;
  }
}
