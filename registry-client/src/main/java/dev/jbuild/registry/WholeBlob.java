package dev.jbuild.registry;

import dev.jbuild.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A blob of which everything is there and known. */
record WholeBlob(Descriptor descriptor, BlobSource source) implements GrowingBlob {

  @Override
  public InputStream open() throws IOException {
    return source.open();
  }

  @Override
  public long await(long wanted) {
    return descriptor.size();
  }

  @Override
  public Optional<Descriptor> whole() {
    return Optional.of(descriptor);
  }
}
