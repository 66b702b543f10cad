package dev.jbuild.bench;

import dev.jbuild.cache.layer.TarReader;
import dev.jbuild.cache.layer.TarWriter;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Unpacks a tar as a layer and packs the changes of an upper directory, beside GNU tar on the same
 * files, each of the two first in every other round. The tar is in memory and what is packed was
 * just written, as in a build. Arguments: a directory that holds {@code layer.tar}; the rounds.
 */
public final class LayerTimes {
  private final Path directory;
  private final Path tar;
  private final Agent agent;
  private final PeerShell shell;

  private LayerTimes(Path directory, Agent agent, PeerShell shell) {
    this.directory = directory;
    this.tar = directory.resolve("layer.tar");
    this.agent = agent;
    this.shell = shell;
  }

  public static void main(String[] words) throws Exception {
    Path directory = Path.of(words[0]).toAbsolutePath();
    Path state = Files.createDirectories(directory.resolve("state"));
    AgentOptions options =
        new AgentOptions(state, directory.resolve("native"), Isolation.AUTO, System.err::println);
    try (Agent agent = Agent.start(options);
        PeerShell shell = new PeerShell()) {
      new LayerTimes(directory, agent, shell).compare(Integer.parseInt(words[1]));
    }
  }

  private void compare(int rounds) throws Exception {
    Pair unpacking = new Pair("unpack", "tar -x");
    Pair packing = new Pair("diff", "tar -c");
    for (int i = 0; i <= rounds; i++) {
      round(i, i > 0 ? unpacking : new Pair("", ""), i > 0 ? packing : new Pair("", ""));
    }
    unpacking.print();
    packing.print();
  }

  /**
   * Nothing is removed before the end, as what is freed is discarded while other things are timed.
   */
  private void round(int number, Pair unpacking, Pair packing) throws Exception {
    Path layer = directory.resolve("state/layer" + number);
    Path peer = directory.resolve("peer" + number);
    boolean first = number % 2 == 0;
    unpacking.time(
        first,
        () ->
            shell.run(
                "mkdir -p " + peer + "; sync -f " + directory + "; cat " + tar + " >/dev/null"),
        () -> unpack(layer),
        () -> shell.run("tar -xf " + tar + " -C " + peer));
    packing.time(
        first,
        () -> shell.run("sync -f " + directory),
        () -> diff(layer, directory.resolve("layer" + number + ".tar")),
        () -> shell.run("tar --sort=name -cf " + peer + ".tar -C " + peer + " ."));
  }

  private Path unpack(Path layer) throws IOException {
    try (InputStream in = Files.newInputStream(tar)) {
      agent.unpack(layer, TarReader.ofLayer(in)::writeTo);
    }
    return layer;
  }

  private Path diff(Path layer, Path packed) throws IOException {
    try (TarWriter writer = new TarWriter(Files.newOutputStream(packed))) {
      agent.diff(layer, writer);
    }
    return packed;
  }
}
