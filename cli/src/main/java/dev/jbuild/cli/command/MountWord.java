package dev.jbuild.cli.command;

import dev.jbuild.builder.words.CsvLine;
import dev.jbuild.parser.text.Spelling;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a {@code --mount} by docker's names, its aliases made plain. What docker has and we
 * have not is refused with the reason; nothing is left out in silence but {@code consistency},
 * which says nothing on Linux.
 *
 * @param labels of the volume
 */
record MountWord(String text, Map<String, String> fields, Map<String, String> labels) {
  private static final Map<String, String> ALIASES =
      Map.of("src", "source", "dst", "target", "destination", "target", "ro", "readonly");

  private static final Set<String> SWITCHES =
      Set.of("readonly", "volume-nocopy", "bind-nonrecursive", "bind-create-src");

  private static final Set<String> KEYS =
      Set.of(
          "type",
          "source",
          "target",
          "readonly",
          "consistency",
          "bind-propagation",
          "bind-nonrecursive",
          "bind-recursive",
          "bind-create-src",
          "volume-nocopy",
          "volume-label",
          "volume-driver",
          "volume-opt",
          "volume-subpath",
          "image-subpath",
          "tmpfs-size",
          "tmpfs-mode");

  private static final Map<String, String> REFUSED =
      Map.of(
          "volume-opt",
          "volumes are directories of the store and have no options; type=tmpfs is memory, type=bind"
              + " a directory of this machine",
          "volume-subpath",
          "a volume is mounted as a whole");

  private static final List<String> TYPES = List.of("bind", "volume", "tmpfs");

  MountWord {
    fields = Map.copyOf(fields);
    labels = Map.copyOf(labels);
  }

  /**
   * Reads and checks what does not depend on this machine.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  static MountWord parse(String text) {
    Map<String, String> fields = new HashMap<>();
    Map<String, String> labels = new HashMap<>();
    for (String field : CsvLine.split(text)) {
      int equals = field.indexOf('=');
      String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
      String name = ALIASES.getOrDefault(key, key);
      if (!KEYS.contains(name)) {
        throw wrong(text, unexpected(key, field, equals < 0));
      }
      if (equals < 0 && !SWITCHES.contains(name)) {
        throw wrong(text, "invalid field '" + field + "' must be a key=value pair");
      }
      fields.put(name, equals < 0 ? "true" : field.substring(equals + 1));
      if (name.equals("volume-label")) {
        String[] label = field.substring(equals + 1).split("=", 2);
        labels.put(label[0], label.length == 1 ? "" : label[1]);
      }
    }
    MountWord word = new MountWord(text, fields, labels);
    word.check();
    return word;
  }

  private static String unexpected(String key, String field, boolean alone) {
    String near =
        Spelling.nearest(key, KEYS).map(name -> " (did you mean " + name + "?)").orElse("");
    return alone && near.isEmpty()
        ? "invalid field '" + field + "' must be a key=value pair"
        : "unexpected key '" + key + "' in '" + field + "'" + near;
  }

  private void check() {
    if (!TYPES.contains(type())) {
      throw wrong(
          "there is no type " + type() + "; it is bind, volume or tmpfs, and volume if not said");
    }
    for (String name : fields.keySet()) {
      int dash = name.indexOf('-');
      String kind = dash < 0 ? type() : name.substring(0, dash);
      if (!kind.equals(type())) {
        throw wrong("cannot mix '" + kind + "-*' options with mount type '" + type() + "'");
      }
      if (REFUSED.containsKey(name)) {
        throw wrong(name + ": " + REFUSED.get(name));
      }
    }
    if (target().isEmpty()) {
      throw wrong("target is required");
    }
    if (!target().startsWith("/") || target().matches("[/.]+")) {
      throw wrong("the target is an absolute path in the container other than /: " + target());
    }
    if (!List.of("", "local").contains(field("volume-driver"))) {
      throw wrong("volume-driver: volumes are directories of the store; there is only local");
    }
    checkBind();
  }

  private void checkBind() {
    one(
        "bind-propagation",
        List.of("", "private", "rprivate"),
        List.of("shared", "rshared", "slave", "rslave"));
    one("bind-recursive", List.of("", "enabled", "readonly"), List.of("disabled", "writable"));
    if (is("bind-nonrecursive")) {
      throw wrong("bind-nonrecursive: what is mounted below the source is always seen as well");
    }
  }

  private void one(String name, List<String> ours, List<String> dockers) {
    String value = field(name).toLowerCase(Locale.ROOT);
    if (dockers.contains(value)) {
      String why =
          name.equals("bind-propagation")
              ? "mounts that are made later, inside or outside, are never passed on: leave it out"
              : "what is mounted below the source is always seen as well, and is read-only with it";
      throw wrong(name + "=" + value + ": " + why);
    }
    if (!ours.contains(value)) {
      throw wrong("invalid value for " + name + ": " + value);
    }
  }

  String type() {
    return fields.getOrDefault("type", "volume").toLowerCase(Locale.ROOT);
  }

  String target() {
    return field("target");
  }

  /** Empty when it is not said. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Of a switch; the words are those of Go's strconv.ParseBool. */
  boolean is(String name) {
    return switch (field(name)) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "", "0", "f", "F", "FALSE", "false", "False" -> false;
      default -> throw wrong("invalid value for " + name + ": " + field(name));
    };
  }

  IllegalArgumentException wrong(String what) {
    return wrong(text, what);
  }

  private static IllegalArgumentException wrong(String text, String what) {
    return new IllegalArgumentException("--mount " + text + ": " + what);
  }
}
