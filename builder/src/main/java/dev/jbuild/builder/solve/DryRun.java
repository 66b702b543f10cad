package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.ops.State;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.remote.HttpFetch;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.ActionKey;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeEdit;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Goes through a plan without doing anything. The output of a step that would run is not known, so
 * the steps on it are looked at as if it gave the files of the last time.
 */
public final class DryRun {
  private final Store store;
  private final Solving solving;
  private final Map<Integer, String> treesBefore;
  private final Actions actions;
  private final Steps steps;

  /**
   * A run of one plan.
   *
   * @param treesBefore the trees that steps gave the last time, by the numbers of the steps
   */
  public DryRun(Solving solving, Map<Integer, String> treesBefore) {
    this.store = solving.store();
    this.solving = solving;
    this.treesBefore = treesBefore;
    this.actions = new Actions(solving);
    this.steps = new Steps(solving, BuildListener.SILENT);
  }

  /** What would become of all vertices, in the order of the plan. */
  public Map<Vertex, Forecast> run(List<Vertex> vertices) throws IOException {
    Map<Vertex, Forecast> forecasts = new LinkedHashMap<>();
    for (Vertex vertex : vertices) {
      List<Forecast> inputs = vertex.inputs().stream().map(forecasts::get).toList();
      forecasts.put(vertex, forecast(vertex, inputs));
    }
    return forecasts;
  }

  private Forecast forecast(Vertex vertex, List<Forecast> inputs) throws IOException {
    List<Inputs> outputs = inputs.stream().map(Forecast::output).toList();
    return switch (vertex.op()) {
      case Op.Scratch scratch -> source(new Inputs.Files(state(store.trees().empty()), true));
      case Op.SourceContext source ->
          source(new Inputs.Context(solving.contexts().open(source.name())));
      case Op.SourceImage image -> image(vertex, image.image());
      case Op.SourceHttp http -> download(http);
      case Op.SourceGit git -> action(vertex, inputs, () -> steps.checkout(git));
      case Op.Link link -> linked(inputs.getFirst(), inputs.get(1));
      case Op.Exec exec -> action(vertex, inputs, () -> steps.exec(vertex, exec, outputs));
      case Op.FileOp file -> action(vertex, inputs, () -> steps.file(file, outputs));
    };
  }

  private static State state(Tree tree) {
    return new State(tree, List.of());
  }

  private static Forecast source(Inputs output) {
    return new Forecast(output, true, true, true, new TreeMap<>(), Map.of(), null);
  }

  /** Nothing is fetched: without a checksum the file may be another by now. */
  private Forecast download(Op.SourceHttp http) throws IOException {
    Optional<Digest> content =
        http.checksum() != null
            ? Optional.of(http.checksum())
            : HttpFetch.known(store, http.address());
    Inputs.Fetch never =
        () -> {
          throw new IllegalStateException("a plan fetches nothing");
        };
    Inputs output = new Inputs.Download(content.orElseGet(() -> Digest.sha256(new byte[0])), never);
    boolean known = http.checksum() != null;
    return new Forecast(output, true, true, known, new TreeMap<>(), Map.of(), null);
  }

  private Forecast linked(Forecast below, Forecast alone) throws IOException {
    Tree tree = ((Inputs.Files) below.output()).state().tree();
    List<DiffId> layers = ((Inputs.Files) alone.output()).state().diffIds();
    boolean known = below.known() && alone.known() && !layers.isEmpty();
    if (!layers.isEmpty()) {
      TreeEdit edit = store.trees().edit(tree);
      store.layers().open(layers.getLast(), solving.agent()).writeTo(edit);
      tree = edit.finish();
    }
    return new Forecast(output(tree), true, true, known, new TreeMap<>(), Map.of(), null);
  }

  private Forecast image(Vertex vertex, ResolvedImage image) throws IOException {
    boolean here = true;
    for (DiffId layer : image.layers()) {
      here &= store.layers().available(layer);
    }
    Optional<Tree> tree = Optional.empty();
    try {
      tree = Optional.of(store.layers().treeOf(image.layers(), solving.agent()));
    } catch (LostContentException e) {
      tree = before(vertex); // its layers are to be fetched, and nobody remembers their files
    }
    Inputs output = new Inputs.Files(state(tree.orElse(store.trees().empty())), false);
    return new Forecast(output, true, here, tree.isPresent(), new TreeMap<>(), Map.of(), null);
  }

  private Optional<Tree> before(Vertex vertex) {
    StepInfo info = vertex.step();
    return info == null
        ? Optional.empty()
        : Optional.ofNullable(treesBefore.get(info.number())).map(Tree::parse);
  }

  /** Something that needs files of trees that may be gone. */
  private interface Description {
    Step describe() throws IOException;
  }

  private Forecast action(Vertex vertex, List<Forecast> inputs, Description description)
      throws IOException {
    boolean sure = inputs.stream().allMatch(Forecast::known);
    Tree base =
        inputs.isEmpty()
            ? store.trees().empty()
            : ((Inputs.Files) inputs.getFirst().output()).state().tree();
    Step step;
    try {
      step = description.describe();
    } catch (IOException e) {
      if (sure) {
        throw e;
      }
      // What a step above gives now may well have what is missing in that of the last time.
      return new Forecast(
          output(before(vertex).orElse(base)), false, true, false, new TreeMap<>(), Map.of(), null);
    }
    ActionKey key = ActionKey.of(step.parts());
    boolean reusable = solving.options().reuse().allowed(vertex);
    Optional<ActionRecord> found = reusable ? actions.find(key) : Optional.empty();
    if (found.isPresent()) {
      Tree tree = found.get().result().tree();
      Inputs output =
          new Inputs.Files(new State(tree, Actions.layers(found.get())), false); // its own alone
      return new Forecast(output, sure, true, sure, step.parts(), Map.of(), null);
    }
    Map<String, String> files = new HashMap<>();
    step.selected().store().forEach((part, tree) -> files.put(part, tree.toString()));
    Tree tree = before(vertex).orElse(base);
    return new Forecast(
        output(tree), sure, false, false, step.parts(), files, actions.miss(key, reusable));
  }

  private static Inputs output(Tree tree) {
    return new Inputs.Files(state(tree), false);
  }
}
