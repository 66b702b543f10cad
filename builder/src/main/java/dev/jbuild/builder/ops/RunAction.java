package dev.jbuild.builder.ops;

import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.plan.InlineFile;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.ExecIo;
import dev.jbuild.executor.ExecResult;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.executor.ProcessSpec;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.json.Json;
import dev.jbuild.oci.layer.FileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** One RUN: a container over the layers of the state, whose upper directory becomes the layer. */
public final class RunAction {
  private final Store store;
  private final LazyAgent agent;
  private final Op.Exec op;
  private final State base;

  public RunAction(Store store, LazyAgent agent, Op.Exec op, State base) {
    this.store = store;
    this.agent = agent;
    this.op = op;
    this.base = base;
  }

  /** Adds to an action key all that the process can see and that counts. */
  public void describe(Platform platform, SortedMap<String, String> parts) {
    parts.put("op", "run 1");
    parts.put("base", base.tree().toString());
    parts.put("args", json(op.args()));
    parts.put("env", json(op.env()));
    parts.put("cwd", op.cwd());
    parts.put("user", op.user());
    parts.put("network", op.options().network().toString());
    parts.put("hostname", op.options().hostname());
    parts.put("platform", platform.toString());
    for (InlineFile file : op.files()) {
      parts.put("file " + file.path(), file.text());
    }
  }

  private static String json(List<String> words) {
    return new String(Json.write(words), StandardCharsets.UTF_8);
  }

  /**
   * Runs the process and makes its layer.
   *
   * @throws RunFailedException when the process did not end with exit code 0
   */
  public NewLayer run(LayerTimes times, ExecIo io) throws IOException, InterruptedException {
    Path temporary = store.newTemporaryDirectory("run");
    try {
      Path upper = temporary.resolve("upper");
      ExecResult result = agent.agent().exec(spec(temporary, upper), io);
      if (result.exitCode() != 0) {
        throw new RunFailedException(op.args(), result);
      }
      return layer(upper, times);
    } finally {
      agent.remove(temporary);
    }
  }

  /** The times of the directory are clamped, not only those of the layer: later steps see them. */
  private NewLayer layer(Path upper, LayerTimes times) throws IOException {
    if (times.epoch() != null) {
      agent.clampTimes(upper, times.epoch());
    }
    try (LayerWriter writer = store.layers().create(base.tree(), LayerForm.NONE)) {
      agent.diff(upper, writer);
      NewLayer layer = writer.finish();
      store.layers().adopt(layer.diffId(), upper, agent);
      return layer;
    }
  }

  private ContainerSpec spec(Path temporary, Path upper) throws IOException {
    List<Path> lowers = new ArrayList<>();
    for (DiffId layer : base.diffIds()) {
      lowers.add(store.layers().directory(layer, agent));
    }
    boolean host = op.options().network() != NetworkMode.NONE;
    ProcessSpec process = new ProcessSpec(op.args(), environment(), op.cwd(), op.user(), false);
    return ContainerSpec.of(lowers, upper, process)
        .withFiles(HostFiles.of(op.options().hostname(), host))
        .withMounts(inlineFiles(temporary))
        .withNetwork(
            host ? dev.jbuild.executor.NetworkMode.HOST : dev.jbuild.executor.NetworkMode.NONE)
        .withHostname(op.options().hostname());
  }

  /** Bound from the disk, because what is bound from memory cannot be executed. */
  private List<MountSpec> inlineFiles(Path temporary) throws IOException {
    List<MountSpec> mounts = new ArrayList<>();
    for (InlineFile file : op.files()) {
      Path path = temporary.resolve("file" + mounts.size());
      Files.write(path, FileName.encode(file.text()));
      Files.setAttribute(path, "unix:mode", file.mode());
      mounts.add(MountSpec.bind(path, file.path(), true));
    }
    return mounts;
  }

  /** A proxy given for the build gives way to a variable of the Dockerfile. */
  private List<String> environment() {
    Map<String, String> variables = new LinkedHashMap<>(op.options().proxies());
    for (String variable : op.env()) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return variables.entrySet().stream().map(v -> v.getKey() + "=" + v.getValue()).toList();
  }
}
