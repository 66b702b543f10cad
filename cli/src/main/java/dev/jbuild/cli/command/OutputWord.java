package dev.jbuild.cli.command;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.builder.words.CsvLine;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Host;
import dev.jbuild.oci.ImageReference;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A value of {@code -o}: a directory, {@code -} for a tar on standard output, or fields.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/buildx/build/#output">docker buildx
 *     build --output</a>
 */
final class OutputWord {
  static final Export.Looks PLAIN = new Export.Looks(List.of(), OutgoingForm.DEFAULT, List.of());

  private static final String STDOUT = "-";
  private static final Set<String> OF_FILES = Set.of("type", "dest", "platform-split");
  private static final Set<String> OF_IMAGES =
      Set.of(
          "type",
          "name",
          "compression",
          "compression-level",
          "force-compression",
          "oci-mediatypes",
          "rewrite-timestamp");
  private static final String ANNOTATION = "annotation";

  private final String word;
  private final Host host;
  private final Set<String> buildArgs;
  private final Map<String, String> fields = new LinkedHashMap<>();

  OutputWord(String word, Host host, Set<String> buildArgs) {
    this.word = word;
    this.host = host;
    this.buildArgs = buildArgs;
  }

  Export export() throws CommandException {
    List<String> parts = CsvLine.split(word);
    if (parts.size() == 1 && parts.getFirst().equals(word) && !word.startsWith("type=")) {
      fields.put("type", word.equals(STDOUT) ? "tar" : "local");
      fields.put("dest", word);
    } else {
      split(parts);
    }
    String type = fields.getOrDefault("type", "");
    return switch (type) {
      case "local" -> local();
      case "tar" -> tar();
      case "oci", "docker" -> archive(type.equals("docker"));
      case "image" -> image(flag("push", false));
      case "registry" -> image(true);
      case "" -> throw wrong("type is missing; it is local, tar, oci, docker, image or registry");
      default ->
          throw wrong(
              "there is no type " + type + "; it is local, tar, oci, docker, image or registry");
    };
  }

  private void split(List<String> parts) throws CommandException {
    for (String part : parts) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw wrong("invalid field " + part + ", expected name=value");
      }
      String name = part.substring(0, equals).strip();
      boolean ofAnnotation = name.toLowerCase(Locale.ROOT).startsWith(ANNOTATION);
      fields.put(ofAnnotation ? name : name.toLowerCase(Locale.ROOT), part.substring(equals + 1));
    }
  }

  private Export local() throws CommandException {
    allow(OF_FILES, Set.of());
    String dest = fields.getOrDefault("dest", "");
    if (dest.isEmpty() || dest.equals(STDOUT)) {
      throw wrong("dest is missing; it names the directory");
    }
    Path directory = host.path(dest);
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(directory)) {
      throw wrong("destination " + dest + " is not a directory");
    }
    return new Export.Files(directory, split());
  }

  private Export tar() throws CommandException {
    allow(OF_FILES, Set.of());
    return new Export.Tar(target(fields.getOrDefault("dest", STDOUT)), split());
  }

  private @Nullable Boolean split() throws CommandException {
    return fields.containsKey("platform-split") ? flag("platform-split", true) : null;
  }

  private Export archive(boolean docker) throws CommandException {
    allow(OF_IMAGES, Set.of("dest", "tar"));
    String dest = fields.getOrDefault("dest", docker ? "" : STDOUT);
    if (!flag("tar", true)) {
      if (docker || dest.isEmpty() || dest.equals(STDOUT)) {
        throw wrong("tar=false is for type=oci with a directory as dest");
      }
      return new Export.Layout(host.path(dest), looks());
    }
    return dest.isEmpty()
        ? new Export.Load(looks(), host.environment())
        : new Export.Archive(target(dest), looks());
  }

  private Export image(boolean push) throws CommandException {
    allow(OF_IMAGES, Set.of("push"));
    if (push && fields.containsKey("push") && !flag("push", true)) {
      throw wrong("type=registry pushes; type=image does only with push=true");
    }
    return new Export.Image(looks(), push);
  }

  private Export.Target target(String dest) throws CommandException {
    if (dest.isEmpty() || dest.equals(STDOUT)) {
      if (host.terminal().stdout()) {
        throw wrong("an archive is nothing for a terminal: use dest=FILE, or redirect it");
      }
      return new Export.Target.Stream(host.out(), "standard output");
    }
    Path file = host.path(dest);
    if (Files.isDirectory(file)) {
      throw wrong("destination " + dest + " is a directory; name a file in it");
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw wrong("there is no directory " + parent + " for it");
    }
    return new Export.Target.File(file);
  }

  private Export.Looks looks() throws CommandException {
    if (flag("rewrite-timestamp", false) && !buildArgs.contains("SOURCE_DATE_EPOCH")) {
      throw wrong("rewrite-timestamp=true needs SOURCE_DATE_EPOCH, or --source-date-epoch");
    }
    return new Export.Looks(names(), form(), annotations());
  }

  private List<ImageReference> names() throws CommandException {
    String names = fields.getOrDefault("name", "");
    return names.isEmpty() ? List.of() : Names.parseTags(List.of(names.split(",", -1)));
  }

  private OutgoingForm form() throws CommandException {
    OutgoingForm.Types types =
        fields.containsKey("oci-mediatypes")
            ? flag("oci-mediatypes", true) ? OutgoingForm.Types.OCI : OutgoingForm.Types.DOCKER
            : OutgoingForm.Types.AS_THEY_CAME;
    try {
      return CompressionWord.form(
          fields.get("compression"),
          fields.get("compression-level"),
          flag("force-compression", false),
          types);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /** {@code annotation-index[linux/amd64].key} is what {@code --annotation} has with a colon. */
  private List<Annotation> annotations() throws CommandException {
    List<Annotation> annotations = new ArrayList<>();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String name = field.getKey();
      if (!name.startsWith(ANNOTATION)) {
        continue;
      }
      int dot = name.indexOf('.');
      if (dot < 0) {
        throw wrong("invalid field " + name + ", expected annotation.KEY=VALUE");
      }
      String place = name.substring(ANNOTATION.length(), dot);
      String type = place.startsWith("-") ? place.substring(1) : "manifest" + place;
      try {
        annotations.addAll(
            Annotation.parse(type + ":" + name.substring(dot + 1) + "=" + field.getValue()));
      } catch (IllegalArgumentException e) {
        throw wrong(e.getMessage());
      }
    }
    return annotations;
  }

  private boolean flag(String name, boolean otherwise) throws CommandException {
    String value = fields.get(name);
    return switch (value == null ? "" : value.toLowerCase(Locale.ROOT)) {
      case "" -> value == null ? otherwise : unclear(name, value);
      case "true", "1", "t" -> true;
      case "false", "0", "f" -> false;
      default -> unclear(name, String.valueOf(value));
    };
  }

  private boolean unclear(String name, String value) throws CommandException {
    throw wrong(name + " is true or false, not \"" + value + "\"");
  }

  private void allow(Set<String> some, Set<String> more) throws CommandException {
    for (String name : fields.keySet()) {
      boolean annotation = some.contains("name") && name.startsWith(ANNOTATION);
      if (!some.contains(name) && !more.contains(name) && !annotation) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        throw wrong(
            "there is no field "
                + name
                + " for type="
                + fields.get("type")
                + "; there are "
                + String.join(", ", all)
                + (some.contains("name") ? " and annotation.KEY" : ""));
      }
    }
  }

  private CommandException wrong(@Nullable String message) {
    return new CommandException(ExitCode.USAGE, "-o " + word + ": " + message);
  }
}
