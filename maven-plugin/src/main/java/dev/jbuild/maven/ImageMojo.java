package dev.jbuild.maven;

import dev.jbuild.oci.ImageReference;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** A goal that has to do with the image of the project. */
@SuppressWarnings("NullAway.Init") // Maven sets what has no default
abstract class ImageMojo extends StoreMojo {

  /**
   * Names of the image, like {@code registry.example.com/team/app:1.0}; the first is the one that
   * {@code run} takes. They may hold Maven properties.
   */
  @Parameter(
      property = "jbuild.tags",
      defaultValue = "${project.artifactId}:${project.version}",
      required = true)
  private List<String> tags = List.of();

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  final MavenProject project() {
    return project;
  }

  /** The names, at least one. */
  final List<ImageReference> references() throws MojoFailureException {
    List<ImageReference> references = new ArrayList<>();
    for (String tag : tags) {
      try {
        references.add(ImageReference.parse(tag));
      } catch (IllegalArgumentException e) {
        throw new MojoFailureException("jbuild.tags: " + e.getMessage(), e);
      }
    }
    if (references.isEmpty()) {
      throw new MojoFailureException("jbuild.tags: the image needs a name");
    }
    return references;
  }
}
