package dev.jbuild.registry;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tags of a repository, page by page (distribution-spec, "Listing Tags"). */
final class TagList {

  private static final int LARGEST_PAGE = 8 << 20;
  private static final int MOST_PAGES = 10_000;

  private final RegistryConnection connection;

  TagList(RegistryConnection connection) {
    this.connection = connection;
  }

  List<String> read(Call call) throws IOException {
    Set<String> tags = new LinkedHashSet<>();
    URI page = connection.endpoint().at(call.reference().repository() + "/tags/list");
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Optional<URI> next =
          connection.fetch(
              new Request(call, "GET", page),
              LARGEST_PAGE,
              (reply, body) -> {
                tags.addAll(names(body));
                return NextPage.of(connection.endpoint(), reply);
              });
      if (next.isEmpty()) {
        return List.copyOf(tags);
      }
      page = next.get();
    }
    throw connection.failures().invalid(call, "its list of tags does not end");
  }

  private static List<String> names(byte[] body) throws InvalidReplyException {
    try {
      if (Json.parse(body) instanceof Map<?, ?> map) {
        List<String> names = new ArrayList<>();
        // A repository whose tags were all deleted answers null.
        if (map.get("tags") instanceof List<?> list) {
          list.forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidReplyException("its list of tags is not JSON");
    }
    throw new InvalidReplyException("its list of tags is no JSON object");
  }
}
