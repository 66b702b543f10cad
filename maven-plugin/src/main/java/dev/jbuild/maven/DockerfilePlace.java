package dev.jbuild.maven;

import dev.jbuild.builder.DockerfileSource;
import java.io.File;
import java.nio.file.Path;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/**
 * Where the Dockerfile of a project is.
 *
 * @param dockerfile null for the one in the root of the context
 */
record DockerfilePlace(MavenSession session, File context, @Nullable File dockerfile) {

  DockerfileSource source() {
    return dockerfile == null
        ? new DockerfileSource.InContext()
        : new DockerfileSource.File(dockerfile.toPath(), dockerfile.getName());
  }

  /** The path that finds the file from where Maven was started, for messages. */
  String name(String name) {
    Path file = dockerfile == null ? context.toPath().resolve(name) : dockerfile.toPath();
    Path start = Path.of(session.getExecutionRootDirectory()).toAbsolutePath().normalize();
    Path whole = file.toAbsolutePath().normalize();
    return whole.startsWith(start) ? start.relativize(whole).toString() : whole.toString();
  }
}
