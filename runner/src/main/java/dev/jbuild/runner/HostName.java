package dev.jbuild.runner;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a host may be called (RFC 1123, section 2.1). */
final class HostName {
  private static final Pattern NAME =
      Pattern.compile(
          "[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?)*");

  private static final int LONGEST = 64; // as the kernel has it (utsname(7))

  private HostName() {}

  static void check(@Nullable String name) {
    if (name != null && (name.length() > LONGEST || !NAME.matcher(name).matches())) {
      throw new IllegalArgumentException(
          "a host name has 1 to 64 letters, digits, dots and hyphens: \"" + name + "\"");
    }
  }
}
