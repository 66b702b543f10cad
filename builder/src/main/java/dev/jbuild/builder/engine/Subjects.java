package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a request is about, for the log of its build. */
public final class Subjects {
  private Subjects() {}

  /** The subject, with real paths, so that it does not matter from where a build is started. */
  public static BuildLog.Subject of(BuildRequest request) throws IOException {
    return new BuildLog.Subject(
        context(request.contexts().main()),
        dockerfile(request.dockerfile()),
        Objects.requireNonNullElse(request.stages().target(), ""),
        request.stages().platforms().stream()
            .map(Platform::toString)
            .collect(Collectors.joining(",")),
        request.output().tags().stream().map(ImageReference::familiar).toList());
  }

  private static String context(ContextSource source) throws IOException {
    return switch (source) {
      case ContextSource.Local local -> real(local.directory());
      case ContextSource.Archive archive -> real(archive.file());
      case ContextSource.OciLayout layout -> real(layout.directory());
      case ContextSource.Stream stream -> stream.name();
      case ContextSource.Image image -> image.reference().familiar();
      case ContextSource.Empty empty -> "";
      case ContextSource.Http file -> withoutUser(file.address());
      case ContextSource.Git repository -> withoutUser(repository.address());
    };
  }

  private static String dockerfile(DockerfileSource source) throws IOException {
    return switch (source) {
      case DockerfileSource.InContext inContext -> "Dockerfile";
      case DockerfileSource.File file -> real(file.path());
      case DockerfileSource.Inline inline -> "-";
      case DockerfileSource.Named named -> named.path();
      case DockerfileSource.Http file -> withoutUser(file.address());
    };
  }

  /** A user's name and password do not belong into a log. */
  private static String withoutUser(String address) {
    return address.replaceFirst("://[^/]*@", "://");
  }

  private static String real(Path path) throws IOException {
    return path.toRealPath().toString();
  }
}
