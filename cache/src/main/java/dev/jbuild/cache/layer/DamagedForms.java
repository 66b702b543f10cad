package dev.jbuild.cache.layer;

import dev.jbuild.cache.content.DamagedBlobException;
import dev.jbuild.cache.disk.LostContentException;
import java.io.IOException;

/** A damaged form of a layer is moved aside when it is met; another form may serve then. */
final class DamagedForms {
  private DamagedForms() {}

  /** Does {@code work}, again after each damage; in the end a form is sound or none is left. */
  static <T> T passBy(Work<T> work) throws IOException {
    DamagedBlobException damage = null;
    while (true) {
      try {
        return work.run();
      } catch (DamagedBlobException e) {
        damage = e;
      } catch (LostContentException e) {
        if (damage != null) {
          e.addSuppressed(damage);
        }
        throw e;
      }
    }
  }

  interface Work<T> {
    T run() throws IOException;
  }
}
