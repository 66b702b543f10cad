package dev.jbuild.registry;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.registry.conf.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The registries that a client speaks with, and for each image those that have it. */
final class Connections implements AutoCloseable {

  private final RegistryOptions options;
  private final Routes routes;
  private final Transport transport;
  private final Map<Key, RegistryConnection> known = new ConcurrentHashMap<>();

  private final Set<String> distrusted = ConcurrentHashMap.newKeySet();

  private record Key(String registry, boolean insecure) {}

  /** Asks one registry. */
  @FunctionalInterface
  interface Question<T> {
    T ask(RegistryConnection connection, Call call) throws IOException;
  }

  Connections(RegistryOptions options) {
    this.options = options;
    this.routes = new Routes(options.reach());
    this.transport = new Transport(options);
  }

  /** The registry that a name says, for all that is not pulled. */
  RegistryConnection named(Call call) throws IOException {
    return of(call, routes.push(call));
  }

  /**
   * Asks the mirrors of an image in turn and then its registry, until one answers.
   *
   * @throws RegistryException that of the registry, with those of the mirrors in its words
   */
  <T> T pull(ImageReference image, String what, Question<T> question) throws IOException {
    Call call = Call.pull(image, what);
    List<RegistryException> failures = new ArrayList<>();
    List<Place> places = routes.pulls(call);
    for (Place place : places) {
      Call there = Call.pull(place.reference(), what);
      try {
        return question.ask(of(there, place), there);
      } catch (RegistryException e) {
        failures.add(e);
        if (!place.equals(places.getLast())) {
          noteFailure(place, e);
        }
      }
    }
    throw RegistryException.lastOf(failures);
  }

  /** The places that have a blob, without mirrors that gave other bytes for it. */
  List<Place> places(Call call, Digest blob) throws IOException {
    List<Place> all = routes.pulls(call);
    return all.stream()
        .filter(place -> place.equals(all.getLast()) || !distrusted.contains(distrust(place, blob)))
        .toList();
  }

  /** Notes that a place gave other bytes than asked for. */
  void noteWrong(Place place, Digest blob) {
    distrusted.add(distrust(place, blob));
  }

  private static String distrust(Place place, Digest blob) {
    return place.reference().registry() + " " + blob;
  }

  void noteFailure(Place mirror, RegistryException failure) {
    if (failure.kind() == RegistryException.Kind.UNREACHABLE) {
      routes.unreachable(mirror);
    }
  }

  RegistryConnection of(Call call, Place place) throws IOException {
    Key key = new Key(place.reference().registry(), place.insecure());
    RegistryConnection connection = known.get(key);
    if (connection != null) {
      return connection;
    }
    RegistryConnection opened =
        RegistryConnection.open(call, place.insecure(), options.credentials(), transport);
    RegistryConnection other = known.putIfAbsent(key, opened);
    return other == null ? opened : other;
  }

  @Override
  public void close() {
    transport.close();
  }
}
