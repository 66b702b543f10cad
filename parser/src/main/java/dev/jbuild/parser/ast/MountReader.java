package dev.jbuild.parser.ast;

import dev.jbuild.parser.expand.ExpansionException;
import dev.jbuild.parser.expand.WordExpansion;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.text.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a {@code --mount} one after the other. */
final class MountReader {
  private static final List<String> TYPES = List.of("bind", "cache", "secret", "ssh", "tmpfs");
  private static final Set<String> WITH_ATTRIBUTES = Set.of("cache", "secret", "ssh");
  private static final List<String> SHARINGS = List.of("locked", "private", "shared");
  private static final List<String> KEYS =
      List.of(
          "type",
          "from",
          "source",
          "target",
          "readonly",
          "id",
          "sharing",
          "required",
          "size",
          "mode",
          "uid",
          "gid",
          "src",
          "dst",
          "destination",
          "ro",
          "rw",
          "readwrite",
          "env");

  private final WordExpansion expansion;
  private String type = "bind";
  private String from = "";
  private String source = "";
  private String target = "";
  private String id = "";
  private String sharing = "";
  private @Nullable String env;
  private @Nullable Boolean readOnly;
  private boolean required;
  private long size;
  private @Nullable Long mode;
  private @Nullable Long uid;
  private @Nullable Long gid;

  MountReader(WordExpansion expansion) {
    this.expansion = expansion;
  }

  Mount read(String text) throws MountException {
    for (String field : CsvFields.split(text)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        readSwitch(field);
      } else {
        String key = field.substring(0, equals).toLowerCase(Locale.ROOT);
        readField(field, key, expand(field.substring(equals + 1)));
      }
    }
    validate();
    return mount();
  }

  private String expand(String value) throws MountException {
    try {
      return expansion.expand(value);
    } catch (ExpansionException e) {
      throw new MountException(String.valueOf(e.getMessage()), e);
    }
  }

  private void readSwitch(String field) throws MountException {
    String key = field.toLowerCase(Locale.ROOT);
    switch (key) {
      case "readonly", "ro" -> readOnly = true;
      case "readwrite", "rw" -> readOnly = false;
      case "required" -> readRequired(key, "true");
      default -> throw new MountException("invalid field '" + field + "' must be a key=value pair");
    }
  }

  private void readField(String field, String key, String value) throws MountException {
    switch (key) {
      case "type" -> type = oneOf(TYPES, value, "unsupported mount type ");
      case "from" -> from = value;
      case "source", "src" -> source = value;
      case "target", "dst", "destination" -> target = value;
      case "readonly", "ro" -> readOnly = bool(key, value);
      case "readwrite", "rw" -> readOnly = !bool(key, value);
      case "required" -> readRequired(key, value);
      case "size" -> readSize(key, value);
      case "id" -> id = value;
      case "sharing" -> sharing = oneOf(SHARINGS, value, "unsupported sharing value ");
      case "mode" -> mode = number(key, value, 8);
      case "uid" -> uid = number(key, value, 10);
      case "gid" -> gid = number(key, value, 10);
      case "env" -> readEnv(key, value);
      default ->
          throw new MountException(
              Suggestion.append(
                  "unexpected key '" + key + "' in '" + field + "'", Suggestion.near(key, KEYS)));
    }
  }

  private void readRequired(String key, String value) throws MountException {
    if (!type.equals("secret") && !type.equals("ssh")) {
      throw unexpectedForType(key);
    }
    required = bool(key, value);
  }

  private void readSize(String key, String value) throws MountException {
    if (!type.equals("tmpfs")) {
      throw unexpectedForType(key);
    }
    size = ByteSize.parse(value);
    if (size < 0) {
      throw new MountException("invalid value for " + key + ": " + value);
    }
  }

  private void readEnv(String key, String value) throws MountException {
    if (!type.equals("secret")) {
      throw unexpectedForType(key);
    }
    env = value;
  }

  private MountException unexpectedForType(String key) {
    return new MountException("unexpected key '" + key + "' for mount type '" + type + "'");
  }

  private static String oneOf(List<String> known, String value, String complaint)
      throws MountException {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!known.contains(lower)) {
      throw new MountException(
          Suggestion.append(complaint + Quoted.quote(value), Suggestion.near(value, known)));
    }
    return lower;
  }

  private static boolean bool(String key, String value) throws MountException {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw new MountException("invalid value for " + key + ": " + value);
    };
  }

  private static long number(String key, String value, int radix) throws MountException {
    try {
      long number =
          value.startsWith("-") || value.startsWith("+") ? -1 : Long.parseLong(value, radix);
      if (number >= 0 && number <= 0xffff_ffffL) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new MountException("invalid value " + value + " for " + key, e);
    }
    throw new MountException("invalid value " + value + " for " + key);
  }

  private void validate() throws MountException {
    if (!WITH_ATTRIBUTES.contains(type)) {
      refuse(mode != null, "mode not allowed for \"" + type + "\" type mounts");
      refuse(uid != null, "uid not allowed for \"" + type + "\" type mounts");
      refuse(gid != null, "gid not allowed for \"" + type + "\" type mounts");
    }
    if (type.equals("secret")) {
      refuse(!from.isEmpty(), "secret mount should not have a from");
      refuse(!sharing.isEmpty(), "secret mount should not define sharing");
      refuse(
          source.isEmpty() && target.isEmpty() && id.isEmpty(),
          "invalid secret mount. one of source, target required");
      refuse(!source.isEmpty() && !id.isEmpty(), "both source and id can't be set");
    }
    refuse(
        !sharing.isEmpty() && !type.equals("cache"),
        "invalid cache sharing set for " + type + " mount");
  }

  private static void refuse(boolean wrong, String message) throws MountException {
    if (wrong) {
      throw new MountException(message);
    }
  }

  private Mount mount() {
    Long bits = mode;
    var attributes = new FileAttributes(bits == null ? null : bits.intValue(), uid, gid);
    boolean writableByDefault = type.equals("cache") || type.equals("tmpfs");
    boolean ro = readOnly == null ? !writableByDefault : readOnly;
    return switch (type) {
      case "cache" -> {
        var seed = new Mount.Seed(orNull(from), source);
        yield new Mount.Cache(target, orNull(id), sharing(), seed, ro, attributes);
      }
      case "tmpfs" -> new Mount.Tmpfs(target, size, ro);
      case "secret" -> new Mount.Secret(target, secretId(), env, required, attributes);
      case "ssh" -> new Mount.Ssh(target, id.isEmpty() ? "default" : id, required, attributes);
      default -> new Mount.Bind(target, orNull(from), source, ro);
    };
  }

  private Mount.Sharing sharing() {
    return sharing.isEmpty()
        ? Mount.Sharing.SHARED
        : Mount.Sharing.valueOf(sharing.toUpperCase(Locale.ROOT));
  }

  private String secretId() {
    if (!source.isEmpty()) {
      return source;
    }
    return id.isEmpty() ? target.substring(target.lastIndexOf('/') + 1) : id;
  }

  private static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }
}
