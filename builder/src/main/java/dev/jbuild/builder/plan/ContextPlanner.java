package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildContexts;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.Location;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans what is taken from contexts: the build's own, and those that stand for stages or images.
 */
final class ContextPlanner {
  private final Planner planner;
  private final BuildContexts contexts;
  private final Map<ImageReference, Vertex> named = new HashMap<>();
  private @Nullable Vertex main;

  ContextPlanner(Planner planner, BuildContexts contexts) {
    this.planner = planner;
    this.contexts = contexts;
  }

  /** The context that stands for a stage or an image of that name. */
  Optional<ImageReference> find(String name) {
    return contexts.find(name);
  }

  /** The files of the build context; only a build that copies from it reads it. */
  Vertex main() {
    if (main == null) {
      main = new Vertex(new Op.SourceContext(null), List.of(), null);
    }
    return main;
  }

  /** The files of a named context. */
  Vertex files(ImageReference name, Stage stage, Location place)
      throws BuildException, InterruptedException {
    ContextSource source = contexts.get(name);
    Optional<ResolvedImage> image = image(name, planner.platform(), place);
    if (image.isPresent()) {
      return planner.imageVertex(image.get(), stage, place);
    }
    return source instanceof ContextSource.Empty
        ? planner.scratch(planner.platform()).vertex()
        : named.computeIfAbsent(
            name, known -> new Vertex(new Op.SourceContext(known), List.of(), null));
  }

  /** The state that a stage begins with which is a named context, or is based on one. */
  StageState state(ImageReference name, Platform platform, Stage stage, Location place)
      throws BuildException, InterruptedException {
    ContextSource source = contexts.get(name);
    Optional<ResolvedImage> image = image(name, platform, place);
    if (image.isPresent()) {
      return planner.image(image.get(), platform, stage, place);
    }
    StageState state = planner.scratch(platform);
    if (!(source instanceof ContextSource.Empty)) {
      Op all =
          new Op.Copy(List.of(new CopySource.FromInput(1, "/", false)), "/", null, null, List.of());
      List<Vertex> inputs = List.of(state.vertex(), files(name, stage, place));
      state.advance(new Vertex(all, inputs, null), "COPY " + name.familiar() + " / # context");
    }
    return state;
  }

  private Optional<ResolvedImage> image(ImageReference name, Platform platform, Location place)
      throws BuildException, InterruptedException {
    return switch (contexts.get(name)) {
      case ContextSource.Image image -> Optional.of(planner.resolve(image, platform, place));
      case ContextSource.OciLayout layout ->
          Optional.of(planner.resolve(layout, name, platform, place));
      case ContextSource.Local local -> Optional.empty();
      case ContextSource.Empty empty -> Optional.empty();
      case ContextSource.Archive archive -> Optional.empty();
      case ContextSource.Stream stream -> Optional.empty();
      case ContextSource.Http file -> Optional.empty();
      case ContextSource.Git repository -> Optional.empty();
    };
  }
}
