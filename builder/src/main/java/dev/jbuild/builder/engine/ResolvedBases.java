package dev.jbuild.builder.engine;

import dev.jbuild.builder.BuildContexts;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.Origin;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.plan.BaseImages;
import dev.jbuild.builder.plan.Excerpts;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.check.BaseImage;
import dev.jbuild.parser.check.StageNames;
import dev.jbuild.parser.text.Suggestion;
import dev.jbuild.parser.value.PlatformName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Asks for each image of a build once, for the checks and for the plan; a failure stays one. */
final class ResolvedBases implements BaseImages, dev.jbuild.parser.check.BaseImages {
  private final BaseImages images;
  private final BuildContexts contexts;
  private final Map<Wanted, ResolvedImage> resolved = new ConcurrentHashMap<>();
  private final Map<Wanted, BuildException> failed = new ConcurrentHashMap<>();
  private @Nullable Missing missing;

  /** An image as the build names it, by a reference or as a layout. */
  private record Wanted(Object name, Platform platform) {}

  private record Missing(String name, BuildException failure, Location user) {}

  ResolvedBases(BaseImages images, BuildContexts contexts) {
    this.images = images;
    this.contexts = contexts;
  }

  /** Asks for images side by side; what fails is told by whoever asks for it again. */
  void prefetch(Set<BaseLookups.Lookup> lookups) throws InterruptedException {
    if (lookups.size() < 2) {
      return;
    }
    List<Callable<Boolean>> all = new ArrayList<>();
    for (BaseLookups.Lookup lookup : lookups) {
      all.add(
          () -> {
            try {
              look(lookup.name(), lookup.platform());
              return true;
            } catch (BuildException | OciFormatException e) {
              return false; // a failure is remembered, and found in the order of the file
            }
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(all);
    }
  }

  @Override
  public ResolvedImage resolve(ImageReference reference, Platform platform)
      throws BuildException, InterruptedException {
    return once(
        new Wanted(reference, platform),
        () -> {
          try {
            return images.resolve(reference, platform);
          } catch (BuildException e) {
            throw e.kind() == Kind.REGISTRY ? notFound(reference, e) : e;
          }
        });
  }

  /** Says the whole name, as docker does: people see what a short one was taken for. */
  private static BuildException notFound(ImageReference reference, BuildException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(reference + ": not found")
        ? e
        : new BuildException(e.kind(), e.origin(), reference + ": not found: " + message, e);
  }

  @Override
  public ResolvedImage resolve(
      ContextSource.OciLayout layout, ImageReference name, Platform platform)
      throws BuildException, InterruptedException {
    return once(new Wanted(layout, platform), () -> images.resolve(layout, name, platform));
  }

  @FunctionalInterface
  private interface Resolution {
    ResolvedImage resolve() throws BuildException, InterruptedException;
  }

  private ResolvedImage once(Wanted wanted, Resolution resolution)
      throws BuildException, InterruptedException {
    ResolvedImage known = resolved.get(wanted);
    if (known != null) {
      return known;
    }
    BuildException failure = failed.get(wanted);
    if (failure != null) {
      throw failure;
    }
    try {
      known = resolution.resolve();
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
      return look(name, platform);
    } catch (OciFormatException e) {
      miss(name, new BuildException(Kind.USER, null, String.valueOf(e.getMessage()), e), user);
    } catch (BuildException e) {
      miss(name, e, user);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever waits next ends
    }
    return null;
  }

  private BaseImage look(String name, PlatformName platform)
      throws BuildException, InterruptedException {
    Platform wanted = Platform.parse(platform.toString());
    Optional<ImageReference> context = contexts.find(name);
    return switch (context.map(contexts::get).orElse(null)) {
      case null -> facts(resolve(ImageReference.parse(name), wanted));
      case ContextSource.Image image -> facts(resolve(image.reference(), wanted));
      case ContextSource.OciLayout layout -> facts(resolve(layout, context.orElseThrow(), wanted));
      case ContextSource.Local files -> files(platform);
      case ContextSource.Empty files -> files(platform);
      case ContextSource.Archive files -> files(platform);
      case ContextSource.Stream files -> files(platform);
      case ContextSource.Http files -> files(platform);
      case ContextSource.Git files -> files(platform);
    };
  }

  /** Files without an image fit any platform. */
  private static BaseImage files(PlatformName platform) {
    return BaseImage.ASSUMED.withPlatform(platform);
  }

  private static BaseImage facts(ResolvedImage image) {
    return BaseFacts.of(image.config());
  }

  private void miss(String name, BuildException failure, Location user) {
    if (missing == null) {
      missing = new Missing(name, failure, user);
    }
  }

  /** What kept an image that is needed from being looked at, with the line that names it. */
  Optional<BuildException> missing(Dockerfile file, Excerpts excerpts) {
    return Optional.ofNullable(missing)
        .map(
            found -> {
              BuildException failure = found.failure;
              Origin known = failure.origin();
              Origin origin = known == null ? excerpts.origin(found.user) : known;
              String meant = new StageNames(file.stages()).nearly(found.name);
              String message = Suggestion.append(String.valueOf(failure.getMessage()), meant);
              return new BuildException(failure.kind(), origin, message, failure);
            });
  }
}
