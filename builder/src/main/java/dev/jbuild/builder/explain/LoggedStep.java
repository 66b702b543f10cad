package dev.jbuild.builder.explain;

import dev.jbuild.builder.solve.Miss;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One step of a build as its log keeps it.
 *
 * @param place where it stands, for people and for finding it again
 * @param inputs the numbers of the steps whose files it read, the file system that it changed
 *     first; 0 for what is no step
 * @param key the action key, or of a FROM the digest of the image; empty when it is not known yet
 * @param parts what the key was made of
 * @param files trees of the files that parts of the key stand for, by the names of the parts
 * @param tree the file system after it, empty when it is not known
 * @param miss why it was not taken from the cache; null when it was
 * @param work when and how long, and what it added
 */
public record LoggedStep(
    Place place,
    List<Integer> inputs,
    String key,
    SortedMap<String, String> parts,
    Map<String, String> files,
    String tree,
    Outcome outcome,
    @Nullable Miss miss,
    Work work) {
  /** The part that names the instruction and the version of its meaning. */
  public static final String OP = "op";

  /** The {@link #OP} of a FROM. */
  static final String IMAGE = "image";

  /** A part of a FROM: the name of the image. */
  static final String NAME = "name";

  /** A step's number in the order of the plan, from 1; its stage, place, text and line. */
  public record Place(int number, String stage, int position, int count, String text, int line) {
    /** {@code [build 2/5]}. */
    public String label() {
      return "[" + (stage.isEmpty() ? "" : stage + " ") + position + "/" + count + "]";
    }
  }

  /**
   * What a step took.
   *
   * @param begun how long after the build
   * @param layers that it added, or that its image has
   */
  public record Work(Duration begun, Duration taken, List<Layer> layers) {
    public static final Work NONE = new Work(Duration.ZERO, Duration.ZERO, List.of());

    public Work {
      layers = List.copyOf(layers);
    }

    static Work of(Duration taken) {
      return new Work(Duration.ZERO, taken, List.of());
    }

    /** The bytes of all layers. */
    public long bytes() {
      return layers.stream().mapToLong(Layer::bytes).sum();
    }
  }

  /** A layer by its diffID; {@code bytes} as a tar, or as it is compressed in its registry. */
  public record Layer(String diffId, long bytes) {}

  public LoggedStep {
    inputs = List.copyOf(inputs);
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  public Duration duration() {
    return work.taken();
  }

  /** This step with the time when it was begun. */
  public LoggedStep begunAt(Duration begun) {
    Work dated = new Work(begun, work.taken(), work.layers());
    return new LoggedStep(place, inputs, key, parts, files, tree, outcome, miss, dated);
  }

  /** Whether it is a RUN. */
  public boolean isRun() {
    return parts.getOrDefault(OP, "").startsWith("run");
  }

  /** Whether it is a FROM. */
  public boolean isImage() {
    return IMAGE.equals(parts.get(OP));
  }
}
