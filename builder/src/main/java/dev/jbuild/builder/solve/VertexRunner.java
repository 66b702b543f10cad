package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.context.OpenContexts;
import dev.jbuild.builder.image.ImagePull;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.ops.CopyAction;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.ops.RunAction;
import dev.jbuild.builder.ops.State;
import dev.jbuild.builder.ops.WorkdirAction;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.executor.ExecIo;
import dev.jbuild.oci.DiffId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs single vertices. Safe for threads. */
public final class VertexRunner {
  private final Store store;
  private final LazyAgent agent;
  private final ImagePull images;
  private final OpenContexts contexts;
  private final SolveOptions options;
  private final BuildListener listener;
  private final Actions actions;
  private final Set<Vertex> started = ConcurrentHashMap.newKeySet();

  public VertexRunner(
      Store store,
      LazyAgent agent,
      ImagePull images,
      OpenContexts contexts,
      SolveOptions options,
      BuildListener listener) {
    this.store = store;
    this.agent = agent;
    this.images = images;
    this.contexts = contexts;
    this.options = options;
    this.listener = listener;
    this.actions = new Actions(store, options);
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
    tellFailed(vertex, failure);
    throw failure;
  }

  private void tellFailed(Vertex vertex, BuildException failure) {
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
          Tree rebuilt = store.layers().rebuildTree(files.state().diffIds(), agent);
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
    SortedMap<String, String> parts = new TreeMap<>();
    return switch (vertex.op()) {
      case Op.Scratch scratch ->
          source(new Inputs.Files(new State(store.trees().empty(), List.of()), true));
      case Op.SourceContext source -> source(new Inputs.Context(contexts.open(source.name())));
      case Op.SourceImage image -> image(vertex, image.image());
      case Op.Exec exec -> {
        State base = base(inputs).state();
        RunAction action = new RunAction(store, agent, exec, base);
        action.describe(options.platform(), parts);
        yield act(vertex, base, parts, start, times -> action.run(times, io(vertex)));
      }
      case Op.Copy copy -> {
        CopyAction action = new CopyAction(store, agent, copy, inputs);
        action.describe(parts);
        yield act(vertex, base(inputs).state(), parts, start, action::write);
      }
      case Op.MakeDirectory directory -> {
        WorkdirAction action = new WorkdirAction(store, agent, directory, base(inputs));
        action.describe(parts);
        yield act(vertex, base(inputs).state(), parts, start, action::write);
      }
    };
  }

  private static Inputs.Files base(List<Inputs> inputs) {
    return (Inputs.Files) inputs.getFirst();
  }

  private static VertexResult source(Inputs output) {
    return new VertexResult(output, null, false, Duration.ZERO);
  }

  private VertexResult image(Vertex vertex, ResolvedImage image)
      throws IOException, BuildException, InterruptedException {
    long start = System.nanoTime();
    boolean here = true;
    for (DiffId layer : image.layers()) {
      here &= store.layers().available(layer);
    }
    StepInfo step = vertex.step();
    if (step != null && here) {
      listener.stepCached(step, image.descriptor().digest());
    } else {
      tellStarted(vertex);
    }
    if (!here) {
      images.layers(image);
    }
    Tree tree = store.layers().treeOf(image.layers(), agent);
    List<State.Layer> layers = new ArrayList<>();
    for (int i = 0; i < image.layers().size(); i++) {
      layers.add(new State.Layer(image.layers().get(i), image.manifest().layers().get(i)));
    }
    Duration duration = since(start);
    if (step != null && !here) {
      listener.stepFinished(step, duration);
    }
    return new VertexResult(new Inputs.Files(new State(tree, layers), false), null, here, duration);
  }

  private VertexResult act(
      Vertex vertex, State base, SortedMap<String, String> parts, long start, Actions.Work work)
      throws IOException, InterruptedException {
    if (options.epoch() != null) {
      // Only a build with an epoch has this part, so others are not told apart by it.
      parts.put("source date epoch", String.valueOf(options.epoch().getEpochSecond()));
    }
    StepInfo step = vertex.step();
    Actions.Done done = actions.run(parts, () -> tellStarted(vertex), work);
    Duration duration = since(start);
    if (step != null && done.cached()) {
      listener.stepCached(step, done.record().key().digest());
    } else if (step != null) {
      listener.stepFinished(step, duration);
    }
    State state = base.with(done.record().result().tree(), done.layers());
    return new VertexResult(
        new Inputs.Files(state, false), done.record().created(), done.cached(), duration);
  }

  private ExecIo io(Vertex vertex) {
    @Nullable StepInfo step = vertex.step();
    return ExecIo.of(
        new StepOutput(listener, step, BuildListener.Stream.STDOUT),
        new StepOutput(listener, step, BuildListener.Stream.STDERR));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
