package dev.jbuild.builder.attest;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildException.Kind;
import dev.jbuild.builder.sbom.Purl;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.Platform;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.TransferListener;
import dev.jbuild.registry.key.SigningKey;
import dev.jbuild.registry.sign.AttestationSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends the statements about an image after it. The manifest in the registry lists layers as they
 * went there and so has a digest of its own; the statements are made out to that one.
 *
 * @param key signs each statement as well, in an envelope of its own; null for no signatures
 */
public record AttestationPush(Store store, RegistryClient registry, @Nullable SigningKey key) {

  /**
   * Sends what the store has about the image of that name, which was pushed just now.
   *
   * @param pushed the manifest or index as it is in the registry
   * @return how many statements there are
   * @throws BuildException when the registry does not take them; the image is there already
   */
  public int push(ImageReference target, Descriptor pushed)
      throws BuildException, InterruptedException {
    try {
      return attempt(target, pushed);
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      InterruptedException interrupted = new InterruptedException("push of attestations");
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      String what = "push the attestations of " + target.familiar() + ": " + e.getMessage();
      throw new BuildException(Kind.REGISTRY, null, what, e);
    }
  }

  private int attempt(ImageReference target, Descriptor pushed) throws IOException {
    Descriptor local = store.tags().find(target).orElse(pushed);
    List<Descriptor> from = manifests(local);
    List<Descriptor> to = manifests(pushed);
    int count = 0;
    // A push keeps the order of an index.
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      for (Descriptor referrer : store.referrers().of(from.get(i).digest())) {
        send(target, referrer, to.get(i));
        count++;
      }
    }
    return count;
  }

  private List<Descriptor> manifests(Descriptor named) throws IOException {
    return MediaTypes.isIndex(named.mediaType())
        ? ImageIndex.parse(store.content().read(named.digest())).manifests()
        : List.of(named);
  }

  private void send(ImageReference target, Descriptor referrer, Descriptor image)
      throws IOException {
    Statement statement;
    try {
      Manifest kept = Manifest.parse(store.content().read(referrer.digest()));
      statement = Statement.parse(store.content().read(kept.layers().getFirst().digest()));
    } catch (IllegalArgumentException e) {
      throw new LostContentException("the attestation " + referrer.digest() + " is damaged", e);
    }
    byte[] bytes = statement.about(name(target, image), image.digest());
    Manifest manifest = statement.manifest(bytes, image);
    push(target, manifest.config(), Statement.EMPTY);
    push(target, manifest.layers().getFirst(), bytes);
    registry.pushManifest(
        new ImageReference(target.registry(), target.repository(), null, manifest.digest()),
        manifest.mediaType(),
        manifest.raw());
    if (key != null) {
      new AttestationSigner(registry, key).sign(target, image.digest(), bytes);
    }
  }

  private void push(ImageReference target, Descriptor blob, byte[] content) throws IOException {
    registry.pushBlob(target, blob, () -> new ByteArrayInputStream(content), TransferListener.NONE);
  }

  /** A package URL, as BuildKit names images in statements. */
  private String name(ImageReference target, Descriptor image) throws IOException {
    String path =
        new ImageReference(target.registry(), target.repository(), "latest", null)
            .familiar()
            .replaceFirst(":latest$", "");
    int slash = path.lastIndexOf('/');
    Platform platform =
        store.images().open(image).map(stored -> stored.config().platform()).orElse(null);
    TreeMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("platform", platform == null ? "" : platform.toString());
    String tag = target.tag() == null ? "" : target.tag();
    return new Purl(
            "docker",
            slash < 0 ? "" : path.substring(0, slash),
            path.substring(slash + 1),
            tag,
            qualifiers)
        .toString();
  }
}
