package dev.jbuild.builder.share;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.CacheExport;
import dev.jbuild.builder.CachePlace;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the results of a build's steps where other builds can take them from. */
public final class CacheExporter {
  private final Store store;
  private final RegistryClient registry;
  private final LayerDisk disk;
  private final BuildListener listener;

  /**
   * @param disk asked only for layers that were never compressed before
   */
  public CacheExporter(
      Store store, RegistryClient registry, LayerDisk disk, BuildListener listener) {
    this.store = store;
    this.registry = registry;
    this.disk = disk;
    this.listener = listener;
  }

  /**
   * Writes a cache; a build without steps leaves what is there.
   *
   * @param steps the records of all steps of the build
   * @param image the layers of what was built
   * @throws BuildException when the export is required and fails; else that is a warning
   */
  public void export(CacheExport export, Collection<ActionRecord> steps, Set<DiffId> image)
      throws BuildException, InterruptedException, IOException {
    List<ActionRecord> records =
        export.everything() ? SharedRecords.all(steps) : SharedRecords.of(steps, image);
    if (records.isEmpty()) {
      return;
    }
    try {
      write(export.place(), records);
    } catch (IOException | IllegalArgumentException | BuildException e) {
      String message = "the cache " + export.place() + " was not written: " + Trouble.of(e);
      if (export.required()) {
        Kind kind = e instanceof RegistryException ? Kind.REGISTRY : Kind.ENVIRONMENT;
        throw new BuildException(kind, null, message, e);
      }
      listener.warning(message, null);
    }
  }

  private void write(CachePlace place, List<ActionRecord> records)
      throws IOException, BuildException, InterruptedException {
    Map<DiffId, Descriptor> layers = new LinkedHashMap<>();
    for (ActionRecord record : records) {
      for (DiffId layer : record.result().layers()) {
        if (!layers.containsKey(layer)) {
          layers.put(layer, store.layers().compressed(layer, disk));
        }
      }
    }
    byte[] config = new CacheDocument(List.copyOf(layers.keySet()), records).toJson();
    Manifest manifest =
        Manifest.of(
            Descriptor.of(CacheDocument.MEDIA_TYPE, config), new ArrayList<>(layers.values()));
    target(place).write(manifest, config);
  }

  private CacheTarget target(CachePlace place) {
    return switch (place) {
      case CachePlace.Layout layout ->
          new LayoutTarget(layout.directory(), layout.tag(), store.content());
      case CachePlace.Registry remote ->
          new RegistryTarget(registry, remote.reference(), store.content(), listener);
    };
  }
}
