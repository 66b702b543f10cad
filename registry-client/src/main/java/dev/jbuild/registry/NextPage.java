package dev.jbuild.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a list goes on (distribution-spec, "Listing Tags"; RFC 8288). */
final class NextPage {

  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*rel=\"?next\"?");

  private NextPage() {}

  /** The next page of a reply, empty when it is the last one. */
  static Optional<URI> of(Endpoint endpoint, Reply reply) throws InvalidReplyException {
    Matcher link = NEXT.matcher(reply.header("Link").orElse(""));
    if (!link.find()) {
      return Optional.empty();
    }
    try {
      URI next = reply.uri().resolve(new URI(link.group(1)));
      if (next.getHost() == null || !endpoint.owns(next)) {
        throw new InvalidReplyException("its list goes on at another host");
      }
      return Optional.of(next);
    } catch (URISyntaxException e) {
      throw new InvalidReplyException("its Link header holds no address");
    }
  }
}
