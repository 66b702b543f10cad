package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildContexts;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Dockerfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Plans Dockerfiles with images that exist only by name. */
final class Plans implements BaseImages {
  static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** The names that were asked for. */
  final List<String> resolved = new ArrayList<>();

  Plan plan(String text, StageOptions options) throws BuildException, InterruptedException {
    return plan(text, options, BuildContexts.of(new ContextSource.Empty()));
  }

  Plan plan(String text, StageOptions options, BuildContexts contexts)
      throws BuildException, InterruptedException {
    Dockerfile file = Dockerfile.parse(text.getBytes(StandardCharsets.UTF_8), "Dockerfile");
    return Planner.plan(
        file,
        new Excerpts("Dockerfile", text),
        new PlanOptions(options, RunOptions.DEFAULT, contexts),
        this);
  }

  @Override
  public ResolvedImage resolve(ImageReference reference, Platform platform) {
    resolved.add(reference.familiar());
    return image(reference);
  }

  @Override
  public ResolvedImage resolve(
      ContextSource.OciLayout layout, ImageReference name, Platform platform) {
    resolved.add(layout.directory().toString());
    return image(name);
  }

  Plan plan(String text) throws BuildException, InterruptedException {
    return plan(text, StageOptions.defaults());
  }

  /** The config of the corpus's busybox, without layers. */
  private static ResolvedImage image(ImageReference reference) {
    ContainerConfig config =
        ContainerConfig.EMPTY
            .withEnv("PATH", PATH.substring("PATH=".length()))
            .withCmd(List.of("sh"));
    ImageConfig image = ImageConfig.empty(Platform.host()).withConfig(config);
    Manifest manifest =
        Manifest.of(Descriptor.of(MediaTypes.OCI_CONFIG, image.toJson()), List.of());
    return new ResolvedImage(reference, manifest.descriptor(), manifest, image);
  }
}
