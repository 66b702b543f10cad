package dev.jbuild.registry;

import dev.jbuild.oci.ImageReference;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is being done and the rights that it needs.
 *
 * @param doing for error messages, for example {@code pull manifest}
 * @param scopes in the form of the token specification, {@code repository:name:pull,push}
 */
record Call(ImageReference reference, String doing, Set<String> scopes) {

  static Call pull(ImageReference reference, String what) {
    return new Call(reference, "pull " + what, Set.of(scope(reference.repository(), "pull")));
  }

  static Call push(ImageReference reference, String what) {
    return new Call(reference, "push " + what, Set.of(scope(reference.repository(), "pull,push")));
  }

  static Call delete(ImageReference reference, String what) {
    return new Call(reference, "delete " + what, Set.of(scope(reference.repository(), "delete")));
  }

  /** The question whether credentials are good; what it names is the registry alone. */
  static Call login(String registry) {
    return new Call(
        new ImageReference(registry, "login", null, null), "log in to " + registry, Set.of());
  }

  /** The same call with the right to read another repository, as a mount needs it. */
  Call reading(String repository) {
    Set<String> both = new TreeSet<>(scopes);
    both.add(scope(repository, "pull"));
    return new Call(reference, doing, both);
  }

  private static String scope(String repository, String actions) {
    return "repository:" + repository + ":" + actions;
  }

  @Override
  public String toString() {
    return scopes.isEmpty() ? doing : doing + " " + reference;
  }
}
