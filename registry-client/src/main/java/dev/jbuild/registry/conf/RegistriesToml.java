package dev.jbuild.registry.conf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One file in version 2 of the format. Keys that are not of registries are left alone. */
record RegistriesToml(Path file, Map<?, ?> root) {

  static RegistriesToml read(Path file) throws IOException {
    RegistriesToml toml = new RegistriesToml(file, TomlFile.read(file));
    if (toml.root.get("registries") instanceof Map<?, ?>) {
      throw toml.wrong("[registries.*] is version 1 of the format: write [[registry]] instead");
    }
    return toml;
  }

  List<RegistryRule> rules() throws RegistriesConfException {
    List<RegistryRule> rules = new ArrayList<>();
    for (Object each : list("registry", root.get("registry"))) {
      rules.add(rule(table("registry", each)));
    }
    return rules;
  }

  private RegistryRule rule(Map<?, ?> table) throws RegistriesConfException {
    Object location = table.get("location");
    Object prefix = table.get("prefix");
    String where = location == null ? "" : place("registry.location", location);
    String what = prefix == null ? where : place("registry.prefix", prefix);
    if (what.isEmpty()) {
      throw wrong("a [[registry]] has neither prefix nor location: give it one of them");
    }
    boolean digestOnly = flag("registry.mirror-by-digest-only", table);
    List<Mirror> mirrors = new ArrayList<>();
    for (Object each : list("registry.mirror", table.get("mirror"))) {
      mirrors.add(mirror(table("registry.mirror", each), digestOnly));
    }
    return new RegistryRule(
        what,
        where,
        flag("registry.insecure", table),
        flag("registry.blocked", table),
        mirrors,
        file);
  }

  private Mirror mirror(Map<?, ?> table, boolean digestOnly) throws RegistriesConfException {
    String location = place("registry.mirror.location", table.get("location"));
    String key = "registry.mirror.pull-from-mirror";
    Object pulls = table.get("pull-from-mirror");
    if (pulls != null && digestOnly) {
      throw wrong(key + " and mirror-by-digest-only exclude each other: remove one of them");
    }
    Mirror.PullFrom from =
        switch (pulls == null ? "" : text(key, pulls)) {
          case "" -> digestOnly ? Mirror.PullFrom.DIGEST_ONLY : Mirror.PullFrom.ALL;
          case "all" -> Mirror.PullFrom.ALL;
          case "digest-only" -> Mirror.PullFrom.DIGEST_ONLY;
          case "tag-only" -> Mirror.PullFrom.TAG_ONLY;
          default -> throw wrong(key + " is \"" + pulls + "\": write all, digest-only or tag-only");
        };
    return new Mirror(location, flag("registry.mirror.insecure", table), from);
  }

  /** A host with what may follow it. */
  private String place(String key, @Nullable Object value) throws RegistriesConfException {
    String text = value == null ? "" : text(key, value);
    if (text.isEmpty() || text.contains("://") || text.endsWith("/")) {
      throw wrong(
          key
              + " is \""
              + text
              + "\": write HOST[:PORT][/PATH], without http:// and a / at the end");
    }
    return text;
  }

  private boolean flag(String key, Map<?, ?> table) throws RegistriesConfException {
    Object value = table.get(key.substring(key.lastIndexOf('.') + 1));
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(key + " is neither true nor false");
  }

  private String text(String key, @Nullable Object value) throws RegistriesConfException {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(key + " is no text: write it in quotation marks");
  }

  private List<?> list(String key, @Nullable Object value) throws RegistriesConfException {
    if (value == null || value instanceof List<?>) {
      return value == null ? List.of() : (List<?>) value;
    }
    throw wrong(key + " is no array");
  }

  private Map<?, ?> table(String key, @Nullable Object value) throws RegistriesConfException {
    if (value == null || value instanceof Map<?, ?>) {
      return value == null ? Map.of() : (Map<?, ?>) value;
    }
    throw wrong(key + " is no table");
  }

  private RegistriesConfException wrong(String what) {
    return new RegistriesConfException(file + ": " + what);
  }
}
