package dev.jbuild.oci;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The identity of a stack of layers (image-spec, config.md, "Layer ChainID"). */
public record ChainId(Digest digest) {

  /**
   * The chainID of {@code layers}, base first.
   *
   * @throws OciFormatException when there is no layer: an empty stack has no chainID
   */
  public static ChainId of(List<DiffId> layers) {
    if (layers.isEmpty()) {
      throw new OciFormatException("an image without layers has no chainID");
    }
    Digest chain = layers.getFirst().digest();
    for (DiffId layer : layers.subList(1, layers.size())) {
      chain = Digest.sha256((chain + " " + layer).getBytes(StandardCharsets.US_ASCII));
    }
    return new ChainId(chain);
  }

  @Override
  public String toString() {
    return digest.toString();
  }
}
