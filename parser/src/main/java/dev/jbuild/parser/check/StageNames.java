package dev.jbuild.parser.check;

import dev.jbuild.parser.Stage;
import dev.jbuild.parser.text.Quoted;
import dev.jbuild.parser.text.Spelling;
import dev.jbuild.parser.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the instructions of a file and {@code --target} mean by the name of a stage. FROM takes a
 * name letter by letter and only looks up; everything else ignores case and takes the last stage of
 * that name.
 */
public final class StageNames {
  private static final Pattern INDEX = Pattern.compile("[+-]?[0-9]{1,18}");

  /** Two letters that differ say little in a shorter name. */
  private static final int SHORTEST_GUESS = 4;

  private static final Set<String> WELL_KNOWN =
      Set.of(
          "alpine",
          "bash",
          "busybox",
          "centos",
          "composer",
          "debian",
          "docker",
          "fedora",
          "golang",
          "gradle",
          "httpd",
          "maven",
          "mysql",
          "nginx",
          "node",
          "perl",
          "postgres",
          "python",
          "redis",
          "ruby",
          "rust",
          "swift",
          "ubuntu");

  private final List<Stage> stages;
  private final Map<String, List<Stage>> byName = new LinkedHashMap<>();

  public StageNames(List<Stage> stages) {
    this.stages = List.copyOf(stages);
    for (Stage stage : stages) {
      if (stage.name() != null) {
        byName.computeIfAbsent(stage.name(), name -> new ArrayList<>()).add(stage);
      }
    }
  }

  /** What messages call a stage. */
  public static String label(Stage stage) {
    String name = stage.name();
    return name == null ? "stage-" + stage.index() : name;
  }

  /** The stage that an expanded FROM of {@code user} means, or empty for an image. */
  public Optional<Stage> base(String name, Stage user) {
    List<Stage> named = byName.getOrDefault(name, List.of());
    for (Stage stage : named.reversed()) {
      if (stage.index() < user.index()) {
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }

  /** The stage of that name, or empty for an image; a number is a name like any other. */
  public Optional<Stage> named(String name) {
    List<Stage> named = byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return named.isEmpty() ? Optional.empty() : Optional.of(named.getLast());
  }

  /** Whether a {@code --from} of COPY is the number of a stage, be it one that does not exist. */
  static boolean isIndex(String from) {
    return INDEX.matcher(from).matches();
  }

  /** The stage that a {@code --from} of COPY names or counts from 0, or empty for an image. */
  public Optional<Stage> source(String from) {
    if (!isIndex(from)) {
      return named(from);
    }
    long index = Long.parseLong(from);
    return index < 0 || index >= stages.size()
        ? Optional.empty()
        : Optional.of(stages.get((int) index));
  }

  /** The stage that a name which none has was probably meant for, or null. */
  public @Nullable String nearly(String name) {
    if (name.length() < SHORTEST_GUESS || WELL_KNOWN.contains(name)) {
      return null;
    }
    return Spelling.nearest(name.toLowerCase(Locale.ROOT), byName.keySet()).orElse(null);
  }

  /** The stage to build, which is the last one without a name; empty if there is none. */
  public Optional<Stage> target(@Nullable String name) {
    return name == null || name.isEmpty() ? Optional.of(stages.getLast()) : named(name);
  }

  /** Why there is no such target, and what was probably meant. */
  public String unknownTarget(String name) {
    List<String> names = stages.stream().map(StageNames::label).toList();
    return Suggestion.append(
        "target stage " + Quoted.quote(name) + " could not be found",
        Spelling.nearest(name, names).orElse(null));
  }

  /** The value of TARGETSTAGE: the target as given, or the name of the last stage. */
  public String targetStage(@Nullable String target) {
    if (target != null && !target.isEmpty()) {
      return target;
    }
    String last = stages.isEmpty() ? null : stages.getLast().name();
    return last == null ? "default" : last;
  }
}
