package dev.jbuild.parser.value;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code --chmod}: an octal number, or changes such as {@code u=rw,go-w} with the
 * meaning that BSD's chmod gives them and a file creation mask of zero.
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?query=chmod">chmod(1)</a>
 */
public final class ChmodMode {
  private static final Pattern OCTAL = Pattern.compile("0*([0-7]{1,4})");
  private static final int ALL_BITS = 07777;
  private static final int LONGEST = 1024;

  private final String text;
  private final boolean octal;
  private final List<ModeChange> changes;

  private ChmodMode(String text, boolean octal, List<ModeChange> changes) {
    this.text = text;
    this.octal = octal;
    this.changes = changes;
  }

  /** Reads a mode; the message of a failure has the reference's words. */
  public static ChmodMode parse(String text) throws InvalidValueException {
    var number = OCTAL.matcher(text);
    if (text.length() <= LONGEST && number.matches()) {
      int bits = Integer.parseInt(number.group(1), 8);
      return new ChmodMode(
          text, true, List.of(new ModeChange.Remove(ALL_BITS), new ModeChange.Add(bits, false)));
    }
    if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
      throw new InvalidValueException(
          "invalid chmod parameter: '"
              + text
              + "'. it should be octal string and between 0 and 07777");
    }
    List<ModeChange> changes = text.length() > LONGEST ? List.of() : new ModeText(text).changes();
    if (changes.isEmpty()) {
      throw new InvalidValueException("invalid chmod parameter: '" + text + "': invalid syntax");
    }
    return new ChmodMode(text, false, changes);
  }

  /** As it is written. */
  public String text() {
    return text;
  }

  /** Whether it is a number, which implied directories take over as well. */
  public boolean octal() {
    return octal;
  }

  /** The new permission bits of a file or directory that has {@code mode}. */
  public int apply(int mode, boolean directory) {
    boolean executable = directory || (mode & 0111) != 0;
    int changed = mode;
    for (ModeChange change : changes) {
      changed = change.apply(changed, executable);
    }
    return changed;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChmodMode mode && text.equals(mode.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
