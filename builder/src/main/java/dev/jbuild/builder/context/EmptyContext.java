package dev.jbuild.builder.context;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A context without files, as a Dockerfile on standard input has it. */
final class EmptyContext implements BuildContext {
  private final String description;

  EmptyContext(String description) {
    this.description = description;
  }

  @Override
  public Optional<SourceEntry> find(String path) {
    return path.isEmpty()
        ? Optional.of(new SourceEntry.Directory(Attributes.of(0755, 0, 0, Instant.EPOCH)))
        : Optional.empty();
  }

  @Override
  public List<String> names(String directory) {
    return List.of();
  }

  @Override
  public Digest identity(String path) throws IOException {
    return new Identities(this, file -> Digest.sha256(new byte[0])).of(path);
  }

  @Override
  public InputStream open(String path) throws IOException {
    throw new NoSuchFileException("/" + path);
  }

  @Override
  public Optional<Instant> newest() {
    return Optional.empty();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {}
}
