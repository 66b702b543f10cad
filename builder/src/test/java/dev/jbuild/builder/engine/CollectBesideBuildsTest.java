package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.collect.CollectOptions;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other processes build while one collects all it may, again and again, and is killed. */
@Timeout(300)
class CollectBesideBuildsTest {
  private static final int BUILDERS = 3;
  private static final int BUILDS = 40;

  @TempDir Path work;

  /** Builds variants of a context again and again; ends with 0 if every image was right. */
  static final class Building {
    private Building() {}

    public static void main(String[] arguments) throws Exception {
      Path work = Path.of(arguments[0]);
      Random random = new Random(Long.parseLong(arguments[1]));
      Path context = Files.createDirectories(work.resolve("context" + arguments[1]));
      Files.writeString(
          context.resolve("Dockerfile"),
          """
          FROM scratch AS one
          COPY a b /one/
          WORKDIR /one/deep
          FROM scratch
          COPY --from=one /one /two
          COPY c /
          """);
      for (int i = 0; i < BUILDS; i++) {
        for (String name : List.of("a", "b", "c")) {
          // Few variants, so that builds meet what others left, or are just making or removing.
          Files.writeString(context.resolve(name), name + random.nextInt(3));
        }
        build(work, context, "localhost/image" + arguments[1], random.nextBoolean());
      }
    }

    private static void build(Path work, Path context, String name, boolean tagged)
        throws Exception {
      BuildEnvironment environment =
          BuildEnvironment.of(work.resolve("store"), work.resolve("native"));
      try (Builder builder = new Builder(environment)) {
        BuildRequest request = BuildRequest.of(context);
        if (tagged) {
          request = request.withTags(List.of(ImageReference.parse(name)));
        }
        BuildResult result = builder.build(request, BuildListener.SILENT);
        check(builder.store(), result, context);
      }
    }

    private static void check(Store store, BuildResult result, Path context) throws Exception {
      List<DiffId> layers = result.config().diffIds();
      try (LazyAgent none = agent(store)) {
        for (DiffId layer : layers) {
          store.layers().writeTar(layer, none, OutputStream.nullOutputStream());
        }
        Tree tree = store.layers().treeOf(layers, none);
        for (String name : List.of("a", "b", "c")) {
          String path = name.equals("c") ? "c" : "two/" + name;
          TreeEntry entry = store.trees().find(tree, path).orElseThrow();
          Digest want = Digest.sha256(Files.readAllBytes(context.resolve(name)));
          if (!(entry instanceof TreeEntry.RegularFile file) || !file.content().equals(want)) {
            throw new AssertionError("/" + path + " is wrong: " + entry);
          }
        }
      }
    }
  }

  /** Collects until its standard input ends. */
  static final class Collecting {
    private Collecting() {}

    public static void main(String[] arguments) throws Exception {
      Path work = Path.of(arguments[0]);
      while (System.in.available() == 0) {
        try (Store store = Store.open(work.resolve("store"));
            LazyAgent agent = agent(store)) {
          store.collector().collect(CollectOptions.limit(0), LocalImages::isNone, agent);
        }
      }
    }
  }

  private static LazyAgent agent(Store store) {
    AgentOptions options =
        new AgentOptions(
            store.root(), store.root().resolve("../native"), Isolation.AUTO, line -> {});
    return new LazyAgent(options, store, BuildListener.SILENT);
  }

  private static Process java(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void builds_whileOthersCollectAndAreKilled_areRight() throws Exception {
    List<Process> builders = new ArrayList<>();
    for (int i = 0; i < BUILDERS; i++) {
      builders.add(java(Building.class, work.toString(), String.valueOf(i)));
    }
    Random random = new Random(7);
    while (builders.stream().anyMatch(Process::isAlive)) {
      Process collecting = java(Collecting.class, work.toString());
      collecting.waitFor(500 + random.nextInt(1500), TimeUnit.MILLISECONDS);
      collecting.destroyForcibly();
      collecting.waitFor();
    }
    for (Process builder : builders) {
      String output = new String(builder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(builder.waitFor()).as(output).isZero();
    }
    Building.main(new String[] {work.toString(), "0"});
  }
}
