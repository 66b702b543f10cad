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
 * files. Arguments: a directory that holds {@code layer.tar}; the rounds.
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
    Samples unpack = new Samples("unpack");
    Samples extract = new Samples("tar -x");
    Samples diff = new Samples("diff");
    Samples create = new Samples("tar -c");
    Path layer = directory.resolve("state/layer");
    Path peer = directory.resolve("peer");
    Path packed = directory.resolve("packed.tar");
    for (int i = 0; i <= rounds; i++) {
      boolean warm = i > 0;
      shell.run("mkdir " + peer);
      shell.run("sync -f " + directory);
      (warm ? unpack : new Samples("cold")).time(() -> unpack(layer));
      shell.run("sync -f " + directory);
      (warm ? extract : new Samples("cold"))
          .time(() -> shell.run("tar -xf " + tar + " -C " + peer));
      shell.run("sync -f " + directory);
      (warm ? diff : new Samples("cold")).time(() -> diff(layer, packed));
      shell.run("rm " + packed + "; sync -f " + directory);
      (warm ? create : new Samples("cold"))
          .time(() -> shell.run("tar --sort=name -cf " + packed + " -C " + peer + " ."));
      shell.run("rm -r " + packed + " " + peer);
      agent.remove(layer);
    }
    for (Samples samples : new Samples[] {unpack, extract, diff, create}) {
      samples.print();
    }
    unpack.printRatio(extract);
    diff.printRatio(create);
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
