package dev.jbuild.parser.value;

import dev.jbuild.parser.text.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A platform in Go's words, {@code os[(version)][/architecture[/variant]]}, with the architecture
 * under its usual name. The version and the variant may be empty.
 *
 * @see <a href="https://pkg.go.dev/github.com/containerd/platforms">the format</a>
 */
public record PlatformName(String os, String version, String architecture, String variant) {
  public static final PlatformName LINUX_AMD64 = new PlatformName("linux", "", "amd64", "");

  private static final String OS_FORM =
      "^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.-]*)((?:\\+[A-Za-z0-9_.-]+)*)\\))?$";
  private static final String PART_FORM = "^[A-Za-z0-9_.-]+$";
  private static final Pattern OS = Pattern.compile(OS_FORM);
  private static final Pattern PART = Pattern.compile(PART_FORM);
  private static final int LONGEST = 256;
  private static final Set<String> SYSTEMS =
      Set.of(
          "aix",
          "android",
          "darwin",
          "dragonfly",
          "freebsd",
          "hurd",
          "illumos",
          "ios",
          "js",
          "linux",
          "nacl",
          "netbsd",
          "openbsd",
          "plan9",
          "solaris",
          "windows",
          "zos");
  private static final Set<String> ARCHITECTURES =
      Set.of(
          "386",
          "amd64",
          "amd64p32",
          "arm",
          "armbe",
          "arm64",
          "arm64be",
          "ppc64",
          "ppc64le",
          "loong64",
          "mips",
          "mipsle",
          "mips64",
          "mips64le",
          "mips64p32",
          "mips64p32le",
          "ppc",
          "riscv",
          "riscv64",
          "s390",
          "s390x",
          "sparc",
          "sparc64",
          "wasm");

  /** Reads a platform; what it leaves out is taken from Linux on amd64. */
  public static PlatformName parse(String text) throws InvalidValueException {
    if (text.indexOf('*') >= 0) {
      throw invalid(Quoted.quote(text) + ": wildcards not yet supported");
    }
    List<String> parts = List.of(text.split("/", 4));
    Matcher os = OS.matcher(parts.getFirst());
    if (text.length() > LONGEST || !os.matches()) {
      throw invalid(
          "%s is an invalid OS component of %s: OSAndVersion specifier component must match %s"
              .formatted(
                  Quoted.quote(parts.getFirst()), Quoted.quote(text), Quoted.quote(OS_FORM)));
    }
    for (String part : parts.subList(1, parts.size())) {
      if (!PART.matcher(part).matches()) {
        throw invalid(
            "%s is an invalid component of %s: platform specifier component must match %s"
                .formatted(Quoted.quote(part), Quoted.quote(text), Quoted.quote(PART_FORM)));
      }
    }
    String system = system(os.group(1));
    String version = os.group(2) == null ? "" : os.group(2);
    return switch (parts.size()) {
      case 1 -> ofOne(text, system, version);
      case 2 -> of(system, version, parts.get(1), "");
      case 3 -> of(system, version, parts.get(1), parts.get(2));
      default -> throw invalid(Quoted.quote(text) + ": cannot parse platform specifier");
    };
  }

  private static PlatformName ofOne(String text, String system, String version)
      throws InvalidValueException {
    if (SYSTEMS.contains(system)) {
      return new PlatformName(system, version, "amd64", "");
    }
    PlatformName platform = of("linux", "", text, "");
    if (!ARCHITECTURES.contains(platform.architecture)) {
      throw invalid(Quoted.quote(text) + ": unknown operating system or architecture");
    }
    return platform;
  }

  private static InvalidValueException invalid(String message) {
    return new InvalidValueException(message + ": invalid argument");
  }

  private static String system(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("macos") ? "darwin" : lower;
  }

  private static PlatformName of(String os, String version, String architecture, String variant) {
    String lower = architecture.toLowerCase(Locale.ROOT);
    String kind = variant.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "i386" -> new PlatformName(os, version, "386", "");
      case "x86_64", "x86-64", "amd64" ->
          new PlatformName(os, version, "amd64", kind.equals("v1") ? "" : kind);
      case "aarch64", "arm64" ->
          new PlatformName(os, version, "arm64", kind.equals("8") || kind.equals("v8") ? "" : kind);
      case "armhf" -> new PlatformName(os, version, "arm", "v7");
      case "armel" -> new PlatformName(os, version, "arm", "v6");
      case "arm" -> new PlatformName(os, version, "arm", arm(kind));
      default -> new PlatformName(os, version, lower, kind);
    };
  }

  private static String arm(String variant) {
    return switch (variant) {
      case "", "7" -> "v7";
      case "5", "6", "8" -> "v" + variant;
      default -> variant;
    };
  }

  /** Whether both mean the same system and architecture. */
  public boolean runsAs(PlatformName other) {
    return os.equals(other.os) && architecture.equals(other.architecture);
  }

  @Override
  public String toString() {
    return os
        + (version.isEmpty() ? "" : "(" + version + ")")
        + "/"
        + architecture
        + (variant.isEmpty() ? "" : "/" + variant);
  }
}
