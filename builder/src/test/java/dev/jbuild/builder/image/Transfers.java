package dev.jbuild.builder.image;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.Origin;
import dev.jbuild.oci.Digest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what was transferred, and the warnings. */
final class Transfers implements BuildListener {
  record Progress(String what, Digest blob, long done, long total) {}

  private final List<Progress> all = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @Override
  public void transferProgress(String what, Digest blob, long done, long total) {
    all.add(new Progress(what, blob, done, total));
  }

  @Override
  public void warning(String message, @Nullable Origin origin) {
    warnings.add(message);
  }

  List<String> warnings() {
    return warnings;
  }

  /** The blobs that were begun, each as often as that happened. */
  List<Digest> begun() {
    return all.stream().filter(it -> it.done() == 0).map(Progress::blob).toList();
  }

  List<Digest> completed() {
    return all.stream().filter(it -> it.done() == it.total()).map(Progress::blob).toList();
  }
}
