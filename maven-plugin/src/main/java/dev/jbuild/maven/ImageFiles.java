package dev.jbuild.maven;

import dev.jbuild.builder.BuildResult;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.project.MavenProject;

/** What other plugins and scripts get to know of an image: files, and properties of the project. */
final class ImageFiles {
  private static final String DIGEST = "jbuild.image.digest";

  private final MavenProject project;
  private final List<ImageReference> tags;

  ImageFiles(MavenProject project, List<ImageReference> tags) {
    this.project = project;
    this.tags = tags;
  }

  /**
   * Writes {@code image-id}, {@code digest} and {@code metadata.json} to {@code target/jbuild}, and
   * sets the properties.
   *
   * @param image the manifest or index, as it is in the registry if it was pushed
   */
  void write(BuildResult result, Descriptor image) throws IOException {
    Path directory = Path.of(project.getBuild().getDirectory(), "jbuild");
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("image-id"), result.id().toString());
    Files.writeString(directory.resolve("digest"), image.digest().toString());
    Files.write(directory.resolve("metadata.json"), Json.write(metadata(result, image)));
    project.getProperties().setProperty("jbuild.image.name", tags.getFirst().familiar());
    project.getProperties().setProperty("jbuild.image.id", result.id().toString());
    project.getProperties().setProperty(DIGEST, image.digest().toString());
  }

  /** Notes what the image is in the registry, where its layers are compressed. */
  static void pushed(MavenProject project, Descriptor image) throws IOException {
    Path directory = Path.of(project.getBuild().getDirectory(), "jbuild");
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("digest"), image.digest().toString());
    project.getProperties().setProperty(DIGEST, image.digest().toString());
  }

  /** The fields that {@code jbuild build --metadata-file} and docker buildx write. */
  private Map<String, Object> metadata(BuildResult result, Descriptor image) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (result.images().size() == 1) {
      json.put("containerimage.config.digest", result.id().toString());
    }
    json.put("containerimage.descriptor", image.toJson());
    json.put("containerimage.digest", image.digest().toString());
    json.put("image.name", String.join(",", tags.stream().map(ImageReference::toString).toList()));
    return json;
  }
}
