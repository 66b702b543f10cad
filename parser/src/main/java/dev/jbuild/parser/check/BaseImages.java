package dev.jbuild.parser.check;

import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.value.PlatformName;
import org.jspecify.annotations.Nullable;

/** Knows images by name; {@link BaseImage#ASSUMED} stands for those it has not looked at. */
@FunctionalInterface
public interface BaseImages {

  /**
   * Finds an image that the build needs.
   *
   * @param user where the file names it
   * @return null if it cannot be had; nothing is checked then that an image has a part in
   */
  @Nullable BaseImage find(String name, PlatformName platform, Location user);
}
