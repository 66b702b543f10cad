package dev.jbuild.cache.layer;

import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Passes entries on and notes which directories a layer only implies by what it has in them. The
 * layers below say what their attributes are, which the layer's own directory cannot know.
 */
final class ImpliedDirectories implements LayerSink {
  private final LayerSink sink;
  private final Set<String> implied = new TreeSet<>();
  private final Set<String> stated = new HashSet<>();

  ImpliedDirectories(LayerSink sink) {
    this.sink = sink;
  }

  @Override
  public void add(LayerEntry entry, InputStream content) throws IOException {
    sink.add(entry, content);
    if (entry instanceof LayerEntry.Directory || entry instanceof LayerEntry.Opaque) {
      stated.add(entry.path());
    }
    String path = entry.path();
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (!implied.add(path.substring(0, slash))) {
        return; // and so are those above it
      }
    }
  }

  /** Those that no entry states, sorted. */
  List<String> left() {
    return implied.stream().filter(path -> !stated.contains(path)).toList();
  }
}
