package dev.jbuild.cli.command;

import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.cli.progress.Progress;
import dev.jbuild.cli.progress.ProgressMode;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.key.SigningKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "push", description = "Send an image of the store to a registry.")
final class PushCommand implements Callable<Integer> {
  private final Jbuild jbuild;

  @Parameters(paramLabel = "IMAGE", description = "Name of an image.")
  String image = "";

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  boolean quiet;

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description = "Sign the image and its attestations with this private key.")
  @Nullable Path key;

  @Option(
      names = {"-a", "--all-tags"},
      description = "All images of the store that are tags of the repository.")
  boolean allTags;

  @Mixin RegistryFlags registry = new RegistryFlags();
  @Mixin FormFlags form = new FormFlags();

  PushCommand(Jbuild jbuild) {
    this.jbuild = jbuild;
  }

  @Override
  public Integer call() throws Exception {
    ImageReference name = allTags ? Names.repository(image) : Names.parse(image);
    OutgoingForm outgoing = form.form();
    SigningKey signing = key == null ? null : KeyWord.signing(jbuild, key);
    ProgressMode mode = quiet ? ProgressMode.QUIET : ProgressMode.AUTO;
    Map<ImageReference, Descriptor> pushed = new LinkedHashMap<>();
    try (Progress progress = mode.start(jbuild.host());
        OpenStore store = OpenStore.of(jbuild, progress, registry.options(jbuild))) {
      for (ImageReference each : allTags ? store.localTags(name) : List.of(name)) {
        pushed.put(each, push(store, each, outgoing, signing));
      }
    }
    for (Map.Entry<ImageReference, Descriptor> each : pushed.entrySet()) {
      String what = each.getKey().familiar() + ": digest: " + each.getValue().digest();
      jbuild.host().out().line(what + " size: " + each.getValue().size());
    }
    return ExitCode.SUCCESS.number();
  }

  private static Descriptor push(
      OpenStore store, ImageReference name, OutgoingForm form, @Nullable SigningKey signing)
      throws Exception {
    Descriptor pushed = store.push().push(name, form);
    store.attestations(signing).push(name, pushed);
    if (signing != null) {
      store.signing(signing).sign(name, pushed.digest());
    }
    return pushed;
  }
}
