package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.registry.testing.CredentialScript;
import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginTest {
  private static final String PASSWORD = "s3cr3t-pw";

  /** The bcrypt hash of the password, as htpasswd would write it. */
  private static final String HASH = "$2y$05$abcdefghijklmnopqrstuuyoa0eFReNTnR3LJnKYAQKMh2KrG47De";

  @TempDir static Path registryDirectory;
  private static DockerRegistry registry;

  @TempDir Path home;

  @BeforeAll
  static void start() throws IOException {
    Path users = Files.writeString(registryDirectory.resolve("htpasswd"), "me:" + HASH + "\n");
    String auth = "auth:\n  htpasswd:\n    realm: test\n    path: " + users + "\n";
    registry = DockerRegistry.start(registryDirectory, auth);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private Path config() {
    return home.resolve(".docker/config.json");
  }

  private Program.Ended login(Program program, String password, String host) {
    byte[] input = (password + "\n").getBytes(StandardCharsets.UTF_8);
    return program.runWithInput(input, "login", "-u", "me", "--password-stdin", host);
  }

  @Test
  void login_thenLogout_letsInAndForgets() {
    Program program = new Program(home);
    String image = registry.host() + "/none:1";

    assertThat(program.run("pull", "-q", image).err())
        .contains("log in with \"jbuild login " + registry.host() + "\"");
    assertThat(login(program, PASSWORD, registry.host()).out())
        .isEqualTo(
            "Logged in to " + registry.host() + "; the password is kept in " + config() + "\n");
    assertThat(program.run("pull", "-q", image).err()).contains("HTTP 404");

    assertThat(program.run("logout", registry.host()).out())
        .isEqualTo("Removed the login to " + registry.host() + " from " + config() + "\n");
    assertThat(program.run("logout", registry.host()).out())
        .isEqualTo("Not logged in to " + registry.host() + "\n");
    assertThat(program.run("pull", "-q", image).err()).contains("log in with");
  }

  @Test
  void login_withWrongPassword_isDeniedAndKeepsNothing() {
    Program.Ended ended = login(new Program(home), "wrong-pw", "http://" + registry.host() + "/");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .contains("log in to " + registry.host() + ": access denied", "HTTP 401")
        .doesNotContain("wrong-pw");
    assertThat(config()).doesNotExist();
  }

  @Test
  void login_withHelper_keepsThePasswordThere() throws IOException {
    CredentialScript script = new CredentialScript(home.resolve("bin"));
    script.keeper("test");
    Program program = new Program(home);
    script.environment().forEach(program::set);
    Files.createDirectories(config().getParent());
    Files.writeString(config(), "{\"credHelpers\":{\"" + registry.host() + "\":\"test\"}}");

    assertThat(login(program, PASSWORD, registry.host()).out())
        .endsWith("kept in docker-credential-test\n");
    assertThat(program.run("pull", "-q", registry.host() + "/none:1").err()).contains("HTTP 404");
    assertThat(config()).content().doesNotContain("bWU6");
    assertThat(program.run("logout", registry.host()).out())
        .endsWith("from docker-credential-test\n");
    assertThat(home.resolve("bin/calls")).hasContent("store\nget\nget\nerase\nget\n");
  }

  @Test
  void login_withMissingHelper_namesItAndKeepsNothing() throws IOException {
    Files.createDirectories(config().getParent());
    Files.writeString(config(), "{\"credsStore\":\"gone\"}");

    Program.Ended ended = login(new Program(home), PASSWORD, registry.host());

    assertThat(ended.code()).isEqualTo(4);
    assertThat(ended.err())
        .contains("docker-credential-gone, which is not on the PATH")
        .doesNotContain(PASSWORD);
    assertThat(config()).hasContent("{\"credsStore\":\"gone\"}");
  }

  @Test
  void login_intoAFileThatOthersAlsoHave_isToldAtLogout() throws IOException {
    Program program = new Program(home);
    Path other = home.resolve(".config/containers/auth.json");
    Files.createDirectories(other.getParent());
    Files.writeString(other, "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"bWU6cHc=\"}}}");

    assertThat(program.run("logout", registry.host()).err())
        .isEqualTo(
            "warning: there are more credentials for " + registry.host() + ", in " + other + "\n");
  }

  @Test
  void login_withoutWhatItNeeds_saysWhatIsMissing() {
    Program program = new Program(home);

    assertThat(program.run("login", "r.example").err())
        .isEqualTo("error: there is no terminal to ask for the password: use --password-stdin\n");
    assertThat(program.run("login", "--password-stdin", "r.example").err())
        .isEqualTo("error: --password-stdin needs the user: -u USER\n");
    assertThat(login(program, "", "r.example").err()).contains("a password are needed");
    assertThat(program.run("login", "r.example/team/app").err()).contains("not a registry");
    assertThat(program.run("login", "word").err()).contains("word: not a registry");
    assertThat(program.run("login", "r example").code()).isEqualTo(2);
  }

  @Test
  void login_onATerminal_asksWithoutShowingThePassword() throws Exception {
    String java = System.getProperty("java.home") + "/bin/java";
    String words =
        java
            + " -Djbuild.terminal=ioe -cp "
            + System.getProperty("java.class.path")
            + " dev.jbuild.cli.Main login "
            + registry.host();
    ProcessBuilder builder = new ProcessBuilder("script", "-qec", words, "/dev/null");
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("REGISTRY_AUTH_FILE");
    builder.environment().remove("DOCKER_CONFIG");
    Process process = builder.redirectErrorStream(true).start();
    answer(process, "Username: ", "me\n");
    answer(process, "Password: ", PASSWORD + "\n");
    String rest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(rest).isZero();
    assertThat(rest).contains("Logged in to").doesNotContain(PASSWORD);
    assertThat(config()).content().contains(registry.host());
  }

  private static void answer(Process process, String question, String answer) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(question) < 0) {
      int next = process.getInputStream().read();
      assertThat(next).as(read.toString()).isNotNegative();
      read.append((char) next);
    }
    process.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }
}
