package dev.jbuild.builder.ops;

import dev.jbuild.executor.Emulator;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How this machine runs programs of other platforms: its kernel does what its processor can, or has
 * an emulator registered with binfmt_misc; else QEMU is given to a container of its own, which
 * kernels allow since 6.7 (user namespaces have their own binfmt_misc).
 *
 * @param registered the directory where the kernel shows what is registered
 * @param programs where QEMU's programs are looked for
 * @param release the kernel's
 */
public record Emulators(Platform machine, Path registered, List<Path> programs, String release) {
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

  public static Emulators ofThisMachine() {
    return new Emulators(
        Platform.host(),
        Path.of("/proc/sys/fs/binfmt_misc"),
        List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/bin")),
        System.getProperty("os.version"));
  }

  /** Whether programs of the platform run here at all. */
  public boolean runs(Platform platform) {
    return platform.os().equals(machine.os())
        && (runsAlready(platform) || emulator(platform).isPresent());
  }

  /** What a container needs for programs of the platform; nothing if they run anyway. */
  Optional<Emulator> needed(Platform platform) {
    return runsAlready(platform) ? Optional.empty() : emulator(platform);
  }

  private boolean runsAlready(Platform platform) {
    String architecture = platform.architecture();
    boolean half = machine.architecture().equals("amd64") && architecture.equals("386");
    return architecture.equals(machine.architecture())
        || half
        || entries().anyMatch(entry -> runs(entry, QemuTarget.name(architecture)));
  }

  private Stream<Path> entries() {
    try (Stream<Path> entries = Files.list(registered)) {
      return entries.toList().stream();
    } catch (IOException e) {
      return Stream.empty(); // not mounted, or not for this user: nothing is registered
    }
  }

  /** Only an interpreter that was opened when it was registered (F) is there in a container. */
  private static boolean runs(Path entry, String program) {
    try {
      List<String> lines = Files.readAllLines(entry, StandardCharsets.ISO_8859_1);
      return lines.contains("enabled")
          && lines.stream().anyMatch(line -> line.startsWith("flags:") && line.contains("F"))
          && lines.stream()
              .filter(line -> line.startsWith("interpreter "))
              .map(line -> line.substring(line.lastIndexOf('/') + 1))
              .anyMatch(name -> name.equals(program) || name.equals(program + "-static"));
    } catch (IOException e) {
      return false; // the kernel's own control files cannot be read
    }
  }

  private Optional<Emulator> emulator(Platform platform) {
    Optional<String> rule = QemuTarget.rule(platform.architecture());
    if (rule.isEmpty() || !hasOwnRules()) {
      return Optional.empty();
    }
    String program = QemuTarget.name(platform.architecture()) + "-static";
    return programs.stream()
        .map(directory -> directory.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .map(found -> new Emulator(found, rule.get()));
  }

  private boolean hasOwnRules() {
    Matcher numbers = RELEASE.matcher(release);
    if (!numbers.matches()) {
      return false;
    }
    int major = Integer.parseInt(numbers.group(1));
    return major > 6 || (major == 6 && Integer.parseInt(numbers.group(2)) >= 7);
  }
}
