package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Statements in signed envelopes, with openssl as the other one who verifies. */
@Timeout(300)
final class SignedAttestationTest {
  @TempDir static Path registryDirectory;
  private static DockerRegistry registry;

  @TempDir Path home;
  private Program program;
  private String context;

  @SuppressWarnings("NullAway.Init") // set before each test
  SignedAttestationTest() {}

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
    program = new Program(home);
    program.set("COSIGN_PASSWORD", "s3cr3t");
    program.set("SOURCE_DATE_EPOCH", "1700000000");
    context = Files.createDirectories(home.resolve("context")).toString();
    Files.writeString(Path.of(context, "Dockerfile"), "FROM scratch\nARG x\nLABEL a=1\n");
    run("generate-key", file("my"));
    run("generate-key", file("other"));
  }

  private static String name(String rest) {
    return registry.host() + "/" + rest;
  }

  private String file(String name) {
    return home.resolve(name).toString();
  }

  private Program.Ended run(String... words) {
    Program.Ended ended = program.run(words);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  private Program.Ended verify(String key, String type, String image) {
    return program.run("verify", "--key", file(key), "--type", type, image);
  }

  @Test
  void build_withSign_signsWhatItAttests() throws IOException {
    String image = name("told:1");
    run(
        "build",
        "-t",
        image,
        "--push",
        "--sbom=spdx,cyclonedx",
        "--provenance",
        "--sign",
        file("my.key"),
        context);

    for (String type :
        List.of("spdxjson", "cyclonedx", "slsaprovenance1", "https://spdx.dev/Document")) {
      Program.Ended verified = verify("my.pub", type, image);
      assertThat(verified.code()).as(verified.err()).isZero();
      assertThat(verified.out()).matches(name("told") + "@sha256:[0-9a-f]{64}\n");
    }
    String out =
        run("verify", "--key", file("my.pub"), "--type=spdxjson", "--statement=-", image).out();
    Map<?, ?> statement = json(out.getBytes(StandardCharsets.UTF_8));
    assertThat(statement.get("predicateType")).isEqualTo("https://spdx.dev/Document");
    assertThat(String.valueOf(statement.get("predicate"))).contains("spdxVersion=SPDX-2.3");
    Program.Ended other = verify("other.pub", "spdxjson", image);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("made with another key, or its payload was changed");
    Program.Ended none = verify("my.pub", "vuln", image);
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("has no signed attestation of type https://cosign.");
  }

  @Test
  void envelope_isKeptAsCosignKeepsIt_andOpensslVerifiesIt() throws Exception {
    String image = name("kept:1");
    run("build", "-t", image, "--push", "--sbom", "--sign", file("my.key"), context);

    try (RegistryClient client = new RegistryClient(RegistryOptions.DEFAULT)) {
      ImageReference named = ImageReference.parse(image);
      Digest digest = client.manifest(named).digest();
      Descriptor layer = layers(client, named, digest).getFirst();
      assertThat(layer.mediaType()).isEqualTo("application/vnd.dsse.envelope.v1+json");
      assertThat(layer.annotations())
          .isEqualTo(
              Map.of(
                  "predicateType",
                  "https://spdx.dev/Document",
                  "dev.cosignproject.cosign/signature",
                  ""));
      Map<?, ?> envelope = json(client.blob(named, layer).readAllBytes());
      byte[] payload = decoded(envelope.get("payload"));
      assertThat(String.valueOf(json(payload).get("subject"))).contains("sha256=" + digest.hex());
      List<?> signatures = (List<?>) Objects.requireNonNull(envelope.get("signatures"));
      Map<?, ?> signature = (Map<?, ?>) signatures.getFirst();
      Files.write(home.resolve("sig"), decoded(signature.get("sig")));
      ByteArrayOutputStream signed = new ByteArrayOutputStream();
      signed.writeBytes(
          ("DSSEv1 28 application/vnd.in-toto+json " + payload.length + " ")
              .getBytes(StandardCharsets.US_ASCII));
      signed.writeBytes(payload);
      Files.write(home.resolve("pae"), signed.toByteArray());
    }
    assertThat(
            Tool.run(
                "openssl",
                "dgst",
                "-sha256",
                "-verify",
                file("my.pub"),
                "-signature",
                file("sig"),
                file("pae")))
        .contains("Verified OK");
  }

  @Test
  void push_withSignAgain_replacesItsOwnAndKeepsThoseOfOthers() throws IOException {
    String image = name("again:1");
    run("build", "-t", image, "--provenance=mode=max", "--build-arg=x=1", context);
    run("push", "-q", "--sign", file("my.key"), image);
    run("push", "-q", "--sign", file("my.key"), image);
    run("push", "-q", "--sign", file("other.key"), image);
    run("build", "-t", image, "--provenance=mode=min", "--build-arg=x=1", context);
    run("push", "-q", "--sign", file("my.key"), image);

    try (RegistryClient client = new RegistryClient(RegistryOptions.DEFAULT)) {
      ImageReference named = ImageReference.parse(image);
      assertThat(layers(client, named, client.manifest(named).digest())).hasSize(2);
    }
    for (String key : List.of("my", "other")) {
      String statement = file(key + ".json");
      String type = "--type=slsaprovenance1";
      run("verify", "--key", file(key + ".pub"), type, "--statement", statement, image);
    }
    assertThat(home.resolve("my.json")).content().doesNotContain("build-arg:x");
    assertThat(home.resolve("other.json")).content().contains("\"build-arg:x\":\"1\"");
  }

  @Test
  void index_needsAStatementForEachPlatform() {
    String image = name("many:1");
    String platforms = "--platform=linux/amd64,linux/arm64";
    run("build", "-t", image, platforms, "--push", "--sbom", "--sign", file("my.key"), context);

    Program.Ended verified = verify("my.pub", "spdxjson", image);

    assertThat(verified.out().lines()).as(verified.err()).hasSize(2).doesNotHaveDuplicates();
    assertThat(verify("my.pub", "cyclonedx", image).code()).isEqualTo(1);
  }

  @Test
  void words_thatAreNone_areErrorsOfUsage() {
    Program.Ended type = verify("my.pub", "sbom", name("x"));
    assertThat(type.code()).isEqualTo(2);
    assertThat(type.err()).contains("--type sbom: it is one of custom, cyclonedx, link");
    Program.Ended alone =
        program.run("verify", "--key", file("my.pub"), "--statement=-", name("x"));
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("--statement needs --type");
  }

  private static List<Descriptor> layers(RegistryClient client, ImageReference image, Digest of)
      throws IOException {
    String tag = "sha256-" + of.hex() + ".att";
    return Manifest.parse(client.manifest(image.withTag(tag)).raw()).layers();
  }

  private static Map<?, ?> json(byte[] bytes) {
    return (Map<?, ?>) Objects.requireNonNull(Json.parse(bytes));
  }

  private static byte[] decoded(@Nullable Object base64) {
    return Base64.getDecoder().decode(String.valueOf(base64));
  }
}
