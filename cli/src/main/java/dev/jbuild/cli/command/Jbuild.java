package dev.jbuild.cli.command;

import dev.jbuild.builder.Places;
import dev.jbuild.builder.words.Amounts;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.registry.DockerConfigCredentials;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.UserSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, and the process that it runs in. */
@Command(
    name = "jbuild",
    description = "Builds OCI images from Dockerfiles, and runs them.",
    footer = {"", "'jbuild -t app .' is 'jbuild build -t app .'."})
public final class Jbuild {
  private final Host host;

  @Option(
      names = "--root",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "Directory of the image store (or JBUILD_ROOT).")
  @Nullable Path root;

  @Option(
      names = {"-D", "--debug"},
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  boolean debug;

  @Option(
      names = "--server",
      description =
          "Before the command: run it in the warm server, if that can be (or JBUILD_SERVER=1).")
  @SuppressWarnings("UnusedVariable") // the native client itself acts on it
  boolean server;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli itself acts on it
  boolean help;

  public Jbuild(Host host) {
    this.host = host;
  }

  public boolean debug() {
    return debug;
  }

  Host host() {
    return host;
  }

  Places places() throws IOException {
    return host.places(root);
  }

  /** Tells of something that does not stop the command. From any thread. */
  void warn(String text) {
    host.err().println("warning: " + text);
  }

  /** The native helper for a store; JBUILD_EXEC names another program in its place. */
  AgentOptions agentOptions(Path storeRoot, Isolation isolation) throws IOException {
    return new AgentOptions(storeRoot, places().nativeCache(), isolation, this::warn)
        .withExecutable(executable())
        .withVariables(host.environment());
  }

  /** How this user's registries are called. */
  RegistryOptions registryOptions() throws IOException {
    return UserSettings.options(host.environment(), places().dockerConfig());
  }

  /** Where this user's logins are kept. */
  DockerConfigCredentials logins() throws IOException {
    return DockerConfigCredentials.of(host.environment(), places().dockerConfig());
  }

  /** How many bytes the build cache may take, by JBUILD_CACHE_SIZE; null when it does not say. */
  @Nullable Long cacheLimit() throws CommandException {
    String size = host.variable("JBUILD_CACHE_SIZE");
    if (size == null || size.isEmpty()) {
      return null;
    }
    if (size.equals("unlimited")) {
      return Long.MAX_VALUE;
    }
    return Amounts.size(size)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "JBUILD_CACHE_SIZE is \""
                        + size
                        + "\": neither a size such as 20GB nor \"unlimited\""));
  }

  @Nullable Path executable() {
    String program = host.variable("JBUILD_EXEC");
    return program == null || program.isEmpty() ? null : host.path(program);
  }
}
