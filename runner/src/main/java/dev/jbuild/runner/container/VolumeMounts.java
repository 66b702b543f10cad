package dev.jbuild.runner.container;

import dev.jbuild.executor.MountSpec;
import dev.jbuild.runner.BindMount;
import dev.jbuild.runner.RunRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The volumes of one container: those that it was given, and one of its own for each place that its
 * image calls a volume.
 */
record VolumeMounts(List<Volume> volumes, List<VolumeUse> uses) {
  private static final int NAME_BYTES = 32;

  /** Finds or makes the volumes; the caller holds their lock. */
  static VolumeMounts make(
      Volumes volumes, RunRequest request, List<VolumeUse> given, boolean ofImage)
      throws IOException {
    List<VolumeUse> uses = new ArrayList<>(given);
    if (ofImage) {
      Set<String> covered = new HashSet<>();
      given.forEach(use -> covered.add(plain(use.target())));
      request.mounts().forEach(mount -> covered.add(plain(mount.target())));
      request.binds().stream().map(BindMount::target).forEach(each -> covered.add(plain(each)));
      for (String target : request.image().config().volumes()) {
        if (target.startsWith("/") && covered.add(plain(target))) {
          uses.add(new VolumeUse(null, target, false, true));
        }
      }
    }
    List<Volume> made = new ArrayList<>();
    for (VolumeUse use : uses) {
      String name = use.name();
      made.add(volumes.make(name == null ? newName() : name, use.labels(), name == null));
    }
    return new VolumeMounts(made, uses);
  }

  private static String plain(String target) {
    return Path.of(target).normalize().toString();
  }

  private static String newName() {
    byte[] bytes = new byte[NAME_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  List<MountSpec> specs() {
    List<MountSpec> specs = new ArrayList<>();
    for (int i = 0; i < uses.size(); i++) {
      VolumeUse use = uses.get(i);
      specs.add(
          new MountSpec.Volume(volumes.get(i).data(), use.target(), use.readOnly(), use.filled()));
    }
    return specs;
  }

  List<Definition.Mounted> shown() {
    List<Definition.Mounted> shown = new ArrayList<>();
    for (int i = 0; i < uses.size(); i++) {
      VolumeUse use = uses.get(i);
      Volume volume = volumes.get(i);
      shown.add(
          new Definition.Mounted(
              "volume",
              volume.name(),
              volume.data().toString(),
              use.target(),
              !use.readOnly(),
              volume.anonymous()));
    }
    return shown;
  }

  /** Those that belong to the container alone. */
  List<Path> own() {
    return volumes.stream().filter(Volume::anonymous).map(Volume::directory).toList();
  }
}
