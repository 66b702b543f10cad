package dev.jbuild.builder.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our agent and the one that we stand in front of, asked by OpenSSH's own programs. */
class AgentSocketTest {
  @TempDir Path directory;

  /** What a program said, and its exit code if that is not 0. */
  private String run(String agent, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SSH_AUTH_SOCK", agent);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return output + (code == 0 ? "" : "[" + code + "]");
  }

  private Path key(String name, String... options) throws Exception {
    Path file = directory.resolve(name);
    List<String> command =
        new ArrayList<>(List.of("ssh-keygen", "-q", "-N", "", "-C", name, "-f", file.toString()));
    command.addAll(List.of(options));
    assertThat(run("", command.toArray(new String[0]))).isEmpty();
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, 256, openssh",
    "rsa, 2048, openssh",
    "rsa, 2048, PEM",
    "rsa, 2048, PKCS8",
    "ecdsa, 256, openssh",
    "ecdsa, 384, openssh",
    "ecdsa, 521, openssh"
  })
  void keyAgent_signsSoThatOpenSshIsContent(String type, String bits, String format)
      throws Exception {
    List<String> options = new ArrayList<>(List.of("-t", type, "-b", bits));
    if (!format.equals("openssh")) {
      options.addAll(List.of("-m", format));
    }
    Path key = key("one", options.toArray(new String[0]));

    try (AgentSocket socket =
        AgentSocket.listen(directory.resolve("s"), KeyAgent.of(List.of(key)))) {
      String agent = directory.resolve("s").toString();
      assertThat(socket).isNotNull();
      assertThat(run(agent, "ssh-add", "-l")).startsWith(bits + " SHA256:");
      assertThat(run(agent, "ssh-add", "-T", key + ".pub")).isEmpty();
      assertThat(run(agent, "ssh-add", "-D")).contains("[1]");
    }
    assertThat(directory.resolve("s")).doesNotExist();
  }

  @Test
  void remoteAgent_mayBeAskedButNotChanged() throws Exception {
    Path key = key("one", "-t", "ed25519");
    Path other = key("other", "-t", "ed25519");
    String real = directory.resolve("real").toString();
    Process daemon = new ProcessBuilder("ssh-agent", "-D", "-a", real).start();
    try {
      while (!Files.exists(Path.of(real))) {
        assertThat(daemon.isAlive()).isTrue();
        Thread.sleep(10);
      }
      assertThat(run(real, "ssh-add", key.toString())).contains("Identity added");
      try (AgentSocket socket =
          AgentSocket.listen(directory.resolve("s"), RemoteAgent.of(Path.of(real)))) {
        String agent = directory.resolve("s").toString();
        assertThat(socket).isNotNull();
        assertThat(run(agent, "ssh-add", "-l")).contains("one (ED25519)");
        assertThat(run(agent, "ssh-add", "-T", key + ".pub")).isEmpty();
        assertThat(run(agent, "ssh-add", other.toString())).contains("[1]");
        assertThat(run(agent, "ssh-add", "-D")).contains("[1]");
        assertThat(run(real, "ssh-add", "-l")).contains("one (ED25519)").doesNotContain("other");
      }
    } finally {
      daemon.destroy();
      daemon.waitFor();
    }
  }

  @Test
  void keyAgent_ofAnEncryptedKey_saysWhatToDo() throws Exception {
    Path key = key("one", "-t", "ed25519");
    assertThat(run("", "ssh-keygen", "-q", "-p", "-P", "", "-N", "secret", "-f", key.toString()))
        .doesNotContain("[");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> KeyAgent.of(List.of(key)))
        .withMessageContaining(key + " is protected by a passphrase; add it to an ssh agent");
  }

  @Test
  void keyAgent_ofSomethingElse_namesTheFile() throws Exception {
    Path file = Files.writeString(directory.resolve("x"), "no key");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> KeyAgent.of(List.of(file)))
        .withMessage(file + " is no private key");
  }

  @Test
  void remoteAgent_whereNobodyListens_saysSo() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> RemoteAgent.of(directory.resolve("none")))
        .withMessageContaining("no ssh agent listens at " + directory.resolve("none"));
  }
}
