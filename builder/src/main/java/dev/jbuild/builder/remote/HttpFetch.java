package dev.jbuild.builder.remote;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.disk.StoreLock;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches files from web servers into the content store. What an earlier build fetched is used
 * again when its server says that it did not change. Safe for threads.
 */
public final class HttpFetch {
  private final Store store;
  private final RemoteAccess access;

  public HttpFetch(Store store, RemoteAccess access) {
    this.store = store;
    this.access = access;
  }

  /**
   * The file at an address. With a checksum that an earlier download has, no server is asked.
   *
   * @param checksum what the content must have, null for any
   * @param again whether to fetch it even if it is known to be the same
   * @throws RemoteException when it is not to be had, or its content is another
   */
  public FetchedFile fetch(URI address, @Nullable Digest checksum, boolean again)
      throws IOException, InterruptedException {
    StoreLock lock =
        store.lock("http-" + ActionKey.of(KnownDownload.parts(address)).digest().hex());
    try (lock) {
      Optional<KnownDownload> known = again ? Optional.empty() : KnownDownload.find(store, address);
      if (checksum != null) {
        known = known.filter(download -> download.file().content().equals(checksum));
        if (known.isPresent()) {
          return known.get().file();
        }
      }
      KnownDownload got =
          new Download(store.content(), address, access, known.orElse(null)).run(checksum);
      got.remember(store, address, Instant.now());
      return got.file();
    }
  }

  /** What an earlier download from an address was, without asking whether it still is that. */
  public static Optional<Digest> known(Store store, URI address) throws IOException {
    return KnownDownload.find(store, address).map(known -> known.file().content());
  }
}
