package dev.jbuild.cli.command;

import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.words.Amounts;
import dev.jbuild.cache.collect.CollectOptions;
import dev.jbuild.cache.collect.CollectOptions.Kind;
import dev.jbuild.cache.collect.Collected;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.text.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "prune",
    description = "Remove build cache, images without a name, and what nothing needs any more.",
    footer = {
      "",
      "What images with a name need stays, and so does what running builds and containers use.",
      "Without --all the results of steps that such images contain stay, too.",
      "Filters: until=SPAN or unused-for=SPAN as --older-than; type=cache, type=mount or type=log."
    })
final class PruneCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Option(
      names = {"-a", "--all"},
      description = "All build cache, and the cache mounts.")
  boolean all;

  @Option(
      names = {"--max-size", "--keep-storage", "--max-used-space", "--reserved-space"},
      paramLabel = "SIZE",
      converter = DiskSizeWord.class,
      description = "Remove what was not used for longest until at most this much cache is left.")
  @Nullable Long maxSize;

  @Option(
      names = "--older-than",
      paramLabel = "SPAN",
      converter = SpanWord.class,
      description = "Only what was not used for that long: 36h, 14d.")
  Duration olderThan = Duration.ZERO;

  @Option(names = "--filter", paramLabel = "KEY=VALUE", description = "Only what fits; see below.")
  List<String> filters = new ArrayList<>();

  @Option(
      names = {"-f", "--force"},
      description = "Accepted for docker's sake; nothing is asked.")
  @SuppressWarnings("UnusedVariable") // nothing is ever asked
  boolean force;

  PruneCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    CollectOptions options = options();
    try (OpenStore store = OpenStore.of(jbuild)) {
      Collected collected =
          store.store().collector().collect(options, LocalImages::isNone, store.disk());
      jbuild.host().out().line(text(options, collected));
      jbuild.host().out().line("Total reclaimed space: " + Quantity.size(collected.bytes()));
    }
    return ExitCode.SUCCESS.number();
  }

  private static String text(CollectOptions options, Collected collected) {
    return options.kinds().contains(Kind.LOG)
        ? "removed " + collected.records() + " logs of builds"
        : "removed "
            + collected.records()
            + " cache entries and "
            + collected.layers()
            + " layers; build cache left: "
            + Quantity.size(collected.cacheBytes());
  }

  private CollectOptions options() throws CommandException {
    Duration unusedFor = olderThan;
    Set<Kind> kinds =
        all || maxSize != null ? EnumSet.of(Kind.CACHE, Kind.MOUNT) : EnumSet.of(Kind.CACHE);
    for (String filter : filters) {
      String key = filter.substring(0, Math.max(0, filter.indexOf('=')));
      String value = filter.substring(filter.indexOf('=') + 1).replaceFirst("^=", "");
      switch (key) {
        case "until", "unused-for" ->
            unusedFor = Amounts.span(value).orElseThrow(() -> wrong(filter));
        case "type" -> kinds = EnumSet.of(kind(value, filter));
        default -> throw wrong(filter);
      }
    }
    return new CollectOptions(all || maxSize != null, maxSize, unusedFor, kinds);
  }

  /** By our names or by those of BuildKit. */
  private static Kind kind(String value, String filter) throws CommandException {
    return switch (value) {
      case "cache", "regular" -> Kind.CACHE;
      case "log" -> Kind.LOG;
      case "mount", "exec.cachemount" -> Kind.MOUNT;
      default -> throw wrong(filter);
    };
  }

  private static CommandException wrong(String filter) {
    return new CommandException(
        ExitCode.USAGE,
        "--filter "
            + filter
            + " is none of until=SPAN, unused-for=SPAN, type=cache, type=mount and type=log");
  }
}
