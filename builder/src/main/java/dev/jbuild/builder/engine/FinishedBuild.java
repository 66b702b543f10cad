package dev.jbuild.builder.engine;

import dev.jbuild.builder.Annotation;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.CacheExport;
import dev.jbuild.builder.Exported;
import dev.jbuild.builder.OutputOptions;
import dev.jbuild.builder.StepReport;
import dev.jbuild.builder.attest.Attestor;
import dev.jbuild.builder.attest.Provenance;
import dev.jbuild.builder.export.BuiltImages;
import dev.jbuild.builder.export.Exporter;
import dev.jbuild.builder.image.ImagePush;
import dev.jbuild.builder.image.LocalImages;
import dev.jbuild.builder.plan.Plan;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.share.CacheExporter;
import dev.jbuild.builder.solve.ImageAssembly;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.registry.RegistryClient;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A build whose steps are done: what becomes of their results. */
record FinishedBuild(
    BuildRequest request,
    PreparedBuild build,
    Map<Vertex, VertexResult> results,
    Attestor attestor) {

  /** Stores the image, under its tags unless it is made for exporters only. */
  BuildResult keep() throws IOException, BuildException, InterruptedException {
    BuildResult result = assembled(request.output().annotations());
    if (request.output().exports().isEmpty()) {
      new LocalImages(store()).keep(result.image(), request.output().tags());
    }
    return result;
  }

  /** Gives the caches that were asked for to whoever shares them. */
  void share(RegistryClient registry, BuildListener listener)
      throws BuildException, InterruptedException, IOException {
    CacheExporter exporter =
        new CacheExporter(store(), registry, build.solving().agent(), listener);
    for (CacheExport export : request.cache().to().exports()) {
      exporter.export(export, build.records(results), build.layers(results));
    }
  }

  /** Gives out what {@code keep} made, in each form that was asked for. */
  List<Exported> export(
      BuildResult result, RegistryClient registry, ImagePush push, BuildListener listener)
      throws BuildException, InterruptedException, IOException {
    OutputOptions output = request.output();
    List<BuiltImages.ForPlatform> platforms = new ArrayList<>();
    for (int i = 0; i < build.plans().size(); i++) {
      ImageConfig config = result.images().get(i).config();
      Instant epoch = build.plans().get(i).epoch();
      platforms.add(new BuiltImages.ForPlatform(config.platform(), config.diffIds(), epoch));
    }
    BuiltImages built = new BuiltImages(platforms, output.tags(), more -> annotated(more).image());
    return new Exporter(store(), registry, build.solving().agent(), push, listener)
        .export(output, built);
  }

  private BuildResult annotated(List<Annotation> more)
      throws IOException, BuildException, InterruptedException {
    List<Annotation> all = new ArrayList<>(request.output().annotations());
    all.addAll(more);
    return assembled(all);
  }

  private BuildResult assembled(List<Annotation> annotations)
      throws IOException, BuildException, InterruptedException {
    boolean inline = InlineOption.of(request);
    List<StoredImage> images = new ArrayList<>();
    for (Plan plan : build.plans()) {
      Map<String, Object> more = inline ? build.inlineCache(plan, results) : Map.of();
      StoredImage image = ImageAssembly.store(store(), plan, results, annotations, more);
      attestor.attach(image, new Provenance(request, plan, results));
      images.add(image);
    }
    Descriptor image =
        images.size() == 1
            ? images.getFirst().descriptor()
            : ImageAssembly.storeIndex(store(), images, annotations);
    return new BuildResult(image, images, reports(), List.of());
  }

  private List<StepReport> reports() {
    List<StepReport> reports = new ArrayList<>();
    results.forEach(
        (vertex, result) -> {
          if (vertex.step() != null) {
            reports.add(new StepReport(vertex.step(), result.cached(), result.duration()));
          }
        });
    return reports;
  }

  private Store store() {
    return build.solving().store();
  }
}
