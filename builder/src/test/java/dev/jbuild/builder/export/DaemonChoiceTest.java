package dev.jbuild.builder.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.BuildException;
import dev.jbuild.registry.testing.TestKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of directories are those that docker gave to contexts of these names. */
@Timeout(60)
final class DaemonChoiceTest {
  private static final String FAR =
      "512eea46ceb3921dff4363c7069d89d4964d1d9fccaa0f411851a7aa60a5c868";
  private static final String SKIP =
      "42e93b9bb77d8a73e8412111b8f3d6befab66bf48fdcdefa80bb111819aa0cb1";

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({
    "DOCKER_HOST=unix:///a DOCKER_CONTEXT=far CONTAINER_HOST=unix:///b, unix:///a",
    "DOCKER_CONTEXT=far CONTAINER_HOST=unix:///b, tcp://127.0.0.1:7",
    "CONTAINER_HOST=unix:///b, unix:///b",
    "DOCKER_HOST=, tcp://127.0.0.1:8",
    "DOCKER_HOST=tcp://127.0.0.1, tcp://127.0.0.1",
  })
  void find_takesWhatIsNearestToTheCommand(String set, String host) throws Exception {
    context(FAR, "\"Host\":\"tcp://127.0.0.1:7\"");
    context(SKIP, "\"Host\":\"tcp://127.0.0.1:8\"");
    Files.writeString(home.resolve("config.json"), "{\"currentContext\":\"skip\"}");

    assertThat(choice(set).find().host()).isEqualTo(host);
  }

  @Test
  void find_whenTheDefaultContextIsNamed_looksForSockets() throws Exception {
    Files.writeString(home.resolve("config.json"), "{\"currentContext\":\"skip\"}");
    Files.createFile(Files.createDirectory(home.resolve("podman")).resolve("podman.sock"));

    assertThat(choice("DOCKER_CONTEXT=default XDG_RUNTIME_DIR=" + home).find().host())
        .isIn("unix:///var/run/docker.sock", "unix://" + home + "/podman/podman.sock");
  }

  @Test
  void find_whenTlsIsWanted_hasItsPortAndFiles() throws Exception {
    String set = "DOCKER_HOST=tcp://127.0.0.1 DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=" + home;
    Path authority = Files.createFile(home.resolve("ca.pem"));

    DaemonAddress address = choice(set).find();

    assertThat(address.address()).hasToString("/127.0.0.1:2376");
    DaemonTls tls = address.tls();
    assertThat(tls).isNotNull();
    assertThat(tls.verified()).isTrue();
    assertThat(tls.files().authority()).isEqualTo(authority);
    assertThat(tls.files().certificate()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DOCKER_CONTEXT=none | docker has no context none in",
        "DOCKER_CONTEXT=far | docker's context far, which is ssh://host: only unix:// and tcp://",
        "DOCKER_CONTEXT=skip | the context skip of docker names no host: see ",
        "DOCKER_HOST=tcp:///x | DOCKER_HOST tcp:///x names no host",
        "DOCKER_HOST=npipe://x | DOCKER_HOST npipe://x: only unix:// and tcp:// can be called",
        "CONTAINER_HOST=ssh://x | CONTAINER_HOST ssh://x: only unix:// and tcp:// can be called",
      })
  void find_whenItCannotBeCalled_saysWhoNamesIt(String set, String message) throws Exception {
    context(FAR, "\"Host\":\"ssh://host\"");
    context(SKIP, "\"SkipTLSVerify\":true");

    assertThatThrownBy(() -> choice(set).find())
        .isInstanceOf(BuildException.class)
        .hasMessageContaining(message);
  }

  @Test
  void contextWithTls_isCalledWithItsCertificate() throws Exception {
    TestKey key = TestKey.make(Files.createDirectory(home.resolve("key")));
    Path files = Files.createDirectories(home.resolve("contexts/tls/" + FAR + "/docker"));
    try (TlsDaemon daemon = TlsDaemon.start(key)) {
      context(FAR, "\"Host\":\"tcp://127.0.0.1:" + daemon.port() + "\"");
      context(SKIP, "\"Host\":\"tcp://127.0.0.1:" + daemon.port() + "\",\"SkipTLSVerify\":true");
      Files.copy(key.certificateFile(), files.resolve("ca.pem"));
      Files.copy(key.certificateFile(), files.resolve("cert.pem"));
      Files.copy(key.keyFile(), files.resolve("key.pem"));

      try (ImageLoad load = ImageLoad.begin(choice("DOCKER_CONTEXT=far").find())) {
        load.write(new byte[] {1, 2, 3});
        assertThat(load.end()).isEqualTo("x:1");
      }

      assertThat(daemon.received()).startsWith("POST /v1.41/images/load").contains("CN=test");
      assertThatThrownBy(() -> loadNothing(choice("DOCKER_CONTEXT=skip")))
          .as("without a certificate")
          .isInstanceOf(BuildException.class);
      Files.delete(files.resolve("ca.pem"));
      assertThatThrownBy(() -> loadNothing(choice("DOCKER_CONTEXT=far")))
          .as("not trusted")
          .isInstanceOf(BuildException.class)
          .hasMessageContaining("nobody answers at tcp://127.0.0.1:" + daemon.port());
    }
  }

  private static void loadNothing(DaemonChoice choice) throws Exception {
    try (ImageLoad load = ImageLoad.begin(choice.find())) {
      load.end();
    }
  }

  private void context(String directory, String endpoint) throws IOException {
    Path meta = Files.createDirectories(home.resolve("contexts/meta").resolve(directory));
    Files.writeString(
        meta.resolve("meta.json"),
        "{\"Name\":\"-\",\"Metadata\":{},\"Endpoints\":{\"docker\":{" + endpoint + "}}}");
  }

  private DaemonChoice choice(String set) {
    Map<String, String> environment = new HashMap<>(Map.of("DOCKER_CONFIG", home.toString()));
    for (String each : set.split(" ", -1)) {
      environment.put(each.split("=", 2)[0], each.split("=", 2)[1]);
    }
    return new DaemonChoice(environment);
  }
}
