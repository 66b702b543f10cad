package dev.jbuild.registry;

import dev.jbuild.registry.conf.Place;
import dev.jbuild.registry.conf.RegistriesConf;
import dev.jbuild.registry.conf.RegistryRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which registries are asked for an image: mirrors and blocks, as {@code registries.conf} says. */
final class Routes {

  private final RegistryOptions.Reach reach;
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private @Nullable RegistriesConf conf;

  Routes(RegistryOptions.Reach reach) {
    this.reach = reach;
  }

  /** Where to pull from, in order; the last one is the registry itself. */
  List<Place> pulls(Call call) throws IOException {
    List<Place> all = conf().places(call.reference());
    refuseBlocked(call);
    List<Place> usable = new ArrayList<>();
    for (Place place : all) {
      boolean last = place.equals(all.getLast());
      if (last || !failed.contains(place.reference().registry())) {
        usable.add(new Place(place.reference(), insecure(place)));
      }
    }
    return usable;
  }

  /** Where to push to, which is where the name says. */
  Place push(Call call) throws IOException {
    refuseBlocked(call);
    boolean listed = conf().rule(call.reference()).map(RegistryRule::insecure).orElse(false);
    return new Place(call.reference(), insecure(new Place(call.reference(), listed)));
  }

  private boolean insecure(Place place) {
    Boolean verify = reach.tlsVerify();
    return verify == null
        ? place.insecure() || Endpoint.isListed(place.reference().registry(), reach.insecureHosts())
        : !verify;
  }

  private void refuseBlocked(Call call) throws IOException {
    Optional<RegistryRule> rule = conf().rule(call.reference());
    if (rule.isPresent() && rule.get().blocked()) {
      throw new RegistryException(
          RegistryException.Kind.REFUSED,
          call.reference(),
          call
              + ": blocked by "
              + rule.get().file()
              + ": the [[registry]] with prefix \""
              + rule.get().prefix()
              + "\" says blocked = true; take another image, or remove that",
          null);
    }
  }

  /** Notes that a mirror does not answer: it is not asked again. */
  void unreachable(Place mirror) {
    failed.add(mirror.reference().registry());
  }

  private synchronized RegistriesConf conf() throws IOException {
    RegistriesConf known = conf;
    if (known == null) {
      known = reach.registries().read();
      conf = known;
    }
    return known;
  }
}
