package dev.jbuild.cli.command;

import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.cache.collect.Usage;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.host.Output;
import dev.jbuild.cli.text.Quantity;
import dev.jbuild.cli.text.Table;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "du", description = "Show what the store takes on the disk.")
final class DuCommand implements Callable<Integer> {
  private static final String TEMPORARY = "tmp";

  private final Jbuild jbuild;

  @Option(
      names = {"-v", "--verbose"},
      description = "Each image, cache mount and directory, too.")
  boolean verbose;

  DuCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStore store = OpenStore.of(jbuild)) {
      Usage usage = store.store().collector().usage(LocalImages::isNone);
      Output out = jbuild.host().out();
      for (String line : summary(usage).lines()) {
        out.line(line);
      }
      if (verbose) {
        details(usage, out);
      }
    }
    return ExitCode.SUCCESS.number();
  }

  private static Table summary(Usage usage) {
    long mounts = usage.mounts().stream().mapToLong(Usage.Mount::bytes).sum();
    long temporary = usage.others().getOrDefault(TEMPORARY, 0L);
    long rest = usage.others().values().stream().mapToLong(Long::longValue).sum() - temporary;
    Table table = new Table("TYPE", "COUNT", "SIZE", "TO REMOVE IT");
    row(table, "Images", usage.images().size(), usage.imageBytes(), "jbuild rmi, then prune");
    row(table, "Build cache", usage.records(), usage.cache(), "jbuild prune --all");
    row(table, "Cache mounts", usage.mounts().size(), mounts, "jbuild prune --all");
    table.row("Unused", "", Quantity.size(usage.unused()), "jbuild prune");
    table.row("Temporary", "", Quantity.size(temporary), "when the processes end");
    table.row("Other", "", Quantity.size(rest), "");
    long total = usage.imageBytes() + usage.cache() + mounts + usage.unused() + temporary + rest;
    table.row("Total", "", Quantity.size(total), "");
    return table;
  }

  private static void row(Table table, String type, int count, long bytes, String removal) {
    table.row(type, String.valueOf(count), Quantity.size(bytes), removal);
  }

  private static void details(Usage usage, Output out) throws IOException {
    Table images = new Table("IMAGE", "SIZE", "UNIQUE", "SHARED");
    for (Usage.Image image : usage.images()) {
      images.row(
          image.name(),
          Quantity.size(image.unique() + image.shared()),
          Quantity.size(image.unique()),
          Quantity.size(image.shared()));
    }
    print(images, out);
    Table others = new Table("PLACE", "SIZE");
    usage
        .mounts()
        .forEach(mount -> others.row("mounts/" + mount.name(), Quantity.size(mount.bytes())));
    for (Map.Entry<String, Long> other : new TreeMap<>(usage.others()).entrySet()) {
      others.row(other.getKey(), Quantity.size(other.getValue()));
    }
    print(others, out);
  }

  private static void print(Table table, Output out) throws IOException {
    out.line("");
    for (String line : table.lines()) {
      out.line(line);
    }
  }
}
