package dev.jbuild.builder.context;

import dev.jbuild.builder.BuildContexts;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The contexts of one build, each opened when it is first needed. Safe for threads. */
public final class OpenContexts implements AutoCloseable {
  private final BuildContexts contexts;
  private final BuildContext main;
  private final ContextOpener opener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ImageReference, BuildContext> opened = new HashMap<>();

  /**
   * @param main the context of the build itself, which is closed with the others
   */
  public OpenContexts(BuildContexts contexts, BuildContext main, ContextOpener opener) {
    this.contexts = contexts;
    this.main = main;
    this.opener = opener;
  }

  /** The files of a named context, or of the build context for null. */
  public BuildContext open(@Nullable ImageReference name) throws IOException {
    if (name == null) {
      return main;
    }
    lock.lock();
    try {
      BuildContext context = opened.get(name);
      if (context == null) {
        context = opener.named(name, contexts.get(name));
        opened.put(name, context);
      }
      return context;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    try (main) {
      for (BuildContext context : opened.values()) {
        context.close();
      }
    }
  }
}
