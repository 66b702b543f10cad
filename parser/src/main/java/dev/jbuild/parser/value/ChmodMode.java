package dev.jbuild.parser.value;

import java.util.List;
import java.util.regex.Pattern;

/** The value of {@code --chmod}: an octal number, or changes such as {@code u=rw,go-w}. */
public final class ChmodMode {
  private static final Pattern OCTAL = Pattern.compile("0*[0-7]{1,4}");
  private static final Pattern CLAUSE = Pattern.compile("[ugoa]*+(?:[-+=](?:[ugo]|[rwxXst]*+))++");
  private static final int LONGEST = 1024;

  private ChmodMode() {}

  public static void check(String text) throws InvalidValueException {
    if (text.length() <= LONGEST && OCTAL.matcher(text).matches()) {
      return;
    }
    if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
      throw new InvalidValueException(
          "invalid chmod parameter: '"
              + text
              + "'. it should be octal string and between 0 and 07777");
    }
    boolean valid =
        text.length() <= LONGEST
            && List.of(text.split(",", -1)).stream().allMatch(c -> CLAUSE.matcher(c).matches());
    if (!valid) {
      throw new InvalidValueException("invalid chmod parameter: '" + text + "': invalid syntax");
    }
  }
}
