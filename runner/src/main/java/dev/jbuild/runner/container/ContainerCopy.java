package dev.jbuild.runner.container;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.TarReader;
import dev.jbuild.cache.layer.TarWriter;
import dev.jbuild.executor.Agent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.ContainerFiles;
import dev.jbuild.runner.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Copies files between this machine and listed containers, whether they run or not. */
public final class ContainerCopy {
  private final Store store;
  private final AgentOptions options;
  private final Consumer<String> log;

  /**
   * @param options their state directory must be the store's root
   */
  public ContainerCopy(Store store, AgentOptions options) {
    this.store = store;
    this.options = options;
    this.log = options.log();
  }

  /** What is done with the files of a container. */
  @FunctionalInterface
  private interface Use {
    void of(ContainerFiles files) throws IOException;
  }

  /**
   * Copies what is at a path of a container to this machine.
   *
   * @param path as the user wrote it
   */
  public void out(Listed container, String path, Path target, Copying copying)
      throws RunException, IOException {
    boolean content = path.endsWith("/.") || path.equals(".");
    String clean = clean(path);
    String name = clean.substring(clean.lastIndexOf('/') + 1);
    LocalTarget[] files = new LocalTarget[1];
    use(
        container,
        each ->
            each.get(
                clean,
                copying.follow() || content || path.endsWith("/"),
                content || path.endsWith("/"),
                prefix -> {
                  files[0] = new LocalTarget(prefix, copying, target, name, content, log);
                  return files[0];
                }));
    files[0].close();
  }

  /** Writes what is at a path of a container as a tar, in which it has its own name. */
  public void outAsTar(Listed container, String path, Copying copying, OutputStream out)
      throws RunException, IOException {
    boolean content = path.endsWith("/.") || path.equals(".");
    String clean = clean(path);
    String name = content ? "" : clean.substring(clean.lastIndexOf('/') + 1);
    try (TarWriter tar = new TarWriter(out)) {
      use(
          container,
          each ->
              each.get(
                  clean,
                  copying.follow() || content || path.endsWith("/"),
                  content || path.endsWith("/"),
                  prefix -> new Rebased(entry -> below(name, entry, prefix), true, tar)));
    }
  }

  /** The path of an entry with {@code name} in place of the {@code prefix} of all. */
  private static String below(String name, String entry, String prefix) {
    String rest = prefix.isEmpty() ? "/" + entry : entry.substring(prefix.length());
    String moved = name + (rest.equals("/") ? "" : rest);
    return moved.startsWith("/") ? moved.substring(1) : moved;
  }

  /** Unpacks a tar into a directory of a container. */
  public void inFromTar(InputStream tar, Listed container, String path, Copying copying)
      throws RunException, IOException {
    use(
        container,
        each ->
            each.put(
                clean(path),
                true,
                ContainerFiles.Source.CONTENT,
                "",
                prefix ->
                    sink ->
                        TarReader.ofArchive(tar)
                            .writeTo(
                                new Rebased(
                                    entry -> prefix.isEmpty() ? entry : prefix + "/" + entry,
                                    copying.keepOwners(),
                                    sink))));
  }

  /** Writes the files of a container as a tar, without what is mounted in it. */
  public void export(Listed container, OutputStream out) throws RunException, IOException {
    AgentOptions same = options.withIsolation(container.state().isolation());
    try (Agent agent = Agent.start(same);
        TarWriter tar = new TarWriter(out)) {
      files(agent, container)
          .get("", false, true, prefix -> new Rebased(UnaryOperator.identity(), true, tar));
    }
  }

  /** Copies files of this machine to a path of a container. */
  public void in(Path source, boolean content, Listed container, String path, Copying copying)
      throws RunException, IOException {
    Path real = source.toAbsolutePath().normalize();
    boolean directory =
        (copying.follow() || content)
            ? Files.isDirectory(real)
            : Files.isDirectory(real, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    ContainerFiles.Source kind = ContainerFiles.Source.FILE;
    if (directory) {
      kind = content ? ContainerFiles.Source.CONTENT : ContainerFiles.Source.DIRECTORY;
    }
    ContainerFiles.Source copied = kind;
    Path name = real.getFileName();
    String called = name == null ? "" : name.toString();
    use(
        container,
        each ->
            each.put(
                clean(path),
                copying.endsLikeDirectory(),
                copied,
                called,
                prefix -> new LocalSource(real, prefix, copying, log)));
  }

  private static String clean(String path) {
    String text = Path.of("/" + path).normalize().toString();
    return text.substring(1);
  }

  private void use(Listed container, Use use) throws RunException, IOException {
    Path socket = container.state().socket();
    if (container.state().isRunning() && socket != null) {
      use.of(new ContainerFiles(socket, List.of(), null, log));
      return;
    }
    AgentOptions same =
        options.withContainer(container.directory()).withIsolation(container.state().isolation());
    try (Agent agent = Agent.start(same)) {
      use.of(files(agent, container));
    }
  }

  private ContainerFiles files(Agent agent, Listed container) throws IOException {
    Path upper = container.directory().resolve(Listed.UPPER);
    return agent.files(store.layers().directories(container.layers(), agent), upper);
  }
}
