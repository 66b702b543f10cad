package dev.jbuild.builder.remote;

import dev.jbuild.oci.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that a web server gave: its content, a blob of the content store of {@code size} bytes,
 * and the time of its last change, null when the server does not tell.
 */
public record FetchedFile(Digest content, long size, @Nullable Instant modified) {}
