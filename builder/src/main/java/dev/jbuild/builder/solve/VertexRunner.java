package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.ops.ShellEndedException;
import dev.jbuild.builder.ops.State;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.remote.FetchedFile;
import dev.jbuild.builder.remote.HttpFetch;
import dev.jbuild.builder.remote.RemoteAccess;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.DiffId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs single vertices. Safe for threads. */
public final class VertexRunner {
  private final Store store;
  private final Solving solving;
  private final BuildListener listener;
  private final Actions actions;
  private final Steps steps;
  private final Set<Vertex> passedOn;
  private final Set<Vertex> started = ConcurrentHashMap.newKeySet();
  private final Map<Vertex, FailedStep> failures = new ConcurrentHashMap<>();

  /**
   * @param passedOn vertices whose files nobody reads
   */
  public VertexRunner(Solving solving, Set<Vertex> passedOn, BuildListener listener) {
    this.store = solving.store();
    this.solving = solving;
    this.listener = listener;
    this.actions = new Actions(solving);
    this.steps = new Steps(solving, listener);
    this.passedOn = Set.copyOf(passedOn);
  }

  /**
   * @param inputs what became of the vertex's inputs
   */
  VertexResult run(Vertex vertex, List<Inputs> inputs) throws BuildException, InterruptedException {
    try {
      return tryTwice(vertex, inputs);
    } catch (BuildException e) {
      tellFailed(vertex, e);
      throw e;
    } catch (IOException e) {
      return fail(vertex, e);
    } catch (InterruptedException e) {
      tellCancelled(vertex);
      throw e;
    }
  }

  private VertexResult fail(Vertex vertex, IOException cause)
      throws BuildException, InterruptedException {
    if (Failures.isInterrupt(cause)) {
      tellCancelled(vertex);
      InterruptedException interrupted = new InterruptedException("the step was cancelled");
      interrupted.initCause(cause);
      throw interrupted;
    }
    BuildException failure = Failures.of(cause, vertex.origin());
    if (!(cause instanceof ShellEndedException)) {
      tellFailed(vertex, failure);
    }
    throw failure;
  }

  /** The steps that failed; those that were cancelled because of them are not among them. */
  public Map<Vertex, FailedStep> failures() {
    return Map.copyOf(failures);
  }

  private void tellFailed(Vertex vertex, BuildException failure) {
    failures.putIfAbsent(vertex, FailedStep.UNKNOWN);
    if (vertex.step() != null) {
      listener.stepFailed(vertex.step(), String.valueOf(failure.getMessage()));
    }
  }

  private void tellCancelled(Vertex vertex) {
    if (vertex.step() != null && started.contains(vertex)) {
      listener.stepFailed(vertex.step(), "cancelled");
    }
  }

  private void tellStarted(Vertex vertex) {
    if (vertex.step() != null) {
      started.add(vertex);
      listener.stepStarted(vertex.step());
    }
  }

  /** Parts of a tree that got lost are made again from its layers, once. */
  private VertexResult tryTwice(Vertex vertex, List<Inputs> inputs)
      throws IOException, BuildException, InterruptedException {
    try {
      return tryOnce(vertex, inputs);
    } catch (LostContentException e) {
      for (Inputs input : inputs) {
        if (input instanceof Inputs.Files files) {
          Tree rebuilt = store.layers().rebuildTree(files.state().diffIds(), solving.agent());
          if (!rebuilt.equals(files.state().tree())) {
            throw e;
          }
        }
      }
      return tryOnce(vertex, inputs);
    }
  }

  private VertexResult tryOnce(Vertex vertex, List<Inputs> inputs)
      throws IOException, BuildException, InterruptedException {
    long start = System.nanoTime();
    return switch (vertex.op()) {
      case Op.Scratch scratch ->
          source(new Inputs.Files(new State(store.trees().empty(), List.of()), true));
      case Op.SourceContext source ->
          source(new Inputs.Context(solving.contexts().open(source.name())));
      case Op.SourceImage image -> image(vertex, image.image());
      case Op.SourceHttp http -> source(download(vertex, http));
      case Op.SourceGit git -> act(vertex, steps.checkout(git), start);
      case Op.Link link -> source(new Inputs.Files(linked(inputs), false));
      case Op.Exec exec -> act(vertex, steps.exec(vertex, exec, inputs), start);
      case Op.FileOp file -> act(vertex, steps.file(file, inputs), start);
    };
  }

  private static VertexResult source(Inputs output) {
    return new VertexResult(output, false, Duration.ZERO, null);
  }

  /** With a checksum nothing has to be fetched to know what it is. */
  private Inputs download(Vertex vertex, Op.SourceHttp http)
      throws IOException, InterruptedException {
    RemoteAccess access = solving.access().withProxies(http.proxies()).ofDockerfile();
    HttpFetch fetch = new HttpFetch(store, access);
    boolean again = !solving.options().reuse().allowed(vertex);
    if (http.checksum() != null) {
      return new Inputs.Download(
          http.checksum(), () -> fetch.fetch(http.address(), http.checksum(), again));
    }
    FetchedFile file = fetch.fetch(http.address(), null, again);
    return new Inputs.Download(file.content(), () -> file);
  }

  private State linked(List<Inputs> inputs) throws IOException {
    State base = ((Inputs.Files) inputs.getFirst()).state();
    State alone = ((Inputs.Files) inputs.get(1)).state();
    DiffId layer = alone.diffIds().getLast();
    Tree files = base.files();
    Tree tree =
        files == null
            ? null
            : store.layers().treeOnTop(base.diffIds(), files, layer, solving.agent());
    return base.with(tree, alone.layers());
  }

  private VertexResult image(Vertex vertex, ResolvedImage image)
      throws IOException, BuildException, InterruptedException {
    long start = System.nanoTime();
    boolean here = true;
    for (DiffId layer : image.layers()) {
      here &= store.layers().available(layer);
    }
    StepInfo step = vertex.step();
    boolean fetched = !here && !passedOn.contains(vertex);
    if (step != null && !fetched) {
      listener.stepCached(step, image.descriptor().digest());
    } else {
      tellStarted(vertex);
    }
    if (fetched) {
      solving.images().layers(image);
    }
    Tree tree = here || fetched ? store.layers().treeOf(image.layers(), solving.agent()) : null;
    List<State.Layer> layers = new ArrayList<>();
    for (int i = 0; i < image.layers().size(); i++) {
      layers.add(new State.Layer(image.layers().get(i), image.manifest().layers().get(i)));
    }
    Duration duration = since(start);
    if (step != null && fetched) {
      listener.stepFinished(step, duration);
    }
    return new VertexResult(
        new Inputs.Files(new State(tree, layers), false), !fetched, duration, null);
  }

  private VertexResult act(Vertex vertex, Step step, long start)
      throws IOException, InterruptedException {
    StepInfo info = vertex.step();
    boolean reusable = solving.options().reuse().allowed(vertex) && !steps.opens(vertex);
    Trace trace;
    try {
      trace = actions.run(step, reusable, () -> tellStarted(vertex));
    } catch (IOException e) {
      Miss miss = reusable ? Miss.NO_RECORD : Miss.NOT_ALLOWED;
      if (!Failures.isInterrupt(e)) {
        failures.put(vertex, new FailedStep(step.parts(), miss, since(start)));
      }
      throw e;
    }
    Duration duration = since(start);
    boolean cached = trace.miss() == null;
    if (info != null && cached) {
      listener.stepCached(info, trace.record().key().digest());
    } else if (info != null) {
      listener.layerMade(info, trace.layerBytes());
      listener.stepFinished(info, duration);
    }
    State state = step.base().with(trace.record().result().tree(), Actions.layers(trace.record()));
    return new VertexResult(new Inputs.Files(state, false), cached, duration, trace);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
