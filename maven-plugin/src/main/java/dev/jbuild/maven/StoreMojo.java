package dev.jbuild.maven;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.Places;
import dev.jbuild.executor.Isolation;
import dev.jbuild.registry.CredentialSource;
import dev.jbuild.registry.DockerConfigCredentials;
import dev.jbuild.registry.UserSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** A goal that works in the local store, with what Maven's settings say about servers. */
@SuppressWarnings("NullAway.Init") // Maven sets what has no default
abstract class StoreMojo extends AbstractMojo {

  /** The local store; the one that the {@code jbuild} command uses unless set. */
  @Parameter(property = "jbuild.root")
  private @Nullable File root;

  /** Does nothing. */
  @Parameter(property = "jbuild.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Inject private SettingsDecrypter decrypter;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("jbuild is skipped");
      return;
    }
    try {
      act();
    } catch (BuildException e) {
      throw failed(e);
    } catch (IOException e) {
      throw new MojoExecutionException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    }
  }

  /** What the goal does. */
  abstract void act()
      throws BuildException,
          IOException,
          InterruptedException,
          MojoExecutionException,
          MojoFailureException;

  /** What Maven's log says of a failure. */
  String described(BuildException failure) {
    return String.valueOf(failure.getMessage());
  }

  private MojoExecutionException failed(BuildException failure) throws MojoFailureException {
    String message = described(failure);
    if (session.isOffline() && failure.kind() == BuildException.Kind.REGISTRY) {
      message +=
          "\nMaven is offline (-o), and the local store has not all of it: build once without -o,"
              + " or get it with: jbuild pull";
    }
    return switch (failure.kind()) {
      case USER, EXEC -> throw new MojoFailureException(message, failure);
      case REGISTRY, ENVIRONMENT, INTERNAL -> new MojoExecutionException(message, failure);
    };
  }

  /** The entries of a parameter, of the POM and of the command line. */
  final Map<String, String> entries(String name, Map<String, String> configured)
      throws MojoFailureException {
    return CommandLineWords.map(session.getUserProperties(), name, configured);
  }

  final MavenSession session() {
    return session;
  }

  final Places places() throws IOException {
    Path chosen = root == null ? null : root.toPath();
    return Places.of(System.getenv(), chosen);
  }

  /** The user's, with the servers and proxies of settings.xml before those of docker. */
  final BuildEnvironment environment(Isolation isolation) throws IOException {
    Places places = places();
    MavenServers servers = new MavenServers(session.getSettings(), decrypter);
    Map<String, String> variables =
        servers.proxies(System.getenv(), session.isOffline(), getLog()::warn);
    CredentialSource docker = DockerConfigCredentials.of(variables, places.dockerConfig());
    String executable = System.getenv("JBUILD_EXEC");
    return BuildEnvironment.of(places.storeRoot(), places.nativeCache())
        .withRegistry(
            UserSettings.options(variables, places.dockerConfig())
                .withCredentials(servers.before(docker)))
        .withIsolation(isolation)
        .withExecutable(executable == null || executable.isEmpty() ? null : Path.of(executable))
        .withVariables(variables);
  }
}
