package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.context.BuildFiles;
import dev.jbuild.builder.context.ContextOpener;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.watch.WatchedTree;
import dev.jbuild.parser.ignore.IgnoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files of this machine that a build reads. */
final class WatchedFiles {
  private WatchedFiles() {}

  /**
   * @param written files that the command writes beside its outputs
   * @throws CommandException when the context is no directory
   */
  static List<WatchedTree> of(BuildRequest request, List<Path> written)
      throws BuildException, CommandException, IOException {
    if (!(request.contexts().main() instanceof ContextSource.Local local)) {
      throw new CommandException(
          ExitCode.USAGE, "watch needs a context that is a directory of this machine");
    }
    Path root = absolute(local.directory());
    Set<Path> outputs = new HashSet<>(outputs(request));
    written.forEach(each -> outputs.add(absolute(each)));
    List<WatchedTree> trees = new ArrayList<>();
    ContextOpener opener = ContextOpener.ofThisMachine(Files::createTempDirectory);
    try (BuildFiles files = BuildFiles.read(local, request.dockerfile(), opener)) {
      trees.add(new WatchedTree(root, files.ignore(), always(request, root), outputs));
    }
    for (ContextSource each : request.contexts().named().values()) {
      if (each instanceof ContextSource.Local named) {
        Path directory = absolute(named.directory());
        trees.add(new WatchedTree(directory, IgnoreFile.EMPTY, Set.of(), outputs));
      }
    }
    return trees;
  }

  /** The Dockerfile and the ignore files count even where they are left out themselves. */
  private static Set<Path> always(BuildRequest request, Path root) {
    Path dockerfile =
        switch (request.dockerfile()) {
          case DockerfileSource.File file -> absolute(file.path());
          case DockerfileSource.Named named -> root.resolve(named.path());
          case DockerfileSource.InContext usual -> root.resolve("Dockerfile");
          case DockerfileSource.Http http -> root.resolve("Dockerfile");
          case DockerfileSource.Inline inline -> root.resolve("Dockerfile");
        };
    return Set.of(
        dockerfile,
        dockerfile.resolveSibling(dockerfile.getFileName() + ".dockerignore"),
        root.resolve(".dockerignore"));
  }

  private static List<Path> outputs(BuildRequest request) {
    List<Path> outputs = new ArrayList<>();
    for (Export export : request.output().exports()) {
      switch (export) {
        case Export.Files files -> outputs.add(absolute(files.directory()));
        case Export.Layout layout -> outputs.add(absolute(layout.directory()));
        case Export.Tar tar -> add(tar.target(), outputs);
        case Export.Archive archive -> add(archive.target(), outputs);
        case Export.Image image -> {}
        case Export.Load load -> {}
      }
    }
    return outputs;
  }

  private static void add(Export.Target target, List<Path> outputs) {
    if (target instanceof Export.Target.File file) {
      outputs.add(absolute(file.path()));
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
