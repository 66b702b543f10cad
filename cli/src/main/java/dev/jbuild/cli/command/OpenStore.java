package dev.jbuild.cli.command;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.attest.AttestationPush;
import dev.jbuild.builder.image.ImageArchive;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.ImagePush;
import dev.jbuild.builder.image.ImageSigning;
import dev.jbuild.builder.image.LocalImage;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.cache.Store;
import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.executor.Isolation;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.key.SigningKey;
import dev.jbuild.runner.container.ContainerList;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store of one command, with what reaches beyond it: registries, and the native helper. */
final class OpenStore implements AutoCloseable {
  private final Store store;
  private final RegistryClient registry;
  private final LazyAgent disk;
  private final BuildListener listener;

  private OpenStore(Store store, RegistryClient registry, LazyAgent disk, BuildListener listener) {
    this.store = store;
    this.registry = registry;
    this.disk = disk;
    this.listener = listener;
  }

  /** For a command that moves nothing far. */
  static OpenStore of(Jbuild jbuild) throws IOException {
    return of(jbuild, BuildListener.SILENT);
  }

  static OpenStore of(Jbuild jbuild, BuildListener listener) throws IOException {
    return of(jbuild, listener, jbuild.registryOptions());
  }

  static OpenStore of(Jbuild jbuild, BuildListener listener, RegistryOptions registries)
      throws IOException {
    Store store = Store.open(jbuild.places().storeRoot(), jbuild::warn);
    LazyAgent disk =
        new LazyAgent(
            jbuild.agentOptions(store.root(), Isolation.AUTO), store, BuildListener.SILENT);
    return new OpenStore(store, new RegistryClient(registries), disk, listener);
  }

  Store store() {
    return store;
  }

  LayerDisk disk() {
    return disk;
  }

  ContainerList containers() {
    return new ContainerList(store);
  }

  LocalImages images() {
    return new LocalImages(store);
  }

  /** Whether a container of the image could start without a registry. */
  boolean hasLayers(LocalImage image) throws IOException {
    for (DiffId layer : image.config().diffIds()) {
      if (!store.layers().available(layer)) {
        return false;
      }
    }
    return true;
  }

  /** All that the registry has of a repository. */
  List<ImageReference> remoteTags(ImageReference repository) throws IOException {
    return registry.tags(repository).stream().map(repository::withTag).sorted().toList();
  }

  /** All that is here of a repository. */
  List<ImageReference> localTags(ImageReference repository)
      throws BuildException, CommandException, InterruptedException {
    List<ImageReference> tags =
        images().list().stream()
            .flatMap(image -> image.tags().stream())
            .filter(tag -> repository.withTag(tag.tag()).equals(tag))
            .sorted()
            .toList();
    if (tags.isEmpty()) {
      String name = repository.registry() + "/" + repository.repository();
      throw new CommandException(
          ExitCode.USAGE, "the local store has no tag of " + name + ": jbuild images lists them");
    }
    return tags;
  }

  ImagePull pull() {
    return new ImagePull(store, registry, listener, disk);
  }

  /** For who needs the files soon: layers are unpacked while they arrive. */
  ImagePull pullToRun() {
    return pull().unpacking();
  }

  ImagePush push() {
    return new ImagePush(store, registry, disk, listener);
  }

  AttestationPush attestations(@Nullable SigningKey key) {
    return new AttestationPush(store, registry, key);
  }

  ImageSigning signing(SigningKey key) {
    return new ImageSigning(registry, key);
  }

  ImageArchive archive() {
    return new ImageArchive(store, registry, disk, listener);
  }

  @Override
  public void close() throws IOException {
    try (store;
        disk) {
      registry.close();
    }
  }
}
