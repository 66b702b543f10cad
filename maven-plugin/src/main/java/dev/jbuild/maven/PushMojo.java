package dev.jbuild.maven;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Pushes the image of the project from the local store to the registries of its names. Credentials
 * are those of the server in settings.xml that has the registry as its id, or else docker's.
 */
@Mojo(name = "push", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class PushMojo extends ImageMojo {

  @Override
  void act() throws BuildException, IOException, InterruptedException, MojoFailureException {
    MavenProgress progress = new MavenProgress(getLog());
    try (Builder builder = new Builder(environment(Isolation.AUTO))) {
      for (ImageReference tag : references()) {
        ImageFiles.pushed(project(), pushed(tag, builder, progress));
      }
    }
  }
}
