package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildResult;
import dev.jbuild.cli.text.IndentedJson;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What {@code --metadata-file} holds, with the names that docker buildx has.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/buildx/build/#metadata-file">docker
 *     buildx build --metadata-file</a>
 */
final class BuildMetadata {
  private BuildMetadata() {}

  /**
   * @param image the manifest or index, as it is in the registry if it was pushed
   */
  static String of(BuildResult result, Descriptor image, List<ImageReference> names) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("buildx.build.ref", "jbuild/jbuild/" + UUID.randomUUID().toString().replace("-", ""));
    if (result.images().size() == 1) {
      json.put("containerimage.config.digest", result.id().toString());
    }
    json.put("containerimage.descriptor", image.toJson());
    json.put("containerimage.digest", image.digest().toString());
    if (!names.isEmpty()) {
      json.put(
          "image.name", String.join(",", names.stream().map(ImageReference::toString).toList()));
    }
    return IndentedJson.of(json) + "\n";
  }
}
