package dev.jbuild.builder.report;

import dev.jbuild.builder.report.LayerFiles.Hidden;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.layer.LayerEntry;
import dev.jbuild.oci.layer.LayerSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the entries of the layers of an image, base first, and what each layer hides of those
 * below: by a file of the same path, a whiteout, an opaque directory, or a file in the place of a
 * directory (OCI image specification, layer.md). Hard links take no bytes of their own.
 */
final class LayerCensus {
  private static final int BIGGEST = 5;

  private final SortedMap<String, Visible> visible = new TreeMap<>();
  private final List<Counted> layers = new ArrayList<>();
  private final List<Hidden> hidden = new ArrayList<>();

  private record Visible(int layer, long bytes) {}

  private static final class Counted {
    private final DiffId diffId;
    private final int step;
    private final List<LayerFiles.File> files = new ArrayList<>();
    private final Set<String> own = new HashSet<>();
    private int entries;
    private long wasted;

    private Counted(DiffId diffId, int step) {
      this.diffId = diffId;
      this.step = step;
    }

    private LayerFiles finished() {
      files.sort(Comparator.comparingLong(LayerFiles.File::bytes).reversed());
      long bytes = files.stream().mapToLong(LayerFiles.File::bytes).sum();
      List<LayerFiles.File> biggest = files.subList(0, Math.min(BIGGEST, files.size()));
      return new LayerFiles(diffId, step, entries, bytes, wasted, biggest);
    }
  }

  /** Counts the next layer. */
  void add(DiffId diffId, int step, LayerSource source) throws IOException {
    Counted layer = new Counted(diffId, step);
    layers.add(layer);
    SortedMap<String, Visible> added = new TreeMap<>();
    source.writeTo((entry, content) -> count(layer, entry, added));
    visible.putAll(added);
  }

  /** Whiteouts hide what the layers below have, never what their own layer adds. */
  private void count(Counted layer, LayerEntry entry, SortedMap<String, Visible> added) {
    String path = entry.path();
    switch (entry) {
      case LayerEntry.Whiteout whiteout -> hide(path, true, false);
      case LayerEntry.Opaque opaque -> hideBelow(path);
      case LayerEntry.Directory directory -> {
        layer.entries++;
        hideFile(path, true);
      }
      case LayerEntry.RegularFile file -> {
        layer.entries++;
        hide(path, true, true);
        if (layer.own.add(path)) {
          layer.files.add(new LayerFiles.File(path, file.size()));
          added.put(path, new Visible(layers.size(), file.size()));
        }
      }
      default -> {
        layer.entries++;
        hide(path, true, true);
      }
    }
  }

  private void hide(String path, boolean below, boolean replaced) {
    hideFile(path, replaced);
    if (below) {
      hideBelow(path);
    }
  }

  private void hideFile(String path, boolean replaced) {
    Visible file = visible.remove(path);
    if (file != null) {
      lost(path, file, replaced);
    }
  }

  private void hideBelow(String directory) {
    String from = directory.isEmpty() ? "" : directory + "/";
    SortedMap<String, Visible> below =
        directory.isEmpty() ? visible : visible.subMap(from, directory + "0");
    for (Map.Entry<String, Visible> file : List.copyOf(below.entrySet())) {
      lost(file.getKey(), file.getValue(), false);
      visible.remove(file.getKey());
    }
  }

  private void lost(String path, Visible file, boolean replaced) {
    layers.get(file.layer() - 1).wasted += file.bytes();
    if (file.bytes() > 0) {
      hidden.add(new Hidden(path, file.bytes(), file.layer(), layers.size(), replaced));
    }
  }

  List<LayerFiles> layers() {
    return layers.stream().map(Counted::finished).toList();
  }

  /** Files that a later layer hides, those that take most first. */
  List<Hidden> hidden() {
    return hidden.stream().sorted(Comparator.comparingLong(Hidden::bytes).reversed()).toList();
  }
}
