package dev.jbuild.cli.command;

import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.image.ImageImport;
import dev.jbuild.builder.image.ImportOptions;
import dev.jbuild.builder.image.LoadedImage;
import dev.jbuild.builder.plan.ConfigChanges;
import dev.jbuild.builder.remote.FetchedFile;
import dev.jbuild.builder.remote.HttpAddress;
import dev.jbuild.builder.remote.HttpFetch;
import dev.jbuild.builder.remote.RemoteAccess;
import dev.jbuild.builder.remote.RemoteException;
import dev.jbuild.cache.Store;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import", description = "Make an image from the tar of a root file system.")
final class ImportCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(
      index = "0",
      paramLabel = "FILE|URL|-",
      description = "The tar, or its http(s) address; - for standard input.")
  String file = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Name of the image.")
  @Nullable String name;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Comment in the history of the image.")
  @Nullable String message;

  @Option(
      names = {"-c", "--change"},
      paramLabel = "INSTRUCTION",
      description = "Apply a Dockerfile instruction such as 'CMD [\"/bin/sh\"]' to the image.")
  List<String> changes = List.of();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "The platform that its programs are for; this machine's if not said.")
  @Nullable String platform;

  ImportCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    List<ImageReference> tags = name == null ? List.of() : Names.parseTags(List.of(name));
    ImportOptions options =
        ImportOptions.of(tags).withMessage(message).withConfig(ConfigChanges.config(changes));
    Platform wanted = Platforms.only(platform);
    try (OpenStore store = OpenStore.of(jbuild);
        InputStream tar = open(store.store())) {
      LoadedImage made =
          new ImageImport(store.store(), Clock.systemUTC())
              .importTar(tar, what(), wanted == null ? options : options.withPlatform(wanted));
      jbuild.host().out().line(made.id().toString());
    }
    return ExitCode.SUCCESS.number();
  }

  /** The tar for messages and the history, without a password that an address may have. */
  private String what() {
    if (HttpAddress.isOne(file)) {
      return HttpAddress.shown(HttpAddress.parse(file));
    }
    return file.equals("-") ? "standard input" : file;
  }

  private InputStream open(Store store) throws CommandException, IOException, InterruptedException {
    if (file.equals("-")) {
      return jbuild.host().in();
    }
    if (!HttpAddress.isOne(file)) {
      return Files.newInputStream(jbuild.host().path(file));
    }
    RemoteAccess access = RemoteAccess.of(store, jbuild.host().environment(), RunAccess.NONE);
    try {
      FetchedFile tar = new HttpFetch(store, access).fetch(HttpAddress.parse(file), null, false);
      return store.content().open(tar.content());
    } catch (RemoteException e) {
      throw new CommandException(ExitCode.REGISTRY, "import " + what() + ": " + e.getMessage(), e);
    }
  }
}
