package dev.jbuild.builder;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a build says of its image beside it.
 *
 * @param sboms the forms of the list of its software
 */
public record AttestOptions(Set<SbomFormat> sboms, Provenance provenance) {
  /** How much is told of how the image was made. */
  public enum Provenance {
    /** Nothing. */
    NONE,
    /** All but build arguments, which may be nobody's business. */
    MIN,
    /** Build arguments as well; never secrets. */
    MAX
  }

  public static final AttestOptions NONE = new AttestOptions(Set.of(), Provenance.NONE);

  public AttestOptions {
    sboms = Collections.unmodifiableSet(new TreeSet<>(sboms));
  }

  public boolean isNone() {
    return sboms.isEmpty() && provenance == Provenance.NONE;
  }
}
