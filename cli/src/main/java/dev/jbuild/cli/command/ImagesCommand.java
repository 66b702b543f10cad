package dev.jbuild.cli.command;

import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.cli.text.Table;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "images", description = "List the images of the store.")
final class ImagesCommand implements Callable<Integer> {
  private static final String NONE = "<none>";

  private final Jbuild jbuild;

  @Parameters(
      arity = "0..1",
      paramLabel = "REPOSITORY[:TAG]",
      description = "Only images of this name.")
  private @Nullable String wanted;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only the image IDs.")
  private boolean quiet;

  @Option(names = "--no-trunc", description = "Do not shorten the image IDs.")
  private boolean noTrunc;

  /** One line of the list: a name of an image. */
  private record Row(String repository, String tag, LocalImage image) {}

  ImagesCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      List<Row> rows =
          store.images().list().stream().flatMap(image -> rows(image).stream()).toList();
      Output out = jbuild.host().out();
      for (String line : quiet ? ids(rows) : table(rows).lines()) {
        out.line(line);
      }
    }
    return ExitCode.SUCCESS.number();
  }

  private List<Row> rows(LocalImage image) {
    List<Row> rows = image.tags().stream().map(tag -> row(tag, image)).toList();
    if (image.tags().isEmpty()) {
      rows = List.of(new Row(NONE, NONE, image));
    }
    return rows.stream().filter(this::isWanted).toList();
  }

  private static Row row(ImageReference name, LocalImage image) {
    String tag = name.tag() == null ? NONE : name.tag();
    String familiar = name.familiar();
    return new Row(familiar.substring(0, familiar.length() - tag.length() - 1), tag, image);
  }

  private boolean isWanted(Row row) {
    return wanted == null
        || row.repository().equals(wanted)
        || (row.repository() + ":" + row.tag()).equals(wanted);
  }

  private Set<String> ids(List<Row> rows) {
    Set<String> ids = new LinkedHashSet<>();
    rows.forEach(row -> ids.add(shown(row.image().id())));
    return ids;
  }

  private Table table(List<Row> rows) {
    Instant now = Instant.now();
    Table table = new Table("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
    for (Row row : rows) {
      table.row(
          row.repository(),
          row.tag(),
          shown(row.image().id()),
          Quantity.age(row.image().created(), now),
          Quantity.size(row.image().size()));
    }
    return table;
  }

  private String shown(Digest id) {
    return noTrunc ? id.toString() : id.shortHex();
  }
}
