package dev.jbuild.executor;

import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The values of this package as fields of the wire protocol, and back. */
final class Requests {
  private Requests() {}

  static Fields exec(ContainerSpec spec, boolean hasStdin) {
    Fields fields = new Fields();
    spec.lowers().forEach(lower -> fields.put(Tag.LOWER, lower.toString()));
    Path upper = spec.upper();
    if (upper != null) {
      fields.put(Tag.UPPER, upper.toString());
    }
    ProcessSpec process = spec.process();
    process.args().forEach(arg -> fields.put(Tag.ARG, arg));
    process.env().forEach(variable -> fields.put(Tag.ENV, variable));
    spec.mounts().forEach(mount -> fields.put(Tag.MOUNT, mount(mount)));
    spec.files().forEach(file -> fields.put(Tag.FILE, file(file)));
    spec.ports().forEach(port -> fields.put(Tag.PORT, port(port)));
    confine(spec.confinement(), fields);
    Emulator emulator = spec.emulator();
    if (emulator != null) {
      fields.put(
          Tag.EMULATOR,
          new Fields()
              .put(Tag.SOURCE, emulator.interpreter().toString())
              .put(Tag.TEXT, emulator.rule()));
    }
    Membership membership = spec.membership();
    if (membership != null) {
      fields.put(Tag.JOIN, join(membership));
    }
    return fields
        .put(Tag.CWD, process.cwd())
        .put(Tag.USER, process.user())
        .put(Tag.HOSTNAME, spec.hostname())
        .put(Tag.CAPS, Capability.mask(process.capabilities()))
        .put(Tag.NETWORK, spec.network().code())
        .put(Tag.TTY, process.tty())
        .put(Tag.STDIN, hasStdin);
  }

  private static void confine(Confinement confinement, Fields fields) {
    confinement.rlimits().forEach(limit -> fields.put(Tag.RLIMIT, rlimit(limit)));
    confinement.devices().forEach(device -> fields.put(Tag.DEVICE, device(device)));
    fields
        .put(Tag.SHM_SIZE, confinement.shmSize())
        .put(Tag.INSECURE, confinement.security() == Security.INSECURE)
        .put(Tag.READ_ONLY, confinement.readOnlyRoot())
        .put(Tag.REAPER, confinement.reaper())
        .put(Tag.MEMORY, confinement.limits().memory())
        .put(Tag.CPU, confinement.limits().cpuQuota())
        .put(Tag.PIDS, confinement.limits().pids());
  }

  private static Fields rlimit(Rlimit limit) {
    return new Fields()
        .put(Tag.KIND, limit.resource().number())
        .put(Tag.SOFT, limit.soft())
        .put(Tag.HARD, limit.hard());
  }

  private static Fields port(PublishedPort port) {
    Fields fields =
        new Fields()
            .put(Tag.FIRST, port.firstHostPort())
            .put(Tag.LAST, port.lastHostPort())
            .put(Tag.PORT, port.containerPort())
            .put(Tag.KIND, port.protocol().code());
    String address = port.hostAddress();
    return address == null ? fields : fields.put(Tag.SOURCE, address);
  }

  private static Fields join(Membership membership) {
    Fields fields =
        new Fields()
            .put(Tag.PATH, membership.directory().toString())
            .put(Tag.SOURCE, membership.address())
            .put(Tag.SIZE, membership.prefix());
    membership.names().forEach(name -> fields.put(Tag.ARG, name));
    String gateway = membership.gateway();
    if (gateway != null) {
      fields.put(Tag.TO, gateway);
    }
    String server = membership.server();
    return server == null ? fields : fields.put(Tag.TEXT, server);
  }

  private static Fields device(DeviceSpec device) {
    return new Fields()
        .put(Tag.SOURCE, device.source().toString())
        .put(Tag.PATH, device.target())
        .put(Tag.MODE, device.bits());
  }

  private static Fields mount(MountSpec mount) {
    Fields fields = new Fields().put(Tag.PATH, mount.target());
    return switch (mount) {
      case MountSpec.Bind bind ->
          fields
              .put(Tag.KIND, 0)
              .put(Tag.SOURCE, bind.source().toString())
              .put(Tag.READ_ONLY, bind.readOnly());
      case MountSpec.Volume volume ->
          fields
              .put(Tag.KIND, volume.filled() ? 5 : 0)
              .put(Tag.SOURCE, volume.source().toString())
              .put(Tag.READ_ONLY, volume.readOnly());
      case MountSpec.Tmpfs tmpfs ->
          fields
              .put(Tag.KIND, 1)
              .put(Tag.MODE, tmpfs.mode())
              .put(Tag.SIZE, tmpfs.size())
              .put(Tag.READ_ONLY, tmpfs.readOnly());
      case MountSpec.Layers layers -> {
        layers.lowers().forEach(lower -> fields.put(Tag.LOWER, lower.toString()));
        yield fields
            .put(Tag.KIND, layers.directory() ? 2 : 3)
            .put(Tag.SOURCE, layers.path())
            .put(Tag.READ_ONLY, layers.readOnly());
      }
      case MountSpec.Socket socket ->
          fields
              .put(Tag.KIND, 4)
              .put(Tag.SOURCE, socket.source().toString())
              .put(Tag.MODE, socket.mode())
              .put(Tag.UID, socket.uid())
              .put(Tag.GID, socket.gid());
    };
  }

  private static Fields file(FileSpec file) {
    return new Fields()
        .put(Tag.PATH, file.target())
        .put(Tag.MODE, file.mode())
        .put(Tag.UID, file.uid())
        .put(Tag.GID, file.gid())
        .put(Tag.BYTES, file.content().toByteArray());
  }

  static ExecResult exit(Frame frame) throws IOException {
    return new ExecResult(
        (int) frame.number(Tag.CODE),
        frame.number(Tag.SIGNALLED) != 0,
        frame.number(Tag.OOM) != 0,
        Duration.ofNanos(frame.number(Tag.WALL)),
        frame.text(Tag.TEXT));
  }

  static ExecutorException failure(Frame frame) throws IOException {
    return new ExecutorException(
        frame.text(Tag.STEP), (int) frame.number(Tag.ERRNO), frame.text(Tag.TEXT));
  }
}
