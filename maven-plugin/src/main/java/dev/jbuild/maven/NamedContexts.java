package dev.jbuild.maven;

import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.words.ContextWord;
import dev.jbuild.oci.ImageReference;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/**
 * The named contexts that a project gives its Dockerfile, as directories below {@code
 * target/jbuild}: {@code artifact} has the project's artifact, {@code dependencies} those that it
 * needs at run time. Their files have no versions that change with every build of a snapshot.
 */
final class NamedContexts {
  private static final List<String> AT_RUN_TIME =
      List.of(Artifact.SCOPE_COMPILE, Artifact.SCOPE_RUNTIME);

  private final MavenProject project;

  NamedContexts(MavenProject project) {
    this.project = project;
  }

  /** These, with those that the user gives beside or in the place of them. */
  Map<ImageReference, ContextSource> with(Map<String, String> given)
      throws IOException, MojoFailureException {
    Map<ImageReference, ContextSource> contexts = new TreeMap<>();
    contexts.put(ImageReference.parse("artifact"), directory("artifact", artifact()));
    contexts.put(ImageReference.parse("dependencies"), directory("dependencies", dependencies()));
    List<String> words = new ArrayList<>();
    given.forEach((name, source) -> words.add(name + "=" + source));
    contexts.putAll(Given.read("contexts", () -> ContextWord.parse(words)));
    return contexts;
  }

  /** The artifact under the name that it has in {@code target}; none before it is packaged. */
  private Map<String, Path> artifact() {
    File file = project.getArtifact() == null ? null : project.getArtifact().getFile();
    return file == null || !file.isFile() ? Map.of() : Map.of(file.getName(), file.toPath());
  }

  private Map<String, Path> dependencies() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Artifact artifact : project.getArtifacts()) {
      File file = artifact.getFile();
      if (file != null && file.isFile() && AT_RUN_TIME.contains(artifact.getScope())) {
        files.put(name(artifact, files), file.toPath());
      }
    }
    return files;
  }

  /** A snapshot of a repository has a time in the name of its file, but not here. */
  private static String name(Artifact artifact, Map<String, Path> taken) {
    String classifier = artifact.hasClassifier() ? "-" + artifact.getClassifier() : "";
    String extension = artifact.getArtifactHandler().getExtension();
    String name =
        artifact.getArtifactId() + "-" + artifact.getBaseVersion() + classifier + "." + extension;
    return taken.containsKey(name) ? artifact.getGroupId() + "." + name : name;
  }

  private ContextSource directory(String name, Map<String, Path> files) throws IOException {
    Path directory = Path.of(project.getBuild().getDirectory(), "jbuild", name);
    Files.createDirectories(directory);
    try (Stream<Path> old = Files.list(directory)) {
      for (Path each : old.toList()) {
        if (!files.containsKey(each.getFileName().toString())) {
          Files.delete(each);
        }
      }
    }
    for (Map.Entry<String, Path> each : files.entrySet()) {
      copy(each.getValue(), directory.resolve(each.getKey()));
    }
    return new ContextSource.Local(directory);
  }

  /** A file that was copied before stays as it is, so that a build need not read it again. */
  private static void copy(Path from, Path to) throws IOException {
    boolean same =
        Files.isRegularFile(to)
            && Files.size(from) == Files.size(to)
            && Files.getLastModifiedTime(from).equals(Files.getLastModifiedTime(to));
    if (!same) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      // Modes count for images, and those of a local repository are a matter of its user's umask.
      Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }
}
