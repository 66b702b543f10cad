package dev.jbuild.registry.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.oci.Manifest;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.RegistryClient;
import dev.jbuild.registry.RegistryOptions;
import dev.jbuild.registry.TransferListener;
import dev.jbuild.registry.key.FixedPassword;
import dev.jbuild.registry.key.KeyPair;
import dev.jbuild.registry.key.SigningKey;
import dev.jbuild.registry.key.VerificationKey;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.ListingRegistry;
import dev.jbuild.registry.testing.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real registry, with openssl as the other one who verifies. */
class ImageSignatureTest {
  private static final FixedPassword PASSWORD = new FixedPassword("s3cr3t");

  @TempDir Path directory;
  private DockerRegistry registry;
  private RegistryClient client;
  private ImageReference image;

  @BeforeEach
  void start() throws IOException {
    registry = DockerRegistry.start(directory);
    client = new RegistryClient(RegistryOptions.DEFAULT);
    image = ImageReference.parse(registry.host() + "/app:1");
    KeyPair.generate(PASSWORD.password().toCharArray()).write(file("my.key"), file("my.pub"));
    KeyPair.generate(new char[0]).write(file("other.key"), file("other.pub"));
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  /** An image with one layer, a tar with nothing in it. */
  private Manifest push(ImageReference name, String architecture) throws IOException {
    byte[] layer = new byte[1024];
    Digest diffId = Digest.sha256(layer);
    byte[] config =
        """
        {"architecture":"%s","os":"linux","rootfs":{"type":"layers","diff_ids":["%s"]}}"""
            .formatted(architecture, diffId)
            .getBytes(StandardCharsets.UTF_8);
    Manifest manifest =
        Manifest.of(push(name, MediaTypes.OCI_CONFIG, config), List.of(push(name, "tar", layer)));
    client.pushManifest(name, manifest.mediaType(), manifest.raw());
    return manifest;
  }

  private Descriptor push(ImageReference name, String type, byte[] content) throws IOException {
    String mediaType = type.equals("tar") ? MediaTypes.OCI_LAYER : type;
    Descriptor blob = Descriptor.of(mediaType, content);
    client.pushBlob(name, blob, () -> new ByteArrayInputStream(content), TransferListener.NONE);
    return blob;
  }

  private ImageSigner signer(String key) throws IOException {
    return new ImageSigner(
        client,
        SigningKey.read(file(key), key.equals("my.key") ? PASSWORD : new FixedPassword("")));
  }

  private Digest verify(String key, ImageReference name) throws Exception {
    return new ImageVerifier(client, VerificationKey.read(file(key))).verify(name);
  }

  private static ImageReference tag(ImageReference image, Digest digest) {
    return image.withTag("sha256-" + digest.hex() + ".sig");
  }

  @Test
  void sign_ofAnImage_isVerifiedByOpenssl() throws Exception {
    Digest digest = push(image, "amd64").digest();

    assertThat(signer("my.key").sign(image)).containsExactly(digest);

    Manifest stored = Manifest.parse(client.manifest(tag(image, digest)).raw());
    Descriptor layer = stored.layers().getFirst();
    assertThat(layer.mediaType()).isEqualTo("application/vnd.dev.cosign.simplesigning.v1+json");
    byte[] payload = client.blob(image, layer).readAllBytes();
    assertThat(new String(payload, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"critical":{"identity":{"docker-reference":"%s/app"},"image":\
            {"docker-manifest-digest":"%s"},"type":"cosign container image signature"},\
            "optional":null}"""
                .formatted(registry.host(), digest));
    Files.write(file("payload"), payload);
    Files.write(
        file("signature"),
        Base64.getDecoder().decode(layer.annotations().get("dev.cosignproject.cosign/signature")));
    String verify = "openssl dgst -sha256 -verify DIR/my.pub -signature DIR/signature DIR/payload";
    assertThat(Tool.run(verify.replace("DIR", directory.toString()).split(" ", -1)))
        .contains("Verified OK");
    assertThat(verify("my.pub", image)).isEqualTo(digest);
    assertThat(verify("my.pub", image.withDigest(digest).withTag(null))).isEqualTo(digest);
    assertThat(client.tags(image))
        .containsExactlyInAnyOrder("1", "sha256-" + digest.hex() + ".sig");
  }

  @Test
  void sign_again_changesNothing() throws Exception {
    Digest digest = push(image, "amd64").digest();
    signer("my.key").sign(image);
    Digest before = client.manifest(tag(image, digest)).digest();

    signer("my.key").sign(image);

    assertThat(client.manifest(tag(image, digest)).digest()).isEqualTo(before);
  }

  @Test
  void sign_withASecondKey_keepsTheSignatureOfTheFirst() throws Exception {
    Digest digest = push(image, "amd64").digest();
    signer("my.key").sign(image);
    signer("other.key").sign(image);

    assertThat(verify("my.pub", image)).isEqualTo(digest);
    assertThat(verify("other.pub", image)).isEqualTo(digest);
  }

  @Test
  void sign_ofAnIndex_signsAllThatItLists() throws Exception {
    List<Manifest> manifests = List.of(push(image, "amd64"), push(image, "arm64"));
    ImageIndex index = ImageIndex.of(manifests.stream().map(Manifest::descriptor).toList());
    client.pushManifest(image, index.mediaType(), index.raw());

    assertThat(signer("my.key").sign(image))
        .containsExactly(index.digest(), manifests.get(0).digest(), manifests.get(1).digest());

    assertThat(verify("my.pub", image)).isEqualTo(index.digest());
    ImageReference second = image.withDigest(manifests.get(1).digest()).withTag(null);
    assertThat(verify("my.pub", second)).isEqualTo(manifests.get(1).digest());
  }

  @Test
  void verify_whenNothingStands_saysWhy() throws Exception {
    Digest digest = push(image, "amd64").digest();
    assertThatThrownBy(() -> verify("my.pub", image))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining(image + " (" + digest + ") has no signature");

    signer("other.key").sign(image);
    assertThatThrownBy(() -> verify("my.pub", image))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("made with another key, or its payload was changed");
  }

  @Test
  void verify_ofASignatureOfAnotherImage_fails() throws Exception {
    Digest signed = push(image, "amd64").digest();
    signer("my.key").sign(image);
    byte[] stored = client.manifest(tag(image, signed)).raw();
    Digest replaced = push(image, "arm64").digest();
    client.pushManifest(tag(image, replaced), MediaTypes.OCI_MANIFEST, stored);

    assertThatThrownBy(() -> verify("my.pub", image))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("of another image, " + signed);
  }

  @Test
  void verify_ofATamperedPayload_fails() throws Exception {
    Digest signed = push(image, "amd64").digest();
    signer("my.key").sign(image);
    Descriptor layer =
        Manifest.parse(client.manifest(tag(image, signed)).raw()).layers().getFirst();
    Digest replaced = push(image, "arm64").digest();
    byte[] payload = SimpleSigning.of(image, replaced).toJson();
    Descriptor forged = push(image, layer.mediaType(), payload);
    Manifest manifest =
        Manifest.of(
            push(image, MediaTypes.OCI_CONFIG, Json.write(Map.of())),
            List.of(forged.withAnnotations(layer.annotations())));
    client.pushManifest(tag(image, replaced), manifest.mediaType(), manifest.raw());

    assertThatThrownBy(() -> verify("my.pub", image))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("made with another key, or its payload was changed");
  }

  @Test
  void sign_ofAnImage_makesSomethingThatSkopeoCopies() throws Exception {
    Digest digest = push(image, "amd64").digest();
    signer("my.key").sign(image);
    Path copy = file("copy");

    Tool.run(
        ("skopeo --insecure-policy copy -q --src-tls-verify=false docker://"
                + tag(image, digest)
                + " dir:"
                + copy)
            .split(" ", -1));

    byte[] payload = SimpleSigning.of(image, digest).toJson();
    assertThat(copy.resolve(Digest.sha256(payload).hex())).hasBinaryContent(payload);
  }

  @Test
  void sign_whereTheRegistryListsReferrers_makesOneOfEachSignature() throws Exception {
    try (ListingRegistry listing = ListingRegistry.start(directory.resolve("listing"))) {
      ImageReference there = ImageReference.parse(listing.host() + "/app:1");
      Digest digest = push(there, "amd64").digest();
      signer("my.key").sign(there);
      signer("other.key").sign(there);

      assertThat(
              client.referrers(
                  there.withDigest(digest), "application/vnd.dev.cosign.artifact.sig.v1+json"))
          .hasSize(2);
      assertThat(client.tags(there)).containsExactlyInAnyOrder("1", tag(there, digest).tag());
      client.deleteManifest(
          there.withDigest(client.manifest(tag(there, digest)).digest()).withTag(null));
      assertThat(verify("my.pub", there)).isEqualTo(digest);
      assertThat(verify("other.pub", there)).isEqualTo(digest);
    }
  }
}
