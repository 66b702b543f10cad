package dev.jbuild.builder.cdi;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The devices that the files of some directories describe. */
public final class CdiDevices {
  private final List<Path> directories;

  public CdiDevices(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * What a container gets for {@code vendor/class=name}; without a name the first device of the
   * kind, with {@code *} all. Nothing if there is none.
   *
   * @throws IOException when a file cannot be read, or has the kind and cannot be used
   */
  public List<CdiEdits> find(String request) throws IOException {
    int equals = request.indexOf('=');
    String kind = equals < 0 ? request : request.substring(0, equals);
    String name = equals < 0 ? "" : request.substring(equals + 1);
    List<CdiEdits> found = new ArrayList<>();
    for (Path file : files()) {
      found.addAll(named(CdiSpec.read(file, kind), name));
    }
    return name.isEmpty() && !found.isEmpty() ? found.subList(0, 1) : found;
  }

  private static Collection<CdiEdits> named(Map<String, CdiEdits> devices, String name) {
    if (name.isEmpty() || name.equals("*")) {
      return devices.values();
    }
    CdiEdits edits = devices.get(name);
    return edits == null ? List.of() : List.of(edits);
  }

  private Collection<Path> files() throws IOException {
    Collection<Path> files = new TreeSet<>();
    for (Path directory : directories) {
      if (Files.isDirectory(directory)) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*.{json,yaml,yml}")) {
          all.forEach(files::add);
        }
      }
    }
    return files;
  }
}
