package dev.jbuild.maven;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.key.KeyException;
import dev.jbuild.registry.key.SigningKey;
import dev.jbuild.registry.sign.ImageSigner;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

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

  /**
   * Signs what is pushed with this private key, as {@code jbuild push --sign} does. The password of
   * an encrypted key is the value of JBUILD_KEY_PASSWORD or COSIGN_PASSWORD.
   */
  @Parameter(property = "jbuild.signKey")
  private @Nullable File signKey;

  /** Pushes the image of that name, and signs it when there is a key. */
  final Descriptor pushed(ImageReference tag, Builder builder, MavenProgress progress)
      throws BuildException, IOException, InterruptedException, MojoFailureException {
    SigningKey key = signingKey();
    Descriptor image = builder.push(tag, progress);
    getLog().info("pushed " + tag.familiar() + ": " + image.digest());
    if (key != null) {
      try (RegistryClient client = new RegistryClient(environment(Isolation.AUTO).registry())) {
        List<Digest> signed = new ImageSigner(client, key).sign(tag);
        getLog().info("signed " + tag.familiar() + ": " + signed.getFirst());
      }
    }
    return image;
  }

  /** Read before anything is pushed, so that nothing is left unsigned for want of a password. */
  private @Nullable SigningKey signingKey() throws IOException, MojoFailureException {
    if (signKey == null) {
      return null;
    }
    try {
      return SigningKey.read(signKey.toPath(), new KeyVariables());
    } catch (KeyException e) {
      throw new MojoFailureException("jbuild.signKey: " + e.getMessage(), e);
    }
  }

  final MavenProject project() {
    return project;
  }

  /** The names, at least one. */
  final List<ImageReference> references() throws MojoFailureException {
    List<ImageReference> references = new ArrayList<>();
    for (String tag : CommandLineWords.list(tags)) {
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
