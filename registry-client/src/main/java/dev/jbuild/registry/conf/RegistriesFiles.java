package dev.jbuild.registry.conf;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that say something of registries, which need not exist: one, and after it those of
 * directories ({@code *.conf}, by name), of which the later wins.
 */
public record RegistriesFiles(List<Path> candidates, List<Path> directories) {

  /** No files. */
  public static final RegistriesFiles NONE = new RegistriesFiles(List.of(), List.of());

  /**
   * Files of which the first that exists counts, with the directories beside them.
   *
   * @param candidates the user's before the machine's
   * @param directories the machine's before the user's
   */
  public RegistriesFiles {
    candidates = List.copyOf(candidates);
    directories = List.copyOf(directories);
  }

  /**
   * Those of a user: {@code $CONTAINERS_REGISTRIES_CONF} alone when that is set, else the user's
   * {@code registries.conf} or, without one, the machine's.
   */
  public static RegistriesFiles of(Map<String, String> environment) {
    String chosen = environment.getOrDefault("CONTAINERS_REGISTRIES_CONF", "");
    if (!chosen.isEmpty()) {
      return new RegistriesFiles(List.of(Path.of(chosen).toAbsolutePath()), List.of());
    }
    List<Path> candidates = new ArrayList<>();
    List<Path> directories = new ArrayList<>(List.of(Path.of("/etc/containers/registries.conf.d")));
    String home = environment.getOrDefault("HOME", "");
    String settings = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String base = settings.isEmpty() && !home.isEmpty() ? home + "/.config" : settings;
    if (!base.isEmpty()) {
      candidates.add(Path.of(base, "containers/registries.conf"));
      directories.add(Path.of(base, "containers/registries.conf.d"));
    }
    candidates.add(Path.of("/etc/containers/registries.conf"));
    return new RegistriesFiles(candidates, directories);
  }

  /**
   * What the files say.
   *
   * @throws RegistriesConfException naming the file and the place in it that is wrong
   */
  public RegistriesConf read() throws IOException {
    Map<String, RegistryRule> rules = new LinkedHashMap<>();
    for (Path file : files()) {
      RegistriesToml.read(file).rules().forEach(rule -> rules.put(rule.prefix(), rule));
    }
    return new RegistriesConf(List.copyOf(rules.values()));
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    candidates.stream().filter(Files::exists).findFirst().ifPresent(files::add);
    for (Path directory : directories) {
      List<Path> found = new ArrayList<>();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.conf")) {
        entries.forEach(found::add);
      } catch (NoSuchFileException | NotDirectoryException e) {
        continue;
      }
      found.sort(null);
      files.addAll(found);
    }
    return files;
  }
}
