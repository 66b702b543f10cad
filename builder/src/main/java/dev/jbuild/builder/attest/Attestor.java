package dev.jbuild.builder.attest;

import dev.jbuild.builder.AttestOptions;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.SbomFormat;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.sbom.Sbom;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.layer.LayerDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says of the images of one build what was asked for. */
public final class Attestor {
  private final Store store;
  private final LayerDisk disk;
  private final ImagePull pull;
  private final AttestOptions options;
  private final BuildListener listener;
  private final Map<Digest, List<Predicate>> sboms = new HashMap<>();

  /**
   * @param pull gets layers of a base that the build itself did not need
   */
  public Attestor(
      Store store, LayerDisk disk, ImagePull pull, AttestOptions options, BuildListener listener) {
    this.store = store;
    this.disk = disk;
    this.pull = pull;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Attaches statements to an image of the store.
   *
   * @param provenance how it was made, which only counts when it was asked for
   */
  public void attach(StoredImage image, Provenance provenance)
      throws BuildException, InterruptedException, IOException {
    if (options.isNone()) {
      return;
    }
    List<Predicate> predicates = new ArrayList<>(sboms(image));
    if (options.provenance() != AttestOptions.Provenance.NONE) {
      predicates.add(provenance.predicate(image, options.provenance()));
    }
    Attachment.attach(store, image.descriptor(), predicates);
  }

  /** Manifests that only differ in annotations have the same software. */
  private List<Predicate> sboms(StoredImage image)
      throws BuildException, InterruptedException, IOException {
    Digest id = image.manifest().config().digest();
    List<Predicate> known = sboms.get(id);
    if (options.sboms().isEmpty() || known != null) {
      return known == null ? List.of() : known;
    }
    ImageReference unnamed =
        new ImageReference("unnamed.invalid", "image", null, image.descriptor().digest());
    pull.layers(new ResolvedImage(unnamed, image.descriptor(), image.manifest(), image.config()));
    Sbom sbom = Sbom.of(store, disk, image.manifest(), image.config());
    sbom.unread().forEach(each -> listener.warning("the SBOM is not complete: " + each, null));
    List<Predicate> made = new ArrayList<>();
    for (SbomFormat format : options.sboms()) {
      made.add(new Predicate(format.predicateType(), sbom.toJson(format)));
    }
    sboms.put(id, made);
    return made;
  }
}
