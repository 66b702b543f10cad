package dev.jbuild.builder.ops;

import dev.jbuild.builder.plan.InlineFile;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.Confinement;
import dev.jbuild.executor.ContainerSpec;
import dev.jbuild.executor.DeviceSpec;
import dev.jbuild.executor.ExecIo;
import dev.jbuild.executor.ExecResult;
import dev.jbuild.executor.FileSpec;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.executor.NetworkMode;
import dev.jbuild.executor.ProcessSpec;
import dev.jbuild.executor.Security;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.layer.FileName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** One RUN: a container over the layers of the state, whose upper directory becomes the layer. */
public final class RunAction {
  private final Store store;
  private final LazyAgent agent;
  private final RunMounts mounts;
  private final Confinement confinement;
  private final Op.Exec op;
  private final List<Inputs> inputs;
  private final State base;

  /**
   * An action on its inputs.
   *
   * @param confinement limits that are not the Dockerfile's
   * @param inputs the inputs of the vertex; the first is the file system that is changed
   */
  public RunAction(
      Store store,
      LazyAgent agent,
      RunMounts mounts,
      Confinement confinement,
      Op.Exec op,
      List<Inputs> inputs) {
    this.store = store;
    this.agent = agent;
    this.mounts = mounts;
    this.confinement = confinement;
    this.op = op;
    this.inputs = inputs;
    this.base = ((Inputs.Files) inputs.getFirst()).state();
  }

  /** Adds to an action key all that the process can see and that counts. */
  public void describe(Platform platform, SortedMap<String, String> parts) throws IOException {
    new RunKey(store, op, inputs).describe(platform, parts);
  }

  /**
   * Runs the process and makes its layer.
   *
   * @param platform whose programs run; those that the processor does not know are emulated
   * @param anew whether what can be reused is not wanted
   * @param onFailure null for nothing
   * @throws RunFailedException when the process did not end with exit code 0
   * @throws RunSetupException when something that it needs is not there
   */
  public NewLayer run(
      Platform platform, LayerTimes times, ExecIo io, boolean anew, @Nullable Opening onFailure)
      throws IOException, InterruptedException {
    Path temporary = store.newTemporaryDirectory("run");
    try (OpenMounts open = mounts.open(op, inputs, anew)) {
      Path upper = temporary.resolve("upper");
      ContainerSpec spec = spec(platform, temporary, upper, open);
      ExecResult result = execute(spec, io, open);
      if (result.exitCode() != 0) {
        if (onFailure != null) {
          onFailure.open(agent.agent(), spec, Shells.of(store, base.tree()));
        }
        throw new RunFailedException(op.args(), result);
      }
      return layer(upper, times);
    } finally {
      agent.remove(temporary);
    }
  }

  /** Runs something else where the process of a RUN would run, or where it failed. */
  @FunctionalInterface
  public interface Opening {
    int open(Agent agent, ContainerSpec spec, List<String> shells)
        throws IOException, InterruptedException;
  }

  /**
   * Opens something in the place of the process; what that writes is thrown away.
   *
   * @throws ShellEndedException always, when it has ended
   */
  public void open(Platform platform, boolean anew, Opening opening)
      throws IOException, InterruptedException {
    Path temporary = store.newTemporaryDirectory("run");
    try (OpenMounts open = mounts.open(op, inputs, anew)) {
      ContainerSpec spec = spec(platform, temporary, temporary.resolve("upper"), open);
      throw new ShellEndedException(
          opening.open(agent.agent(), spec, Shells.of(store, base.tree())));
    } finally {
      agent.remove(temporary);
    }
  }

  private ExecResult execute(ContainerSpec spec, ExecIo io, OpenMounts open)
      throws IOException, InterruptedException {
    try (OutputStream out = MaskedOutput.of(io.stdout(), open.secrets());
        OutputStream err = MaskedOutput.of(io.stderr(), open.secrets())) {
      return agent.agent().exec(spec, ExecIo.of(out, err));
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

  private ContainerSpec spec(Platform platform, Path temporary, Path upper, OpenMounts open)
      throws IOException {
    List<Path> lowers = store.layers().directories(base.diffIds(), agent);
    Op.ExecOptions options = op.options();
    NetworkMode network = network(options.network());
    ProcessSpec process = new ProcessSpec(op.args(), environment(open), op.cwd(), op.user(), false);
    List<MountSpec> all = inlineFiles(temporary);
    all.addAll(open.mounts());
    List<FileSpec> files = HostFiles.of(options.hostname(), options.hosts(), network);
    files.addAll(open.files());
    return ContainerSpec.of(lowers, upper, process)
        .withFiles(files)
        .withMounts(all)
        .withNetwork(network)
        .withHostname(options.hostname())
        .withEmulator(Emulators.ofThisMachine().needed(platform).orElse(null))
        .withConfinement(confinement(open));
  }

  private static NetworkMode network(dev.jbuild.builder.NetworkMode mode) {
    return switch (mode) {
      case DEFAULT, HOST -> NetworkMode.HOST;
      case PRIVATE -> NetworkMode.PRIVATE;
      case NONE -> NetworkMode.NONE;
    };
  }

  private Confinement confinement(OpenMounts open) {
    List<DeviceSpec> devices = new ArrayList<>(confinement.devices());
    devices.addAll(open.devices());
    return confinement
        .withDevices(devices)
        .withSecurity(op.options().insecure() ? Security.INSECURE : confinement.security());
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
  private List<String> environment(OpenMounts open) {
    Map<String, String> variables = new LinkedHashMap<>(op.options().proxies());
    variables.putAll(open.defaults());
    for (String variable : op.env()) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    variables.putAll(open.variables());
    return variables.entrySet().stream().map(v -> v.getKey() + "=" + v.getValue()).toList();
  }
}
