package dev.jbuild.builder.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.AttestOptions;
import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.ContextSource;
import dev.jbuild.builder.DockerfileSource;
import dev.jbuild.builder.remote.GitServer;
import dev.jbuild.builder.remote.WebServer;
import dev.jbuild.cache.Store;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What provenance says of contexts from elsewhere. */
class ContextProvenanceTest {
  @TempDir Path work;
  private Builder builder;

  @BeforeEach
  void open() throws Exception {
    builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("no-native-helper")));
  }

  @AfterEach
  void close() throws BuildException {
    builder.close();
  }

  private String provenance(ContextSource context, String file) throws Exception {
    BuildRequest request =
        BuildRequest.of(context)
            .withDockerfile(new DockerfileSource.Inline("FROM scratch\nCOPY " + file + " /x\n"));
    AttestOptions asked = new AttestOptions(Set.of(), AttestOptions.Provenance.MIN);
    BuildResult result =
        builder.build(request.withOutput(request.output().withAttest(asked)), BuildListener.SILENT);
    return statement(result.image().digest());
  }

  private String statement(Digest image) throws IOException {
    Store store = builder.store();
    Digest referrer = store.referrers().of(image).getFirst().digest();
    Digest layer = Manifest.parse(store.content().read(referrer)).layers().getFirst().digest();
    return new String(store.content().read(layer), StandardCharsets.UTF_8);
  }

  @Test
  void provenance_ofAGitContext_namesTheCommit() throws Exception {
    try (GitServer git = new GitServer(work.resolve("git"))) {
      Path repository = git.create("project");
      Files.writeString(repository.resolve("file"), "one");
      String commit = GitServer.commit(repository, "one");

      String told = provenance(new ContextSource.Git(git.address("project")), "file");

      assertThat(told)
          .contains("\"uri\":\"" + git.address("project") + "\"")
          .contains("{\"sha1\":\"" + commit + "\"}");
    }
  }

  @Test
  void provenance_ofAFileOfAWebServer_namesItsDigest() throws Exception {
    byte[] content = "text".getBytes(StandardCharsets.UTF_8);
    try (WebServer web = new WebServer(exchange -> WebServer.answer(exchange, 200, content))) {
      String address = web.address() + "/file";

      String told = provenance(new ContextSource.Http(address), "context");

      assertThat(told)
          .contains("\"uri\":\"" + address + "\"")
          .contains("{\"sha256\":\"" + Digest.sha256(content).hex() + "\"}");
    }
  }
}
