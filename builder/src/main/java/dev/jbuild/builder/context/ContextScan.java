package dev.jbuild.builder.context;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveAction;
import org.jspecify.annotations.Nullable;

/** Looks at all files of a directory of a context, and reads them, on all cores. */
final class ContextScan {
  /** Files that one thread takes at a time. */
  private static final int BATCH = 64;

  private final LocalContext context;

  ContextScan(LocalContext context) {
    this.context = context;
  }

  /** Whether a directory has so little in it that threads would take longer. */
  private boolean isSmall(String directory) throws IOException {
    List<String> names = context.names(directory);
    for (String name : names) {
      if (isDirectory(SourcePaths.child(directory, name))) {
        return false;
      }
    }
    return names.size() <= BATCH;
  }

  private boolean isDirectory(String path) throws IOException {
    return context.find(path).orElse(null) instanceof SourceEntry.Directory;
  }

  void run(String directory) throws IOException {
    if (isSmall(directory)) {
      return;
    }
    try (ForkJoinPool threads = new ForkJoinPool(Runtime.getRuntime().availableProcessors())) {
      Future<?> all = threads.submit(new Below(directory));
      try {
        all.get();
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw (IOException) new InterruptedIOException("cancelled").initCause(e);
      } catch (ExecutionException e) {
        threads.shutdownNow();
        rethrow(e.getCause());
      }
    }
  }

  /** Fork and join puts exceptions of tasks into copies of them. */
  private static void rethrow(@Nullable Throwable failure) throws IOException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UncheckedIOException unchecked) {
        throw unchecked.getCause();
      }
    }
    throw new IllegalStateException("reading a build context", failure);
  }

  /** All that is below a directory. */
  private final class Below extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    private final String directory;

    Below(String directory) {
      this.directory = directory;
    }

    @Override
    protected void compute() {
      List<RecursiveAction> parts = new ArrayList<>();
      List<String> files = new ArrayList<>();
      try {
        for (String name : context.names(directory)) {
          String path = SourcePaths.child(directory, name);
          if (isDirectory(path)) {
            parts.add(new Below(path));
          } else {
            files.add(path);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      for (int i = 0; i < files.size(); i += BATCH) {
        parts.add(new Batch(files.subList(i, Math.min(files.size(), i + BATCH))));
      }
      invokeAll(parts);
    }
  }

  /** The contents of some files. */
  private final class Batch extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    private final transient List<String> files;

    Batch(List<String> files) {
      this.files = files;
    }

    @Override
    protected void compute() {
      try {
        for (String path : files) {
          if (context.find(path).orElse(null) instanceof SourceEntry.RegularFile) {
            context.content(path);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
