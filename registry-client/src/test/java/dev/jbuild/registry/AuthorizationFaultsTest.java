package dev.jbuild.registry;

import static dev.jbuild.registry.ScriptedServer.bytes;
import static dev.jbuild.registry.ScriptedServer.partial;
import static dev.jbuild.registry.ScriptedServer.status;
import static dev.jbuild.registry.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorizationFaultsTest {

  private static final byte[] RAW = TestImage.of(1, 10).manifest().raw();
  private static final String GET = "GET /v2/x/manifests/latest";
  private static final CredentialSource LOGIN =
      registry -> new Credentials.Login("me", "s3cr3t-pw", "the test");

  private final Set<String> good = ConcurrentHashMap.newKeySet();
  private ScriptedServer server;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    server.on(GET, this::guarded);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void guarded(HttpExchange exchange) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header != null && good.contains(header)) {
      bytes(200, RAW).to(exchange);
    } else {
      String challenge = "Bearer realm=\"" + server.url("/token") + "\",service=\"s\"";
      text(401, "you sent " + header, "WWW-Authenticate", challenge).to(exchange);
    }
  }

  private RegistryClient client(CredentialSource credentials) {
    return new RegistryClient(TestImage.QUICK.withCredentials(credentials));
  }

  private void issue(String... tokens) {
    List<ScriptedServer.Answer> answers = new ArrayList<>();
    for (String token : tokens) {
      answers.add(text(200, "{\"access_token\":\"" + token + "\"}"));
    }
    server.on("GET /token", answers.toArray(ScriptedServer.Answer[]::new));
  }

  private void assertFails(CredentialSource source, RegistryException.Kind kind, String message) {
    try (RegistryClient client = client(source)) {
      assertThatThrownBy(() -> client.manifest(server.reference("x")))
          .isInstanceOfSatisfying(
              RegistryException.class, e -> assertThat(e.kind()).isEqualTo(kind))
          .hasMessageContaining(message)
          .message()
          .doesNotContain("s3cr3t", "token-1", "token-2");
    }
  }

  @Test
  void token_thatIsRefusedLater_isRenewedOnce() throws IOException {
    issue("token-1", "token-2");
    good.add("Bearer token-1");
    try (RegistryClient client = client(LOGIN)) {
      client.manifest(server.reference("x"));
      good.clear();
      good.add("Bearer token-2");

      assertThat(client.manifest(server.reference("x")).raw()).isEqualTo(RAW);
    }
    assertThat(server.seen("GET /token")).hasSize(2);
  }

  @Test
  void token_thatExpiresDuringAnUpload_isRenewedAndTheChunkSentAgain() throws IOException {
    issue("token-1", "token-2", "token-3");
    good.add("Bearer token-1");
    byte[] content = "0123456789".getBytes(StandardCharsets.UTF_8);
    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, content);
    List<String> kept = new CopyOnWriteArrayList<>();
    server.on("HEAD /v2/x/blobs/" + blob.digest(), checked(status(404)));
    server.on("POST /v2/x/blobs/uploads/", checked(status(202, "Location", "/u")));
    server.on(
        "PATCH /u",
        checked(
            exchange -> {
              kept.add(exchange.getRequestHeaders().getFirst("Content-Range"));
              good.clear(); // every token is good for one chunk
              good.add("Bearer token-" + (kept.size() + 1));
              status(202).to(exchange);
            }));
    server.on("PUT /u", checked(status(201)));
    RegistryOptions options = TestImage.QUICK.withCredentials(LOGIN).withChunkSize(5);
    try (RegistryClient client = new RegistryClient(options)) {
      client.pushBlob(
          server.reference("x"), blob, TestImage.source(content), TransferListener.NONE);
    }
    assertThat(kept).containsExactly("0-4", "5-9");
    assertThat(server.seen("PATCH"))
        .extracting(ScriptedServer.Seen::body)
        .containsExactly("01234", "56789", "56789");
    assertThat(server.seen("GET /token")).hasSize(3);
  }

  @Test
  void token_thatExpiresDuringADownload_isRenewedForTheRest() throws IOException {
    issue("token-1", "token-2");
    good.add("Bearer token-1");
    byte[] content = new byte[50_000];
    Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER, content);
    server.on(
        "GET /v2/x/blobs/" + blob.digest(),
        checked(
            exchange -> {
              if (exchange.getRequestHeaders().containsKey("Range")) {
                byte[] rest = new byte[20_000];
                bytes(206, rest, "Content-Range", "bytes 30000-49999/50000").to(exchange);
                return;
              }
              good.clear();
              good.add("Bearer token-2");
              partial(200, new byte[30_000], 50_000).to(exchange);
            }));
    try (RegistryClient client = client(LOGIN)) {
      assertThat(TestImage.readAll(client.blob(server.reference("x"), blob))).isEqualTo(content);
    }
    assertThat(server.seen("GET /token")).hasSize(2);
  }

  /** For those with a good token. */
  private ScriptedServer.Answer checked(ScriptedServer.Answer answer) {
    return exchange -> {
      String header = exchange.getRequestHeaders().getFirst("Authorization");
      if (header != null && good.contains(header)) {
        answer.to(exchange);
      } else {
        String challenge = "Bearer realm=\"" + server.url("/token") + "\",service=\"s\"";
        status(401, "WWW-Authenticate", challenge).to(exchange);
      }
    };
  }

  @Test
  void token_thatIsRefusedAtOnce_isDeniedWithoutTellingIt() {
    issue("token-1", "token-2");

    assertFails(LOGIN, RegistryException.Kind.DENIED, "you sent Bearer ***");
    assertThat(server.seen(GET)).hasSize(2);
  }

  @Test
  void token_isSharedByTransfersThatStartTogether() throws Exception {
    issue("token-1");
    good.add("Bearer token-1");
    try (RegistryClient client = client(LOGIN);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<FetchedManifest>> pulls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        pulls.add(threads.submit(() -> client.manifest(server.reference("x"))));
      }
      for (Future<FetchedManifest> pull : pulls) {
        assertThat(pull.get().raw()).isEqualTo(RAW);
      }
    }
    assertThat(server.seen("GET /token")).hasSize(1);
  }

  @Test
  void token_whenServerIsBusy_isAskedForAgain() throws IOException {
    good.add("Bearer token-1");
    server.on("GET /token", status(503), text(200, "{\"token\":\"token-1\"}"));
    try (RegistryClient client = client(LOGIN)) {
      assertThat(client.manifest(server.reference("x")).raw()).isEqualTo(RAW);
    }
  }

  @Test
  void token_thatIsNone_isRefused() {
    for (String reply :
        List.of("s3cr3t", "[]", "{}", "{\"token\":\"\"}", "{\"token\":\"a\\nb\"}")) {
      server.on("GET /token", text(200, reply));
      assertFails(LOGIN, RegistryException.Kind.INVALID_REPLY, "the token server sent no");
    }
    server.on("GET /token", status(404));
    assertFails(LOGIN, RegistryException.Kind.INVALID_REPLY, "gives no access (HTTP 404)");
  }

  @Test
  void identityToken_isExchangedByPost() throws IOException {
    good.add("Bearer token-1");
    server.on("POST /token", text(200, "{\"access_token\":\"token-1\"}"));
    CredentialSource identity = r -> new Credentials.IdentityToken("ref&resh", "the test");
    try (RegistryClient client = client(identity)) {
      client.manifest(server.reference("x"));
    }

    assertThat(server.seen("POST /token").getFirst().body())
        .isEqualTo(
            "grant_type=refresh_token&client_id=jbuild&service=s"
                + "&scope=repository%3Ax%3Apull&refresh_token=ref%26resh");
  }

  @Test
  void accessToken_isSentAsItIs() throws IOException {
    good.add("Bearer given");
    try (RegistryClient client = client(r -> new Credentials.AccessToken("given", "the test"))) {
      client.manifest(server.reference("x"));
    }
    assertThat(server.seen("GET /token")).isEmpty();
  }

  @Test
  void credentials_areNotLookedUpBeforeTheRegistryAsks() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    server.on(GET, bytes(200, RAW));
    CredentialSource counting =
        registry -> {
          asked.incrementAndGet();
          return LOGIN.find(registry);
        };
    try (RegistryClient client = client(counting)) {
      client.manifest(server.reference("x"));
    }
    assertThat(asked).hasValue(0);
    assertThat(server.seen()).allMatch(seen -> seen.header("Authorization").isEmpty());
  }

  @Test
  void denial_withoutAnUsableChallenge_isToldAsItIs() {
    server.on(GET, status(401, "WWW-Authenticate", "Negotiate"));
    assertFails(LOGIN, RegistryException.Kind.DENIED, "did not ask for credentials");

    server.on(GET, text(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}"));
    assertFails(LOGIN, RegistryException.Kind.DENIED, "HTTP 403: DENIED: no");
  }
}
