package dev.jbuild.cache.collect;

import java.util.List;
import java.util.Map;

/**
 * What a store takes on the disk, in bytes.
 *
 * @param images the images that have a name
 * @param imageBytes what they need together
 * @param cache what action records need and no named image does
 * @param records how many action records there are
 * @param mounts cache mounts
 * @param unused what nothing needs any more
 * @param others the rest by the names of files and directories of the store
 */
public record Usage(
    List<Image> images,
    long imageBytes,
    long cache,
    int records,
    List<Mount> mounts,
    long unused,
    Map<String, Long> others) {

  /**
   * An image.
   *
   * @param unique what no other image needs
   * @param shared what others need too
   */
  public record Image(String name, long unique, long shared) {}

  /** A cache mount by the name of its directory. */
  public record Mount(String name, long bytes) {}

  public Usage {
    images = List.copyOf(images);
    mounts = List.copyOf(mounts);
    others = Map.copyOf(others);
  }
}
