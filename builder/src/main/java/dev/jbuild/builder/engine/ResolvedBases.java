package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.plan.BaseImages;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.check.BaseImage;
import dev.jbuild.parser.value.PlatformName;
import java.util.HashMap;
import java.util.Map;

/** Asks for each image of a build once, for the checks and for the plan; a failure stays one. */
final class ResolvedBases implements BaseImages, dev.jbuild.parser.check.BaseImages {
  private final BaseImages images;
  private final Map<Wanted, ResolvedImage> resolved = new HashMap<>();
  private final Map<Wanted, BuildException> failed = new HashMap<>();
  private boolean complete = true;

  private record Wanted(ImageReference reference, Platform platform) {}

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
  public BaseImage find(String name, PlatformName platform) {
    try {
      ImageReference reference = ImageReference.parse(name);
      return BaseFacts.of(resolve(reference, Platform.parse(platform.toString())).config());
    } catch (OciFormatException | BuildException e) {
      complete = false; // planning meets the same failure, and tells it with its line
    } catch (InterruptedException e) {
      complete = false;
      Thread.currentThread().interrupt();
    }
    return BaseImage.ASSUMED;
  }

  /** Whether all images that were asked for are known, so that a check was not a guess. */
  boolean complete() {
    return complete;
  }
}
