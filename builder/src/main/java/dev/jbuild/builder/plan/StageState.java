package dev.jbuild.builder.plan;

import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.Platform;
import dev.jbuild.parser.expand.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far the planning of one stage has come. */
final class StageState {
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

  /** A declared build argument and the value it had there, if any. */
  record Argument(String name, @Nullable String value) {}

  private Vertex vertex;
  private ImageConfig image;
  private final Platform platform;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<Argument> arguments = new ArrayList<>();
  private final List<PlannedHistory> history = new ArrayList<>();
  private boolean cmdSet;

  private StageState(Vertex vertex, ImageConfig image, Platform platform) {
    this.vertex = vertex;
    this.image = image;
    this.platform = platform;
  }

  /**
   * The state after a FROM that names an image, or scratch.
   *
   * @param platform the one that was asked for
   */
  static StageState of(Vertex vertex, ImageConfig image, Platform platform) {
    StageState state = new StageState(vertex, image, platform);
    for (String variable : image.config().env()) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        state.variables.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return state;
  }

  /** The state after a FROM that names this stage: its arguments carry over. */
  StageState child() {
    StageState child = new StageState(vertex, image, platform);
    child.variables.putAll(variables);
    child.arguments.addAll(arguments);
    child.history.addAll(history);
    return child;
  }

  Vertex vertex() {
    return vertex;
  }

  Platform platform() {
    return platform;
  }

  ImageConfig image() {
    return image;
  }

  ContainerConfig config() {
    return image.config();
  }

  void config(ContainerConfig config) {
    image = image.withConfig(config);
  }

  void author(String author) {
    image = image.withAuthor(author);
  }

  List<PlannedHistory> history() {
    return history;
  }

  /** Adds a line of history for an instruction that makes no layer. */
  void note(String createdBy) {
    history.add(PlannedHistory.empty(createdBy));
  }

  /** Goes on from a vertex that adds a layer. */
  void advance(Vertex next, String createdBy) {
    advance(next, next, createdBy);
  }

  /** Goes on from {@code next}; {@code layer}, which may be the same, makes the layer it adds. */
  void advance(Vertex next, Vertex layer, String createdBy) {
    vertex = next;
    history.add(PlannedHistory.layer(createdBy, layer));
  }

  /** What words of the stage's instructions and the processes of its RUNs see. */
  Variables variables() {
    return Variables.of(variables);
  }

  List<String> environment() {
    return variables.entrySet().stream().map(v -> v.getKey() + "=" + v.getValue()).toList();
  }

  void setEnv(String name, String value) {
    config(config().withEnv(name, value));
    variables.put(name, value);
  }

  void declare(String name, @Nullable String value) {
    arguments.add(new Argument(name, value));
    if (value != null) {
      variables.put(name, value);
    }
  }

  /** {@code |2 A=1 B=2} for the history of a RUN, or nothing without arguments. */
  List<String> argumentWords() {
    Map<String, String> values = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      String effective = variables.get(argument.name());
      String value = effective != null ? effective : argument.value();
      values.put(argument.name(), value == null ? "" : value);
    }
    if (values.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of("|" + values.size()));
    values.forEach((name, value) -> words.add(name + "=" + value));
    return words;
  }

  List<String> shell() {
    List<String> shell = config().shell();
    return shell == null || shell.isEmpty() ? DEFAULT_SHELL : shell;
  }

  String workingDirectory() {
    String directory = config().workingDir();
    return directory == null ? "/" : directory;
  }

  String user() {
    String user = config().user();
    return user == null ? "" : user;
  }

  boolean cmdSet() {
    return cmdSet;
  }

  void cmdIsSet() {
    cmdSet = true;
  }
}
