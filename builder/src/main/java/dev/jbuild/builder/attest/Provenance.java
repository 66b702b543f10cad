package dev.jbuild.builder.attest;

import dev.jbuild.builder.AttestOptions;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.ops.Inputs;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.Plan;
import dev.jbuild.builder.plan.Vertex;
import dev.jbuild.builder.sbom.Purl;
import dev.jbuild.builder.solve.VertexResult;
import dev.jbuild.cache.image.StoredImage;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an image was made, as SLSA provenance v1. Two builds of the same image from the same sources
 * say the same.
 *
 * @param plan of the image's platform
 * @see <a href="https://slsa.dev/spec/v1.0/provenance">SLSA: provenance</a>
 */
public record Provenance(BuildRequest request, Plan plan, Map<Vertex, VertexResult> results) {
  private static final String TYPE = "https://slsa.dev/provenance/v1";
  private static final String BUILD_TYPE = "https://jbuild.dev/buildtypes/dockerfile/v1";
  private static final String BUILDER = "https://jbuild.dev/jbuild";

  Predicate predicate(StoredImage image, AttestOptions.Provenance mode) {
    List<Object> dependencies = dependencies();
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("buildType", BUILD_TYPE);
    definition.put("externalParameters", parameters(image, mode));
    definition.put("internalParameters", Map.of("builderPlatform", Platform.host().toString()));
    definition.put("resolvedDependencies", dependencies);
    Map<String, Object> metadata = new LinkedHashMap<>();
    byte[] inputs = Json.write(List.of(image.manifest().config().digest().toString(), definition));
    metadata.put("invocationId", UUID.nameUUIDFromBytes(inputs).toString());
    if (plan.epoch() != null) {
      metadata.put("startedOn", plan.epoch().toString());
      metadata.put("finishedOn", plan.epoch().toString());
    }
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("builder", Map.of("id", BUILDER));
    run.put("metadata", metadata);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("buildDefinition", definition);
    content.put("runDetails", run);
    return new Predicate(TYPE, content);
  }

  private Map<String, Object> parameters(StoredImage image, AttestOptions.Provenance mode) {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("uri", uri(request.contexts().main()));
    source.put("path", dockerfile());
    Map<String, String> args = new TreeMap<>();
    String target = request.stages().target();
    if (target != null) {
      args.put("target", target);
    }
    request.stages().labels().forEach((name, value) -> args.put("label:" + name, value));
    if (mode == AttestOptions.Provenance.MAX) {
      request.stages().buildArgs().forEach((name, value) -> args.put("build-arg:" + name, value));
    }
    request
        .contexts()
        .named()
        .forEach((name, context) -> args.put("context:" + name.familiar(), uri(context)));
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("frontend", "dockerfile.v0");
    asked.put("args", args);
    asked.put("platform", image.config().platform().toString());
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("configSource", source);
    parameters.put("request", asked);
    return parameters;
  }

  private String dockerfile() {
    return switch (request.dockerfile()) {
      case DockerfileSource.InContext in -> "Dockerfile";
      case DockerfileSource.Named named -> named.path();
      case DockerfileSource.File file -> String.valueOf(file.path().getFileName());
      case DockerfileSource.Http http -> Address.open(http.address());
      case DockerfileSource.Inline inline -> "-";
    };
  }

  /** Where a context is; of this machine's files only that they are, since paths are private. */
  private static String uri(ContextSource context) {
    return switch (context) {
      case ContextSource.Local local -> "local:directory";
      case ContextSource.Empty empty -> "local:empty";
      case ContextSource.Archive archive -> "local:archive";
      case ContextSource.Stream stream -> "local:stream";
      case ContextSource.Http http -> Address.open(http.address());
      case ContextSource.Git git -> Address.open(git.address());
      case ContextSource.Image image -> "docker-image://" + image.reference();
      case ContextSource.OciLayout layout -> "local:oci-layout";
    };
  }

  private ContextSource source(@Nullable ImageReference name) {
    return name == null ? request.contexts().main() : request.contexts().get(name);
  }

  private List<Object> dependencies() {
    Map<String, Object> all = new TreeMap<>();
    for (Vertex vertex : plan.vertices()) {
      VertexResult result = results.get(vertex);
      switch (vertex.op()) {
        case Op.SourceImage source -> {
          Digest digest = source.image().descriptor().digest();
          add(
              all,
              purl(source.image().reference(), source.image().config().platform()),
              digest.algorithm(),
              digest.hex());
        }
        case Op.SourceHttp http
            when result != null && result.output() instanceof Inputs.Download it ->
            add(
                all,
                Address.open(http.address().toString()),
                it.content().algorithm(),
                it.content().hex());
        case Op.SourceGit git when result != null && result.trace() != null -> {
          String commit = result.trace().record().parts().getOrDefault("commit", "");
          add(
              all,
              Address.open(git.address().remote()),
              commit.length() == 64 ? "sha256" : "sha1",
              commit);
        }
        case Op.SourceContext context
            when result != null && result.output() instanceof Inputs.Context it ->
            it.files()
                .revision()
                .ifPresent(
                    exact -> add(all, uri(source(context.name())), exact.algorithm(), exact.hex()));
        default -> {}
      }
    }
    return new ArrayList<>(all.values());
  }

  private static void add(Map<String, Object> all, String uri, String algorithm, String hex) {
    Map<String, Object> dependency = new LinkedHashMap<>();
    dependency.put("uri", uri);
    dependency.put("digest", Map.of(algorithm, hex));
    all.put(uri + " " + hex, dependency);
  }

  private static String purl(ImageReference image, Platform platform) {
    String path =
        new ImageReference(image.registry(), image.repository(), "latest", null)
            .familiar()
            .replaceFirst(":latest$", "");
    int slash = path.lastIndexOf('/');
    TreeMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("platform", platform.toString());
    qualifiers.put("digest", image.digest() == null ? "" : image.digest().toString());
    return new Purl(
            "docker",
            slash < 0 ? "" : path.substring(0, slash),
            path.substring(slash + 1),
            image.tag() == null ? "" : image.tag(),
            qualifiers)
        .toString();
  }
}
