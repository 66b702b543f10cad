package dev.jbuild.builder.ops;

import dev.jbuild.builder.plan.Op;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.time.Instant;
import java.util.SortedMap;

/** The layer of a WORKDIR: the directory, as far as it is missing. */
public final class WorkdirAction {
  private final Store store;
  private final LayerDisk disk;
  private final Op.MakeDirectory op;
  private final Inputs.Files base;

  public WorkdirAction(Store store, LayerDisk disk, Op.MakeDirectory op, Inputs.Files base) {
    this.store = store;
    this.disk = disk;
    this.op = op;
    this.base = base;
  }

  /** Adds to an action key. */
  public void describe(SortedMap<String, String> parts) {
    parts.put("op", "workdir 1");
    parts.put("base", base.state().tree().toString());
    parts.put("path", op.path());
    if (op.user() != null) {
      parts.put("user", op.user());
    }
  }

  /** Writes the layer, which is empty if the directory is there. */
  public NewLayer write(LayerTimes times) throws IOException {
    State state = base.state();
    Ownership owner =
        op.user() == null
            ? null
            : new Owners(new StateFiles(store, disk, state)).resolve(op.user());
    Instant now = times.now();
    Target target = new Target(store.trees(), state.tree(), now);
    target.makeDirectories(target.resolve(op.path()), new CopyRules(owner, null).implied(now));
    try (LayerWriter layer = store.layers().create(state.tree(), LayerForm.TAR, times.latest())) {
      target.writeTo(layer);
      return layer.finish();
    }
  }
}
