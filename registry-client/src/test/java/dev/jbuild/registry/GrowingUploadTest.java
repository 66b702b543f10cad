package dev.jbuild.registry;

import static dev.jbuild.registry.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.MediaTypes;
import dev.jbuild.registry.ScriptedServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is made only after a request came shows that the request did not wait for it. */
@Timeout(60)
class GrowingUploadTest {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor BLOB = Descriptor.of(MediaTypes.OCI_LAYER, CONTENT);
  private static final String DIGEST = "digest=sha256%3A" + BLOB.digest().hex();
  private static final String HEAD = "HEAD /v2/x/blobs/" + BLOB.digest();
  private static final String POST = "POST /v2/x/blobs/uploads/";

  private final Growing blob = new Growing();
  private ScriptedServer server;
  private RegistryClient client;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    client = new RegistryClient(TestImage.QUICK.withChunkSize(4));
    server.on(POST, status(202, "Location", "/u/1"));
    server.on("PUT /u/1", status(201));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** The first bytes of {@link #CONTENT}. */
  private static final class Growing implements GrowingBlob {
    private int size;
    private boolean abandoned;

    synchronized void growTo(int bytes) {
      size = bytes;
      notifyAll();
    }

    synchronized void abandon() {
      abandoned = true;
      notifyAll();
    }

    @Override
    public synchronized long await(long wanted) throws IOException {
      while (size < Math.min(wanted, CONTENT.length) && !abandoned) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
      if (abandoned) {
        throw new IOException("given up");
      }
      return size;
    }

    @Override
    public synchronized Optional<Descriptor> whole() {
      return size == CONTENT.length ? Optional.of(BLOB) : Optional.empty();
    }

    @Override
    public synchronized InputStream open() {
      return new ByteArrayInputStream(Arrays.copyOf(CONTENT, size));
    }
  }

  private boolean push() throws IOException {
    return client.pushGrowing(server.reference("x"), blob, TransferListener.NONE);
  }

  /** Makes more before it answers. */
  private Answer growing(int bytes, Answer answer) {
    return exchange -> {
      blob.growTo(bytes);
      answer.to(exchange);
    };
  }

  private List<String> chunks() {
    return server.seen("PATCH").stream()
        .map(seen -> seen.header("Content-range").orElse("?") + " " + seen.body())
        .toList();
  }

  @Test
  void push_beforeTheBlobIsWhole_sendsWhatIsThere() throws IOException {
    blob.growTo(5);
    server.on("PATCH /u/1", growing(9, status(202)), growing(10, status(202)), status(202));

    assertThat(push()).isTrue();

    assertThat(chunks()).containsExactly("0-3 0123", "4-7 4567", "8-9 89");
    assertThat(server.lines()).endsWith("PUT /u/1?" + DIGEST).doesNotContain(HEAD);
  }

  @Test
  void push_whenTheBlobWasWholeBefore_leavesItToTheUsualWay() throws IOException {
    blob.growTo(10);

    assertThat(push()).isFalse();

    assertThat(server.seen()).isEmpty();
  }

  @Test
  void push_whenTheRegistryHasWhatBecameOfIt_sendsNoMore() throws IOException {
    blob.growTo(4);
    server.on(HEAD, status(200));
    server.on("PATCH /u/1", growing(10, status(202)));
    server.on("DELETE /u/1", status(204));

    assertThat(push()).isTrue();

    assertThat(chunks()).containsExactly("0-3 0123");
    assertThat(server.lines()).endsWith(HEAD, "DELETE /u/1");
  }

  @Test
  void push_whenAChunkBreaksOff_goesOnWhereTheRegistryIs() throws IOException {
    blob.growTo(4);
    server.on("PATCH /u/1", growing(10, exchange -> {}), status(202));
    server.on("GET /u/1", status(204, "Range", "0-1"));

    assertThat(push()).isTrue();

    assertThat(chunks()).containsExactly("0-3 0123", "2-5 2345", "6-9 6789");
  }

  @Test
  void push_whenTheUploadIsForgotten_startsAgainWithWhatIsThere() throws IOException {
    blob.growTo(8);
    server.on("PATCH /u/1", status(202), growing(10, status(404)), status(202));

    assertThat(push()).isTrue();

    assertThat(chunks()).containsExactly("0-3 0123", "4-7 4567", "0-3 0123", "4-7 4567", "8-9 89");
  }

  @Test
  void push_whenTheMakerGivesUp_cancelsTheUpload() {
    blob.growTo(4);
    server.on(
        "PATCH /u/1",
        exchange -> {
          blob.abandon();
          status(202).to(exchange);
        });

    assertThatThrownBy(this::push).isNotInstanceOf(RegistryException.class).hasMessage("given up");

    assertThat(server.lines()).endsWith("DELETE /u/1");
  }

  @Test
  void push_whenChunksAreRefused_leavesItToTheUsualWayFromThenOn() throws IOException {
    blob.growTo(4);
    server.on("PATCH /u/1", status(405));

    assertThat(push()).isFalse();
    int requests = server.seen().size();
    assertThat(push()).isFalse();

    assertThat(server.lines()).endsWith("DELETE /u/1").hasSize(requests);
  }
}
