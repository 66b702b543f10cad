package dev.jbuild.executor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mounts of a container for an OCI runtime: those that {@code mounts.c} makes otherwise. */
final class OciMounts {
  static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");

  static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /** What BuildKit shows with security.insecure, if the host has it. */
  static final List<String> INSECURE_DEVICES =
      List.of(
          "/dev/kmsg",
          "/dev/fuse",
          "/dev/kvm",
          "/dev/net/tun",
          "/dev/loop-control",
          "/dev/loop0",
          "/dev/loop1",
          "/dev/loop2",
          "/dev/loop3",
          "/dev/loop4",
          "/dev/loop5",
          "/dev/loop6",
          "/dev/loop7");

  private final ContainerSpec spec;
  private final Isolation isolation;
  private final List<Object> mounts = new ArrayList<>();

  OciMounts(ContainerSpec spec, Isolation isolation) {
    this.spec = spec;
    this.isolation = isolation;
  }

  private boolean insecure() {
    return spec.confinement().security() == Security.INSECURE;
  }

  List<Object> list() {
    kernel();
    for (int i = 0; i < spec.mounts().size(); i++) {
      mount("mount" + i, spec.mounts().get(i));
    }
    List<DeviceSpec> devices = spec.confinement().devices();
    for (int i = 0; i < devices.size(); i++) {
      bind("device" + i, devices.get(i).target(), "bind", "ro", "nosuid", "noexec");
    }
    if (insecure()) {
      INSECURE_DEVICES.stream()
          .filter(device -> Files.exists(Path.of(device)))
          .forEach(device -> bind(device, device, "bind", "nosuid", "noexec"));
    }
    for (int i = 0; i < spec.files().size(); i++) {
      bind("file" + i, spec.files().get(i).target(), "bind", "ro", "nosuid", "nodev", "noexec");
    }
    return mounts;
  }

  private void kernel() {
    add("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev"));
    add("/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k"));
    List<String> terminals =
        List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5");
    add("/dev/pts", "devpts", "devpts", terminals);
    add(
        "/dev/shm",
        "tmpfs",
        "shm",
        List.of("nosuid", "noexec", "nodev", "mode=1777", "size=" + spec.confinement().shmSize()));
    add("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev"));
    sys();
  }

  /** A new sysfs needs rights over the network namespace; else the host's is shown. */
  private void sys() {
    boolean own = isolation == Isolation.ROOT || spec.network() != NetworkMode.HOST;
    List<String> options = new ArrayList<>(List.of("nosuid", "noexec", "nodev"));
    if (!own) {
      options.addFirst("rbind");
    }
    if (!insecure()) {
      options.add(own ? "ro" : "rro");
    }
    add("/sys", own ? "sysfs" : "bind", own ? "sysfs" : "/sys", options);
  }

  private void mount(String name, MountSpec mount) {
    if (mount instanceof MountSpec.Tmpfs tmpfs) {
      List<String> options = new ArrayList<>(List.of("nosuid", "nodev"));
      options.add("mode=" + Integer.toOctalString(tmpfs.mode()));
      if (tmpfs.size() > 0) {
        options.add("size=" + tmpfs.size());
      }
      if (tmpfs.readOnly()) {
        options.add("ro");
      }
      add(tmpfs.target(), "tmpfs", "tmpfs", options);
      return;
    }
    boolean readOnly =
        switch (mount) {
          case MountSpec.Bind bind -> bind.readOnly();
          case MountSpec.Volume volume -> volume.readOnly();
          case MountSpec.Layers layers -> layers.readOnly();
          case MountSpec.Socket socket -> false;
          case MountSpec.Tmpfs tmpfs -> tmpfs.readOnly();
        };
    if (readOnly) {
      bind(name, mount.target(), "rbind", "nodev", "ro");
    } else {
      bind(name, mount.target(), "rbind", "nodev");
    }
  }

  private void bind(String source, String target, String... options) {
    add(target, "bind", source, List.of(options));
  }

  private void add(String target, String type, String source, List<String> options) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("destination", target);
    mount.put("type", type);
    mount.put("source", source);
    mount.put("options", options);
    mounts.add(mount);
  }
}
