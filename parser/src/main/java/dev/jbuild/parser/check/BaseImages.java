package dev.jbuild.parser.check;

import dev.jbuild.parser.value.PlatformName;

/** Knows images by name; {@link BaseImage#ASSUMED} stands for those it does not know. */
@FunctionalInterface
public interface BaseImages {

  BaseImage find(String name, PlatformName platform);
}
