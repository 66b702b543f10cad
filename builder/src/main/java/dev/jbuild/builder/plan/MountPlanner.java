package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.ast.Mount;
import dev.jbuild.parser.ast.MountFlag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans the mounts of one RUN, and adds the vertices whose files they show to its inputs. */
final class MountPlanner {
  private static final String SECRETS = "/run/secrets/";
  private static final String AGENTS = "/run/buildkit/ssh_agent.";
  private static final String NAMESPACE = "BUILDKIT_CACHE_MOUNT_NS";
  private static final String SCRATCH = "scratch";

  private final StagePlanner stage;
  private final StageState state;
  private final Location place;
  private final List<Vertex> inputs;
  private int agents;

  MountPlanner(StagePlanner stage, Location place, List<Vertex> inputs) {
    this.stage = stage;
    this.state = stage.state();
    this.place = place;
    this.inputs = inputs;
  }

  /** The mounts, a directory before what is mounted in it. */
  List<RunMount> plan(List<MountFlag> flags) throws BuildException, InterruptedException {
    List<RunMount> mounts = new ArrayList<>();
    for (MountFlag flag : flags) {
      Mount mount = stage.planner().words().mount(flag, state.variables(), place);
      mounts.add(
          switch (mount) {
            case Mount.Bind bind -> bind(bind);
            case Mount.Cache cache -> cache(cache);
            case Mount.Tmpfs tmpfs ->
                none(new Mount.Tmpfs(target(tmpfs), tmpfs.size(), tmpfs.readOnly()));
            case Mount.Secret secret -> none(secret(secret));
            case Mount.Ssh ssh -> none(ssh(ssh));
          });
    }
    mounts.sort(Comparator.comparing(mount -> mount.mount().target()));
    return mounts;
  }

  private static RunMount none(Mount mount) {
    return new RunMount(mount, RunMount.NONE);
  }

  private RunMount bind(Mount.Bind bind) throws BuildException, InterruptedException {
    Source source = source(bind.from(), bind.source(), stage.planner().context());
    return new RunMount(
        new Mount.Bind(target(bind), bind.from(), source.path(), bind.readOnly()), source.input());
  }

  private RunMount cache(Mount.Cache cache) throws BuildException, InterruptedException {
    String id = cache.id();
    String namespace = stage.planner().scope().given(NAMESPACE);
    String name = (namespace == null ? "" : namespace) + "/" + (id == null ? clean(cache) : id);
    String from = cache.seed().from();
    Source source =
        from == null
            ? new Source(RunMount.NONE, cache.seed().source())
            : source(from, cache.seed().source(), null);
    Mount.Cache named =
        new Mount.Cache(
            target(cache),
            name,
            cache.sharing(),
            new Mount.Seed(from, source.path()),
            cache.readOnly(),
            cache.attributes());
    return new RunMount(named, source.input());
  }

  /** A relative target stays so: what is mounted below two working directories is one cache. */
  private static String clean(Mount.Cache cache) {
    String cleaned = Paths.resolve("/", cache.target());
    return cache.target().startsWith("/") ? cleaned : cleaned.substring(1);
  }

  private record Source(int input, String path) {}

  /** What {@code path} names in a stage, an image, or the build context if nothing is said. */
  private Source source(@Nullable String from, String path, @Nullable Vertex otherwise)
      throws BuildException, InterruptedException {
    Vertex vertex =
        from == null
            ? otherwise
            : from.equals(SCRATCH)
                ? stage.planner().scratchFiles()
                : stage.planner().source(stage.stage(), from, place);
    String inside = path;
    if (vertex != null && vertex.op() instanceof Op.SourceContext) {
      vertex = stage.planner().snapshot(vertex, path, place);
      inside = Op.Snapshot.PLACE;
    }
    if (vertex == null) {
      return new Source(RunMount.NONE, path);
    }
    if (!inputs.contains(vertex)) {
      inputs.add(vertex);
    }
    return new Source(inputs.indexOf(vertex), inside);
  }

  private Mount.Secret secret(Mount.Secret secret) {
    String id = secret.id();
    String target =
        !secret.target().isEmpty()
            ? Paths.resolve("/", secret.target())
            : secret.env() == null ? SECRETS + id.substring(id.lastIndexOf('/') + 1) : "";
    return new Mount.Secret(target, id, secret.env(), secret.required(), secret.attributes());
  }

  private Mount.Ssh ssh(Mount.Ssh ssh) {
    String target = ssh.target().isEmpty() ? AGENTS + agents : Paths.resolve("/", ssh.target());
    agents++;
    return new Mount.Ssh(target, ssh.id(), ssh.required(), ssh.attributes());
  }

  private String target(Mount mount) throws BuildException {
    String target = Paths.resolve(state.workingDirectory(), mount.target());
    if (target.equals("/")) {
      throw stage
          .planner()
          .excerpts()
          .wrong(
              place,
              "invalid mount target \"/\": give the --mount a target=, which must not be the root");
    }
    return target;
  }
}
