package dev.jbuild.cli.command;

import dev.jbuild.executor.MountSpec;
import dev.jbuild.runner.BindMount;
import dev.jbuild.runner.container.VolumeUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** What the words of {@code --mount} ask for, by kind. */
record GivenMounts(List<MountWord> words) {
  private static final int OCTAL = 8;

  GivenMounts {
    words = List.copyOf(words);
  }

  /**
   * Reads the words; these and all other methods throw IllegalArgumentException naming what is
   * wrong.
   */
  static GivenMounts of(List<String> words) {
    return new GivenMounts(words.stream().map(MountWord::parse).toList());
  }

  private Stream<MountWord> ofType(String type) {
    return words.stream().filter(word -> word.type().equals(type));
  }

  /**
   * Files and directories of this machine.
   *
   * @param here makes their paths absolute
   */
  List<BindMount> binds(UnaryOperator<Path> here) throws IOException {
    List<BindMount> binds = new ArrayList<>();
    for (MountWord word : ofType("bind").toList()) {
      binds.add(bind(word, here));
    }
    return binds;
  }

  List<VolumeUse> volumes() {
    return ofType("volume").map(GivenMounts::volume).toList();
  }

  List<MountSpec> temporary() {
    return ofType("tmpfs").map(GivenMounts::temporary).toList();
  }

  /** Other than that of {@code -v}, the source has to be there. */
  private static BindMount bind(MountWord mount, UnaryOperator<Path> here) throws IOException {
    String source = mount.field("source");
    if (source.isEmpty()) {
      throw mount.wrong("a bind needs its source");
    }
    if (!source.startsWith("/") && !source.startsWith(".")) {
      throw mount.wrong("the source is an absolute path, or begins with ./: " + source);
    }
    Path path = here.apply(Path.of(source));
    if (!Files.exists(path)) {
      if (!mount.is("bind-create-src")) {
        throw mount.wrong("bind source path does not exist: " + path);
      }
      Files.createDirectories(path);
    }
    return new BindMount(path, mount.target(), mount.is("readonly"));
  }

  private static VolumeUse volume(MountWord mount) {
    String name = mount.field("source");
    if (name.contains("/") || name.startsWith(".")) {
      throw mount.wrong("a volume has a name; a path of this machine is type=bind,src=" + name);
    }
    @Nullable String given = name.isEmpty() ? null : name;
    boolean filled = !mount.is("volume-nocopy");
    return new VolumeUse(given, mount.target(), mount.is("readonly"), filled, mount.labels());
  }

  private static MountSpec temporary(MountWord mount) {
    if (!mount.field("source").isEmpty()) {
      throw mount.wrong("a tmpfs has no source");
    }
    String mode = mount.field("tmpfs-mode");
    if (!mode.matches("[0-7]{0,5}")) {
      throw mount.wrong("invalid value for tmpfs-mode: " + mode);
    }
    int bits = mode.isEmpty() ? MountFlags.TMPFS_MODE : Integer.parseInt(mode, OCTAL);
    return new MountSpec.Tmpfs(mount.target(), bits, size(mount), mount.is("readonly"));
  }

  private static long size(MountWord mount) {
    String size = mount.field("tmpfs-size");
    try {
      return size.isEmpty() ? 0 : new SizeWord().convert(size);
    } catch (TypeConversionException e) {
      throw mount.wrong("invalid value for tmpfs-size: " + size);
    }
  }

  /** Whatever option they come from, a place has one mount. */
  static void checkTargets(List<String> targets) {
    Set<String> seen = new HashSet<>();
    for (String target : targets) {
      if (!seen.add(Path.of(target).normalize().toString())) {
        throw new IllegalArgumentException("Duplicate mount point: " + target);
      }
    }
  }
}
