package dev.jbuild.builder.differential;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.Export;
import dev.jbuild.builder.OutgoingForm;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.image.ImageArchive;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.ExecutorException;
import dev.jbuild.executor.Isolation;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Builds cases in this process, all in one store, so that each meets what others left there. */
final class Jbuild implements AutoCloseable {
  private final Path directory;
  private final Builder builder;
  private final LazyAgent agent;
  private final RegistryClient registry = new RegistryClient(RegistryOptions.DEFAULT);

  /**
   * @param work for the store
   * @param directory for what goes with the next case
   */
  Jbuild(Path work, Path directory) throws BuildException {
    this.directory = directory;
    Path helper = work.resolve("native");
    this.builder = new Builder(BuildEnvironment.of(work.resolve("store"), helper));
    AgentOptions options =
        new AgentOptions(builder.store().root(), helper, Isolation.AUTO, line -> {});
    this.agent = new LazyAgent(options, builder.store(), BuildListener.SILENT);
  }

  /** Takes the images of an archive, with their names. */
  void load(Path archive) throws BuildException, InterruptedException {
    archive().load(archive, null);
  }

  private ImageArchive archive() {
    return new ImageArchive(builder.store(), registry, agent, BuildListener.SILENT);
  }

  Outcome build(Path context, RandomDockerfile dockerfile)
      throws IOException, InterruptedException {
    StageOptions stages =
        StageOptions.defaults()
            .withBuildArgs(dockerfile.buildArgs())
            .withTarget(dockerfile.target());
    BuildRequest request = BuildRequest.of(context).withStages(stages);
    try {
      BuildResult result = builder.build(request, BuildListener.SILENT);
      Path saved = directory.resolve("jbuild.tar");
      Export.Target file = new Export.Target.File(saved);
      archive().save(List.of(result.id().toString()), null, OutgoingForm.DEFAULT, file);
      return Outcome.of(ImageFacts.read(saved));
    } catch (BuildException e) {
      return Outcome.failure(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() throws BuildException, ExecutorException {
    try (registry;
        builder) {
      agent.close();
    }
  }
}
