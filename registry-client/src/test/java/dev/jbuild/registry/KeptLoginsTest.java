package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.registry.Credentials.Anonymous;
import dev.jbuild.registry.Credentials.Login;
import dev.jbuild.registry.testing.CredentialScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where logins are looked for, kept and removed: files and helpers together. */
class KeptLoginsTest {

  private static final String R_AUTHS =
      "{\"auths\":{\"r.example\":{\"username\":\"%s\",\"password\":\"p\"}}}";

  @TempDir Path directory;

  private Path config() {
    return directory.resolve("docker/config.json");
  }

  private DockerConfigCredentials logins(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(script().environment());
    environment.putAll(more);
    return DockerConfigCredentials.of(environment, config());
  }

  private CredentialScript script() {
    return new CredentialScript(directory.resolve("bin"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String user(Credentials credentials) {
    return credentials instanceof Login login ? login.user() : credentials.toString();
  }

  private static Login login() {
    return new Login("me", "s3cr3t", "test");
  }

  @Test
  void find_inSeveralFiles_takesTheFirstThatKnowsTheRegistry() throws IOException {
    Path runtime = directory.resolve("run");
    Path home = directory.resolve("home");
    Map<String, String> environment =
        Map.of("XDG_RUNTIME_DIR", runtime.toString(), "HOME", home.toString());
    write(home.resolve(".config/containers/auth.json"), R_AUTHS.formatted("home"));
    assertThat(user(logins(environment).find("r.example"))).isEqualTo("home");
    write(runtime.resolve("containers/auth.json"), R_AUTHS.formatted("run"));
    assertThat(user(logins(environment).find("r.example"))).isEqualTo("run");
    write(config(), R_AUTHS.formatted("docker"));
    assertThat(user(logins(environment).find("r.example"))).isEqualTo("docker");

    Path own = directory.resolve("own.json");
    write(own, R_AUTHS.formatted("own"));
    Map<String, String> chosen = new HashMap<>(environment);
    chosen.put("REGISTRY_AUTH_FILE", own.toString());
    assertThat(user(logins(chosen).find("r.example"))).isEqualTo("own");
    Files.writeString(own, "{}");
    assertThat(logins(chosen).find("r.example")).isInstanceOf(Anonymous.class);
  }

  @Test
  void find_withHelpers_asksThatOfTheRegistryFirst() throws IOException {
    script().write("one", "echo '{\"Username\":\"one\",\"Secret\":\"s\"}'");
    script().write("all", "echo '{\"Username\":\"all\",\"Secret\":\"s\"}'");
    write(
        config(),
        """
        {"credsStore": "all", "credHelpers": {"r.example": "one"},
         "auths": {"r.example": {"auth": "ZjpwCg=="}, "s.example": {"auth": "ZjpwCg=="}}}
        """);
    DockerConfigCredentials logins = logins(Map.of());

    assertThat(user(logins.find("r.example"))).isEqualTo("one");
    assertThat(user(logins.find("s.example"))).isEqualTo("f");
    assertThat(user(logins.find("t.example"))).isEqualTo("all");
  }

  @Test
  void find_whatNoHelperKnows_goesOnAndSaysWhoWasAsked() throws IOException {
    script().keeper("test");
    Path runtime = directory.resolve("run");
    write(config(), "{\"credsStore\":\"test\"}");
    write(runtime.resolve("containers/auth.json"), R_AUTHS.formatted("run"));
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", runtime.toString());

    assertThat(user(logins(environment).find("r.example"))).isEqualTo("run");
    assertThat(logins(Map.of()).find("r.example").origin())
        .contains("in " + config() + ", docker-credential-test, ");
  }

  @Test
  void store_withoutHelper_changesOneEntryOfTheFile() throws IOException {
    write(
        config(),
        """
        {"psFormat": "x\\ty", "n": 1.5, "auths": {"https://r.example/v1/": {"auth": "b2xkOnB3"},
         "s.example": {"auth": "b2xkOnB3", "email": "e"}}, "detachKeys": null}
        """);
    Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(logins(Map.of()).store("r.example", login())).isEqualTo(config().toString());

    assertThat(config())
        .hasContent(
            """
            {
            \t"psFormat": "x\\ty",
            \t"n": 1.5,
            \t"auths": {
            \t\t"s.example": {
            \t\t\t"auth": "b2xkOnB3",
            \t\t\t"email": "e"
            \t\t},
            \t\t"r.example": {
            \t\t\t"auth": "bWU6czNjcjN0"
            \t\t}
            \t},
            \t"detachKeys": null
            }
            """);
    assertThat(Files.getPosixFilePermissions(config()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(config().getParent()).isDirectoryNotContaining("glob:**.jbuild*");
    assertThat(user(logins(Map.of()).find("r.example"))).isEqualTo("me");
  }

  @Test
  void store_throughALink_keepsTheLink() throws IOException {
    Path real = directory.resolve("real.json");
    write(real, "{}");
    Files.createDirectories(config().getParent());
    Files.createSymbolicLink(config(), real);

    logins(Map.of()).store("r.example", login());

    assertThat(config()).isSymbolicLink();
    assertThat(real).content().contains("r.example");
  }

  @Test
  void storeAndRemove_withHelper_leaveNoSecretInTheFile() throws IOException {
    script().keeper("test");
    write(config(), "{\"credsStore\":\"test\",\"auths\":{\"docker.io\":{\"auth\":\"b2xkOnB3\"}}}");
    DockerConfigCredentials logins = logins(Map.of());

    assertThat(logins.store("docker.io", login())).isEqualTo("docker-credential-test");
    assertThat(config()).content().contains("\"https://index.docker.io/v1/\": {}");
    assertThat(config()).content().doesNotContain("bWU6czNjcjN0", "b2xkOnB3");
    assertThat(logins.find("docker.io"))
        .isEqualTo(new Login("me", "s3cr3t", "docker-credential-test"));

    assertThat(logins.remove("docker.io")).contains("docker-credential-test");
    assertThat(logins.find("docker.io")).isInstanceOf(Anonymous.class);
    assertThat(logins.remove("docker.io")).isEmpty();
    assertThat(config()).content().doesNotContain("docker.io");
  }

  @Test
  void remove_fromTheFile_keepsTheOthers() throws IOException {
    write(config(), "{\"auths\":{\"http://r.example\":{\"auth\":\"b2xkOnB3\"},\"s\":{}}}");

    assertThat(logins(Map.of()).remove("r.example")).contains(config().toString());
    assertThat(logins(Map.of()).remove("r.example")).isEmpty();
    assertThat(config()).hasContent("{\n\t\"auths\": {\n\t\t\"s\": {}\n\t}\n}\n");
  }

  @Test
  void store_whenTheHelperFails_leavesTheFile() throws IOException {
    script().write("test", "cat; exit 1");
    write(config(), "{\"credsStore\":\"test\"}");

    assertThatThrownBy(() -> logins(Map.of()).store("r.example", login()))
        .hasMessageContaining("docker-credential-test store ended with 1")
        .message()
        .doesNotContain("s3cr3t");
    assertThat(config()).hasContent("{\"credsStore\":\"test\"}");
  }

  @Test
  void store_whenTheFileIsBroken_changesNothing() throws IOException {
    write(config(), "{\"auths\": s3cr3t");

    assertThatThrownBy(() -> logins(Map.of()).store("r.example", login()))
        .hasMessageContaining(config() + " is not JSON: repair or remove it");
    assertThat(config()).hasContent("{\"auths\": s3cr3t");
  }
}
