package dev.jbuild.parser.check;

import dev.jbuild.parser.Stage;
import dev.jbuild.parser.ast.MountFlag;
import dev.jbuild.parser.value.PlatformName;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stage with what it needs of others. */
final class Node {
  static final String SCRATCH = "scratch";

  /**
   * What a {@code --from} names: a stage, or an image if {@code stage} is null; COPY has no mount.
   */
  record Source(String name, @Nullable Node stage, Located user, @Nullable MountFlag mount) {}

  private final Stage stage;
  private final @Nullable String base;
  private final @Nullable Node parent;
  private final @Nullable PlatformName platform;
  private final List<Located> instructions = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final IdentityHashMap<Located, List<Source>> sourcesByUser = new IdentityHashMap<>();
  private BaseImage image = BaseImage.ASSUMED;

  /**
   * @param base what FROM names, or null if that is wrong
   * @param parent the stage that it means, or null for an image
   * @param platform the platform that FROM asks for
   */
  Node(Stage stage, @Nullable String base, @Nullable Node parent, @Nullable PlatformName platform) {
    this.stage = stage;
    this.base = base;
    this.parent = parent;
    this.platform = platform;
    stage.instructions().forEach(instruction -> instructions.add(Located.of(instruction)));
  }

  Stage stage() {
    return stage;
  }

  /** The name in messages. */
  String label() {
    return StageNames.label(stage);
  }

  @Nullable Node parent() {
    return parent;
  }

  /** The name of the image that the stage is based on, or null for a stage or from scratch. */
  @Nullable String imageName() {
    return parent != null || SCRATCH.equals(base) ? null : base;
  }

  PlatformName platform(PlatformName target) {
    if (parent != null) {
      return parent.platform(target);
    }
    return platform == null || SCRATCH.equals(base) ? target : platform;
  }

  BaseImage image() {
    return image;
  }

  void image(BaseImage found) {
    image = found;
  }

  /** With the triggers of the base in front. */
  List<Located> instructions() {
    return instructions;
  }

  void addTriggers(List<Located> triggers) {
    instructions.addAll(0, triggers);
  }

  List<Source> sources() {
    return sources;
  }

  void addSource(Source source) {
    sources.add(source);
    sourcesByUser.computeIfAbsent(source.user(), user -> new ArrayList<>()).add(source);
  }

  List<Source> sourcesOf(Located instruction) {
    return sourcesByUser.getOrDefault(instruction, List.of());
  }
}
