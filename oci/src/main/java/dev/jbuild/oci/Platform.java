package dev.jbuild.oci;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The platform that an image runs on, in Go's words: {@code linux/amd64}, {@code linux/arm64/v8}
 * (image-spec, image-index.md, "platform").
 */
public record Platform(String os, String architecture, @Nullable String variant) {

  /** Those that may stand for {@code linux} and the architecture. */
  private static final Set<String> ARCHITECTURES =
      Set.of(
          "amd64",
          "x86_64",
          "386",
          "i386",
          "arm",
          "arm64",
          "aarch64",
          "loong64",
          "mips64",
          "mips64le",
          "ppc64le",
          "riscv64",
          "s390x");

  public Platform {
    if (os.isEmpty() || architecture.isEmpty()) {
      throw new OciFormatException("a platform has the form os/architecture[/variant]");
    }
  }

  public static Platform parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
    if (parts.length == 1 && ARCHITECTURES.contains(parts[0])) {
      return of("linux", parts[0], null);
    }
    if (parts.length < 2 || parts.length > 3) {
      throw new OciFormatException(
          "a platform has the form os/architecture[/variant], for example linux/amd64, not: "
              + text);
    }
    return of(parts[0], parts[1], parts.length == 3 ? parts[2] : null);
  }

  /** Normalises what other tools call the same machine: x86_64 is amd64, aarch64 is arm64. */
  public static Platform of(String os, String architecture, @Nullable String variant) {
    return switch (architecture) {
      case "x86_64", "x86-64" -> new Platform(os, "amd64", variant);
      case "i386", "i686" -> new Platform(os, "386", variant);
      case "aarch64" -> of(os, "arm64", variant);
      case "arm64" -> new Platform(os, "arm64", "v8".equals(variant) ? null : variant);
      default -> new Platform(os, architecture, variant);
    };
  }

  /** The platform of this machine; containers are Linux whatever the JVM calls the system. */
  public static Platform host() {
    return of("linux", System.getProperty("os.arch"), null);
  }

  /** Whether an image for {@code offered} runs where this platform is asked for. */
  public boolean accepts(Platform offered) {
    Platform other = of(offered.os, offered.architecture, offered.variant);
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && (variant == null || variant.equals(other.variant));
  }

  static Platform fromJson(Object json) {
    JsonObject object = JsonObject.of(json, "platform");
    return of(
        object.string("os", ""),
        object.string("architecture", ""),
        object.optionalString("variant"));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("architecture", architecture);
    json.put("os", os);
    if (variant != null) {
      json.put("variant", variant);
    }
    return json;
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
