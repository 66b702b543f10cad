package dev.jbuild.parser.check;

import java.util.regex.Pattern;

/** Names of variables that look as if they hold a secret. */
public final class SecretNames {
  private static final Pattern SECRET =
      words("apikey|auth|credential|credentials|key|password|pword|passwd|secret|token");
  private static final Pattern HARMLESS = words("public|file|version");

  private SecretNames() {}

  private static Pattern words(String alternatives) {
    return Pattern.compile("(?:_|^)(?:" + alternatives + ")(?:_|$)", Pattern.CASE_INSENSITIVE);
  }

  /** Whether a variable of that name should not have its value shown. */
  public static boolean isSecret(String name) {
    return SECRET.matcher(name).find() && !HARMLESS.matcher(name).find();
  }
}
