package dev.jbuild.cli.command;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a kernel, as far as it decides what containers can have. */
record KernelRelease(String text) {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);

  /** The first with all calls that the helper makes (mount_setattr(2)). */
  private static final int MAJOR = 5;

  private static final int MINOR = 12;

  static KernelRelease ofThisMachine() {
    return new KernelRelease(System.getProperty("os.version"));
  }

  static KernelRelease of(String text) {
    return new KernelRelease(text);
  }

  /** What to do about one that is too old. */
  Optional<String> lack() {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.matches()) {
      return Optional.empty();
    }
    int major = Integer.parseInt(numbers.group(1));
    int minor = Integer.parseInt(numbers.group(2));
    return major > MAJOR || (major == MAJOR && minor >= MINOR)
        ? Optional.empty()
        : Optional.of(
            "kernel %s is older than %d.%d, which jbuild needs: boot a newer one (Debian, Ubuntu: apt-get full-upgrade)"
                .formatted(text, MAJOR, MINOR));
  }
}
