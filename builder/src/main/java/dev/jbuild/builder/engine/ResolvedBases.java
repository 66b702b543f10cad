package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.plan.BaseImages;
import dev.jbuild.builder.plan.Excerpts;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.check.BaseImage;
import dev.jbuild.parser.value.PlatformName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for each image of a build once, for the checks and for the plan; a failure stays one. */
final class ResolvedBases implements BaseImages, dev.jbuild.parser.check.BaseImages {
  private final BaseImages images;
  private final Map<Wanted, ResolvedImage> resolved = new HashMap<>();
  private final Map<Wanted, BuildException> failed = new HashMap<>();
  private @Nullable Missing missing;

  private record Wanted(ImageReference reference, Platform platform) {}

  private record Missing(BuildException failure, Location user) {}

  ResolvedBases(BaseImages images) {
    this.images = images;
  }

  @Override
  public ResolvedImage resolve(ImageReference reference, Platform platform)
      throws BuildException, InterruptedException {
    Wanted wanted = new Wanted(reference, platform);
    ResolvedImage known = resolved.get(wanted);
    if (known != null) {
      return known;
    }
    BuildException failure = failed.get(wanted);
    if (failure != null) {
      throw failure;
    }
    try {
      known = images.resolve(reference, platform);
    } catch (BuildException e) {
      failed.put(wanted, e);
      throw e;
    }
    resolved.put(wanted, known);
    return known;
  }

  @Override
  public @Nullable BaseImage find(String name, PlatformName platform, Location user) {
    try {
      ImageReference reference = ImageReference.parse(name);
      return BaseFacts.of(resolve(reference, Platform.parse(platform.toString())).config());
    } catch (OciFormatException e) {
      miss(new BuildException(Kind.USER, null, String.valueOf(e.getMessage()), e), user);
    } catch (BuildException e) {
      miss(e, user);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever waits next ends
    }
    return null;
  }

  private void miss(BuildException failure, Location user) {
    if (missing == null) {
      missing = new Missing(failure, user);
    }
  }

  /** What kept an image that is needed from being looked at, with the line that names it. */
  Optional<BuildException> missing(Excerpts excerpts) {
    return Optional.ofNullable(missing)
        .map(
            found ->
                found.failure.origin() != null
                    ? found.failure
                    : new BuildException(
                        found.failure.kind(),
                        excerpts.origin(found.user),
                        String.valueOf(found.failure.getMessage()),
                        found.failure));
  }
}
