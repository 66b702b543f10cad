package dev.jbuild.builder.report;

import dev.jbuild.oci.DiffId;
import java.util.List;

/**
 * What is in a layer of an image.
 *
 * @param step the number of the step that made it or brought it along, 0 when it is not known
 * @param files how many entries there are
 * @param bytes of all regular files
 * @param wasted of them, bytes that a later layer replaces or deletes
 * @param biggest the biggest regular files, the biggest first
 */
public record LayerFiles(
    DiffId diffId, int step, int files, long bytes, long wasted, List<File> biggest) {
  /** A regular file by its path without a leading slash. */
  public record File(String path, long bytes) {}

  /**
   * A file that nobody sees although every pull fetches it.
   *
   * @param layer the number of its layer, the base is 1
   * @param by the number of the layer that hides it
   */
  public record Hidden(String path, long bytes, int layer, int by, boolean replaced) {}

  public LayerFiles {
    biggest = List.copyOf(biggest);
  }
}
