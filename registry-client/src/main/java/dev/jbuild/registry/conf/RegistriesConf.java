package dev.jbuild.registry.conf;

import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.OciFormatException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The settings of {@code registries.conf} and its drop-ins. Short names are not among them: a name
 * without a registry is one of docker.io, in a Dockerfile that means the same everywhere.
 *
 * @param rules in no order: the one with the longest prefix counts
 */
public record RegistriesConf(List<RegistryRule> rules) {

  /** Says nothing. */
  public static final RegistriesConf NONE = new RegistriesConf(List.of());

  public RegistriesConf {
    rules = List.copyOf(rules);
  }

  /** The rule for an image, empty when there is none. */
  public Optional<RegistryRule> rule(ImageReference image) {
    String name = image.toString();
    return rules.stream()
        .filter(rule -> rule.covers(name) > 0)
        .max(Comparator.comparingInt(rule -> rule.prefix().length()));
  }

  /**
   * The places to pull an image from, in the order in which to try them: mirrors, then the registry
   * itself. Where the rule blocks it there is none.
   *
   * @throws RegistriesConfException when a location makes no name
   */
  public List<Place> places(ImageReference image) throws RegistriesConfException {
    Optional<RegistryRule> found = rule(image);
    if (found.isEmpty()) {
      return List.of(new Place(image, false));
    }
    RegistryRule rule = found.get();
    if (rule.blocked()) {
      return List.of();
    }
    List<Place> places = new ArrayList<>();
    for (Mirror mirror : rule.mirrors()) {
      if (mirror.pulls().takes(image.digest() != null)) {
        places.add(new Place(moved(rule, image, mirror.location()), mirror.insecure()));
      }
    }
    places.add(new Place(moved(rule, image, rule.location()), rule.insecure()));
    return places;
  }

  private static ImageReference moved(RegistryRule rule, ImageReference image, String location)
      throws RegistriesConfException {
    String name = rule.moved(image.toString(), location);
    try {
      int slash = name.indexOf('/');
      if (slash < 0) {
        throw new OciFormatException("it names no repository");
      }
      String registry = name.substring(0, slash);
      ImageReference moved = ImageReference.parse("x.invalid" + name.substring(slash));
      return new ImageReference(registry, moved.repository(), moved.tag(), moved.digest());
    } catch (OciFormatException e) {
      throw new RegistriesConfException(
          rule.file()
              + ": [[registry]] of \""
              + rule.prefix()
              + "\": with the location \""
              + location
              + "\" "
              + image.familiar()
              + " becomes "
              + name
              + ", which is no name of an image: "
              + e.getMessage());
    }
  }
}
