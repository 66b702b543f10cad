package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.registry.Credentials.IdentityToken;
import dev.jbuild.registry.Credentials.Login;
import dev.jbuild.registry.testing.CredentialScript;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CredentialProgramTest {

  private static final Path CONFIG = Path.of("/etc/config.json");

  @TempDir Path directory;

  private CredentialProgram program(String lines) {
    CredentialScript script = new CredentialScript(directory);
    script.write("test", lines);
    return new CredentialProgram("test", CONFIG, script.environment());
  }

  @Test
  void get_whatWasStored_givesItUntilItIsErased() throws IOException {
    CredentialScript script = new CredentialScript(directory);
    script.keeper("test");
    CredentialProgram program = new CredentialProgram("test", CONFIG, script.environment());

    assertThat(program.get("r.example")).isEmpty();
    program.store("r.example", new Login("me", "p\"w\u00e4", "x"));
    assertThat(program.get("r.example"))
        .contains(new Login("me", "p\"w\u00e4", "docker-credential-test"));
    assertThat(program.get("s.example")).isEmpty();
    program.erase("r.example");
    assertThat(program.get("r.example")).isEmpty();
    program.erase("r.example");
  }

  @Test
  void get_forTheUserToken_givesAnIdentityToken() throws IOException {
    assertThat(program("echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'").get("r"))
        .contains(new IdentityToken("t", "docker-credential-test"));
  }

  @Test
  void get_fromOneThatDoesNotReadItsInput_givesTheAnswer() throws IOException {
    String server = "r".repeat(200_000);
    assertThat(program("exec <&-; echo '{\"Username\":\"u\",\"Secret\":\"s\"}'").get(server))
        .contains(new Login("u", "s", "docker-credential-test"));
  }

  @Test
  void get_whenItFails_saysWhatItSaidAndWhatToDo() {
    assertThatThrownBy(() -> program("echo the vault is locked; exit 3").get("r"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "docker-credential-test get ended with 3 (the vault is locked): make that program work,"
                + " or take it out of /etc/config.json");
    assertThatThrownBy(() -> program("echo no gpg >&2; exit 1").get("r"))
        .hasMessageContaining("ended with 1 (no gpg)");
  }

  @Test
  void get_whenWhatItSaysHoldsASecret_doesNotQuoteIt() {
    assertThatThrownBy(() -> program("echo '{\"Secret\":\"s3cr3t\"}'; exit 1").get("r"))
        .hasMessageContaining("ended with 1: make")
        .message()
        .doesNotContain("s3cr3t");
    assertThatThrownBy(() -> program("echo '{\"Secret\":\"s3cr3t\"}'").get("r"))
        .hasMessageContaining("did not answer \"get\" with a user and a secret")
        .hasNoCause()
        .message()
        .doesNotContain("s3cr3t");
    assertThatThrownBy(() -> program("echo s3cr3t").get("r"))
        .hasMessageContaining("did not answer")
        .hasNoCause()
        .message()
        .doesNotContain("s3cr3t");
  }

  @Test
  void store_whenItFails_doesNotTellThePassword() {
    Login login = new Login("me", "s3cr3t", "x");
    assertThatThrownBy(() -> program("echo cannot keep s3cr3t; exit 1").store("r", login))
        .hasMessageContaining("cannot keep ***");
  }

  @Test
  void get_whenItIsNowhere_namesItAndTheFile() {
    assertThatThrownBy(() -> new CredentialProgram("gone", CONFIG, Map.of()).get("r"))
        .hasMessage(
            "/etc/config.json leaves credentials to the helper docker-credential-gone, which is not"
                + " on the PATH: install it, or take it out of /etc/config.json");
  }

  @Test
  void get_whenTheNameLeavesThePath_isRefused() throws IOException {
    CredentialScript script = new CredentialScript(directory);
    script.write("x", "echo '{\"Username\":\"u\",\"Secret\":\"s\"}'");
    Files.createDirectory(directory.resolve("docker-credential-y"));
    CredentialProgram program =
        new CredentialProgram("y/../docker-credential-x", CONFIG, script.environment());

    assertThatThrownBy(() -> program.get("r")).hasMessageContaining("not on the PATH");
  }

  @Test
  void get_fromOneThatHangs_endsItWithAnError() {
    CredentialScript script = new CredentialScript(directory);
    script.write("test", "exec sleep 86398");
    CredentialProgram program =
        new CredentialProgram("test", CONFIG, script.environment(), Duration.ofMillis(300));

    assertThatThrownBy(() -> program.get("r")).hasMessageContaining("did not end");
    ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().commandLine().orElse("").endsWith("sleep 86398"))
        .forEach(each -> each.onExit().join());
  }

  @Test
  void get_whenInterrupted_endsTheProgram() {
    CredentialProgram program = program("exec sleep 86399");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> program.get("r")).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
