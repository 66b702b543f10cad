package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.jbuild.cli.text.IndentedJson;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.Referrer;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.ListingRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SBOM and provenance beside images, in the store and in registries. */
final class AttestationTest {
  private static final String SPDX = "https://spdx.dev/Document";
  private static final String CYCLONEDX = "https://cyclonedx.org/bom";
  private static final String SLSA = "https://slsa.dev/provenance/v1";

  @TempDir static Path registryDirectory;
  private static DockerRegistry registry;

  @TempDir Path home;
  private Program program;
  private RegistryClient client;
  private String context;

  @BeforeAll
  static void start() {
    registry = DockerRegistry.start(registryDirectory);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    program = program("one");
    client = new RegistryClient(RegistryOptions.DEFAULT);
    context = Files.createDirectories(home.resolve("context")).toString();
    Files.writeString(Path.of(context, "installed"), "P:musl\nV:1.2\nA:x86_64\nL:MIT\n");
    Files.writeString(
        Path.of(context, "Dockerfile"),
        "FROM scratch\nARG token\nLABEL x=$token\nCOPY installed /lib/apk/db/\n");
  }

  @AfterEach
  void close() {
    client.close();
  }

  private Program program(String store) throws IOException {
    Program made = new Program(Files.createDirectories(home.resolve(store)));
    made.set("SOURCE_DATE_EPOCH", "1700000000");
    return made;
  }

  private Program.Ended run(Program by, String... words) {
    Program.Ended ended = by.run(words);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  /** The statements about what a name stands for, in the order of their types. */
  private List<Map<?, ?>> statements(String name) throws IOException {
    ImageReference image = ImageReference.parse(name);
    return statements(image, client.manifest(image).descriptor());
  }

  private List<Map<?, ?>> statements(ImageReference image, Descriptor of) throws IOException {
    List<Map<?, ?>> found = new ArrayList<>();
    for (Referrer referrer :
        client.referrers(image.withDigest(of.digest()), "application/vnd.in-toto+json")) {
      ImageReference named = image.withDigest(referrer.descriptor().digest()).withTag(null);
      Manifest manifest = Manifest.parse(client.manifest(named).raw());
      Descriptor layer = manifest.layers().getFirst();
      assertThat(Objects.requireNonNull(manifest.subject()).digest()).isEqualTo(of.digest());
      assertThat(layer.mediaType()).isEqualTo("application/vnd.in-toto+json");
      Map<?, ?> statement = (Map<?, ?>) parsed(client.blob(image, layer).readAllBytes());
      assertThat(statement.get("_type")).isEqualTo("https://in-toto.io/Statement/v1");
      assertThat(statement.get("predicateType"))
          .isEqualTo(layer.annotations().get("in-toto.io/predicate-type"))
          .isEqualTo(referrer.descriptor().annotations().get("in-toto.io/predicate-type"));
      assertThat(String.valueOf(statement.get("subject")))
          .contains("digest={sha256=" + of.digest().hex() + "}");
      found.add(statement);
    }
    found.sort((a, b) -> type(a).compareTo(type(b)));
    return found;
  }

  private static Object parsed(byte[] json) {
    return Objects.requireNonNull(Json.parse(json));
  }

  private static String type(Map<?, ?> statement) {
    return String.valueOf(statement.get("predicateType"));
  }

  private static String predicate(Map<?, ?> statement) {
    return IndentedJson.of(statement.get("predicate"));
  }

  private static String name(String rest) {
    return registry.host() + "/" + rest;
  }

  @Test
  void build_withAll_leavesTheDigestAndAttachesValidStatements() throws IOException {
    run(program("other"), "-t", name("plain:1"), "--push", context);
    Program.Ended built =
        run(
            program,
            "build",
            "-t",
            name("told:1"),
            "--push",
            "--sbom=spdx,cyclonedx",
            "--provenance",
            context);

    assertThat(built.err()).contains("attached 3 attestations");
    assertThat(client.manifest(ImageReference.parse(name("told:1"))).digest())
        .isEqualTo(client.manifest(ImageReference.parse(name("plain:1"))).digest());
    assertThat(statements(name("plain:1"))).isEmpty();
    List<Map<?, ?>> told = statements(name("told:1"));
    assertThat(told).extracting(AttestationTest::type).containsExactly(CYCLONEDX, SLSA, SPDX);
    assertThat(SbomSchemas.cycloneDxFaults(predicate(told.get(0)))).isEmpty();
    assertThat(SbomSchemas.spdxFaults(predicate(told.get(2)))).isEmpty();
    assertThat(predicate(told.get(2)) + "\n").isEqualTo(run(program, "sbom", name("told:1")).out());
    assertThat(String.valueOf(told.get(2).get("subject"))).contains("pkg:docker/127.0.0.1:");
  }

  @Test
  void push_ofAnImageFromTheStore_takesItsStatementsAlong() throws IOException {
    run(program, "build", "-t", name("later:1"), "--attest", "type=sbom", context);
    run(program, "tag", name("later:1"), name("later:2"));
    run(program, "push", "-q", name("later:2"));
    run(program, "push", "-q", name("later:2"));

    assertThat(statements(name("later:2"))).extracting(AttestationTest::type).containsExactly(SPDX);
  }

  @Test
  void push_whereTheRegistryListsReferrers_needsNoTag() throws IOException {
    try (ListingRegistry listing = ListingRegistry.start(home.resolve("listing"))) {
      String there = listing.host() + "/app:1";
      run(program, "build", "-t", there, "--push", "--sbom", context);

      assertThat(statements(there)).hasSize(1);
      assertThat(client.tags(ImageReference.parse(there))).containsExactly("1");
    }
  }

  @Test
  void build_forTwoPlatforms_attachesStatementsToEach() throws IOException {
    run(
        program,
        "build",
        "-t",
        name("two:1"),
        "--platform=linux/amd64,linux/arm64",
        "--push",
        "--sbom",
        context);

    ImageReference image = ImageReference.parse(name("two:1"));
    for (Descriptor each : ImageIndex.parse(client.manifest(image).raw()).manifests()) {
      List<Map<?, ?>> told = statements(image, each);
      assertThat(told).hasSize(1);
      assertThat(String.valueOf(told.getFirst().get("subject")))
          .contains("?platform=linux%2F" + Objects.requireNonNull(each.platform()).architecture());
    }
  }

  private String provenance(String mode, String tag) throws IOException {
    Files.writeString(home.resolve("secret"), "s3cr3t");
    run(
        program,
        "build",
        "-t",
        name(tag),
        "--push",
        "--provenance=" + mode,
        "--build-arg=token=t0ken",
        "--secret=id=it,src=" + home.resolve("secret"),
        "--label=l=v",
        "--build-context=more=https://user:p4ss@example.com/x.tar?key=k3y",
        context);
    List<Map<?, ?>> told = statements(name(tag));
    assertThat(told).extracting(AttestationTest::type).containsExactly(SLSA);
    return predicate(told.getFirst());
  }

  @Test
  void provenance_hasBuildArgumentsOnlyWhenAskedForAndSecretsNever() throws IOException {
    String min = provenance("true", "min:1");
    String max = provenance("mode=max", "max:1");

    assertThat(min).doesNotContain("t0ken");
    assertThat(max).contains("\"build-arg:token\": \"t0ken\"");
    for (String each : List.of(min, max)) {
      assertThat(each)
          .doesNotContain("s3cr3t", "p4ss", "k3y", home.toString())
          .contains("\"label:l\": \"v\"")
          .contains("\"uri\": \"local:directory\"")
          .contains("https://example.com/x.tar")
          .contains("\"startedOn\": \"2023-11-14T22:13:20Z\"")
          .contains("\"builder\": {");
    }
  }

  @Test
  void provenance_namesBasesByTheirDigests() throws IOException {
    run(program, "build", "-t", name("base:1"), "--push", context);
    Files.writeString(Path.of(context, "Dockerfile"), "FROM " + name("base:1") + "\nLABEL a=b\n");
    run(
        program("other"),
        "build",
        "-t",
        name("top:1"),
        "--push",
        "--provenance",
        "--sbom",
        context);

    Descriptor base = client.manifest(ImageReference.parse(name("base:1"))).descriptor();
    List<Map<?, ?>> told = statements(name("top:1"));
    assertThat(predicate(told.get(0)))
        .contains("\"uri\": \"pkg:docker/127.0.0.1:" + registry.port() + "/base@1?platform=")
        .contains("\"sha256\": \"" + base.digest().hex() + "\"");
    assertThat(predicate(told.get(1))).contains("pkg:apk/alpine/musl@1.2");
  }

  @Test
  void provenance_namesWhatAddFetchedByItsDigest() throws IOException {
    byte[] content = "fetched".getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/file",
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/file";
    try {
      Files.writeString(
          Path.of(context, "Dockerfile"), "FROM scratch\nADD " + address + "?key=k3y /x\n");
      run(program, "build", "-t", name("fetched:1"), "--push", "--provenance", context);
    } finally {
      server.stop(0);
    }

    assertThat(predicate(statements(name("fetched:1")).getFirst()))
        .contains("\"uri\": \"" + address + "\"")
        .contains("\"sha256\": \"" + Digest.sha256(content).hex() + "\"")
        .doesNotContain("k3y");
  }

  @Test
  void statements_ofEqualBuilds_areEqual() throws IOException {
    String[] words = {"--push", "--sbom", "--provenance=mode=max", context};
    for (String each : List.of("first", "second")) {
      List<String> all = new ArrayList<>(List.of("build", "-t", name(each + "/same:1")));
      all.addAll(List.of(words));
      run(program(each), all.toArray(String[]::new));
    }

    List<String> first =
        statements(name("first/same:1")).stream().map(AttestationTest::predicate).toList();
    assertThat(statements(name("second/same:1")))
        .extracting(AttestationTest::predicate)
        .isEqualTo(first);
  }

  /** The blobs of the store that hold a text. */
  private List<Path> blobsWith(String text) throws IOException {
    String wanted = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    List<Path> found = new ArrayList<>();
    try (Stream<Path> blobs = Files.list(home.resolve("one/store/blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        if (HexFormat.of().formatHex(Files.readAllBytes(blob)).contains(wanted)) {
          found.add(blob);
        }
      }
    }
    return found;
  }

  @Test
  void prune_keepsStatementsAsLongAsTheirImage() throws IOException {
    run(program, "build", "-t", name("kept:1"), "--sbom", context);
    run(program, "prune", "-f", "-a");
    assertThat(blobsWith("in-toto.io/Statement")).hasSize(1);
    run(program, "push", "-q", name("kept:1"));
    assertThat(statements(name("kept:1"))).hasSize(1);

    run(program, "rmi", name("kept:1"));
    run(program, "prune", "-f", "-a");

    assertThat(blobsWith("in-toto.io/Statement")).isEmpty();
    assertThat(home.resolve("one/store/referrers")).isEmptyDirectory();
  }

  @Test
  void words_thatSayNothingGood_areErrors() {
    assertThat(program.run("build", "--sbom=false", "--provenance=false", context).code()).isZero();
    assertThat(home.resolve("one/store/referrers")).doesNotExist();
    assertThat(program.run("build", "--sbom=maybe", context).err())
        .contains("--sbom=maybe: it is true, false, spdx or cyclonedx");
    assertThat(program.run("build", "--provenance=mode=all", context).err())
        .contains("it is true, false, mode=min or mode=max");
    assertThat(program.run("build", "--attest=type=x", context).err())
        .contains("the type is sbom or provenance");
    assertThat(program.run("build", "--attest=type=sbom,generator=x", context).err())
        .contains("runs no generator");
    assertThat(program.run("build", "--sbom", "-o", home.resolve("o").toString(), context).err())
        .contains("no -o makes one here");
    assertThat(program.run("build", "--sbom", "true", context).code()).isZero();
  }
}
