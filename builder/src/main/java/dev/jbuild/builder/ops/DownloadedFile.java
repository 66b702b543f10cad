package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.ReadableSource;
import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.remote.FetchedFile;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.layer.Attributes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A download as the only file of a source, with the mode and times that docker gives it. */
record DownloadedFile(Store store, FetchedFile file, String name) implements ReadableSource {

  @Override
  public Optional<SourceEntry> find(String path) {
    Instant time = Objects.requireNonNullElse(file.modified(), Instant.EPOCH);
    Attributes attributes = Attributes.of(0600, 0, 0, time.truncatedTo(ChronoUnit.SECONDS));
    return path.equals(name)
        ? Optional.of(new SourceEntry.RegularFile(attributes, file.size(), null))
        : Optional.empty();
  }

  @Override
  public List<String> names(String directory) {
    return List.of(name);
  }

  @Override
  public InputStream open(String path) throws IOException {
    return store.content().open(file.content());
  }
}
