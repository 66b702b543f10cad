package dev.jbuild.builder;

import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The context of a build, and those that {@code --build-context} puts in the place of stages and
 * images. Their names are those of images: {@code alpine}, {@code alpine:latest} and {@code
 * docker.io/library/alpine} are one.
 */
public record BuildContexts(ContextSource main, Map<ImageReference, ContextSource> named) {
  public BuildContexts {
    named = Collections.unmodifiableMap(new TreeMap<>(named));
  }

  public static BuildContexts of(ContextSource main) {
    return new BuildContexts(main, Map.of());
  }

  /** The context of a name that a Dockerfile uses for a stage or an image, as its full name. */
  public Optional<ImageReference> find(String name) {
    if (named.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ImageReference.parse(name)).filter(named::containsKey);
    } catch (OciFormatException e) {
      return Optional.empty(); // no context can have such a name
    }
  }

  /** The context of a full name. */
  public ContextSource get(ImageReference name) {
    ContextSource source = named.get(name);
    if (source == null) {
      throw new IllegalArgumentException("no context is named " + name);
    }
    return source;
  }
}
