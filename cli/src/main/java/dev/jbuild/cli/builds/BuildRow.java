package dev.jbuild.cli.builds;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.Ending;
import dev.jbuild.builder.explain.Outcome;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.cli.text.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A past build as a row of a list. */
public final class BuildRow {
  private static final List<String> COLUMNS =
      List.of("ID", "CreatedSince", "Duration", "Status", "Name", "Digest");

  private BuildRow() {}

  /** The fields that {@code --format} knows. */
  public static Map<String, String> of(BuildLog build, Instant now, boolean wholeDigest) {
    BuildLog.Subject subject = build.subject();
    Ending ending = build.ending();
    String digest = ending == null ? "" : ending.image();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ID", build.id());
    fields.put("CreatedSince", Quantity.age(build.begun(), now));
    fields.put("CreatedAt", build.begun().toString());
    fields.put("Duration", time(build.taken()));
    fields.put("Status", ending == null ? "" : ending.result().toString());
    fields.put("Name", name(subject));
    fields.put("Digest", wholeDigest ? digest : shortened(digest));
    fields.put("Tags", String.join(",", subject.tags()));
    fields.put("Target", subject.target());
    fields.put("Platform", subject.platform());
    fields.put("Context", subject.context());
    fields.put("Dockerfile", subject.dockerfile());
    fields.put("Steps", String.valueOf(build.steps().size()));
    fields.put("CachedSteps", String.valueOf(build.count(Set.of(Outcome.CACHED))));
    return fields;
  }

  /** The table for people. */
  public static List<String> table(List<Map<String, String>> rows) {
    Table table = new Table("BUILD ID", "CREATED", "DURATION", "STATUS", "NAME", "DIGEST");
    for (Map<String, String> row : rows) {
      Stream<String> cells = COLUMNS.stream().map(column -> row.getOrDefault(column, ""));
      table.row(cells.toArray(String[]::new));
    }
    return table.lines();
  }

  /** The first tag, or the last part of the context, with the target. */
  public static String name(BuildLog.Subject subject) {
    String context = subject.context();
    String name =
        subject.tags().isEmpty()
            ? context.substring(context.lastIndexOf('/', context.length() - 2) + 1)
            : subject.tags().getFirst();
    return name + (subject.target().isEmpty() ? "" : " (" + subject.target() + ")");
  }

  private static String time(Duration taken) {
    long seconds = taken.toSeconds();
    return seconds < 100 ? Quantity.seconds(taken) : seconds / 60 + "m" + seconds % 60 + "s";
  }

  private static String shortened(String digest) {
    int end = digest.indexOf(':') + 13;
    return digest.substring(digest.indexOf(':') + 1, Math.min(end, digest.length()));
  }
}
