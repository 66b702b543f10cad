package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigCredentialsTest {

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("config.json");
  }

  private Credentials find(String registry, String config) throws IOException {
    Files.writeString(file(), config);
    return new DockerConfigCredentials(List.of(file()), Map.of()).find(registry);
  }

  private static String auth(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private Credentials.Login login(String user, String password) {
    return new Credentials.Login(user, password, file().toString());
  }

  @Test
  void find_byHostOrByAddress_givesTheLogin() throws IOException {
    String entry = "{\"auth\":\"" + auth("me:a:b") + "\"}";

    assertThat(find("r.example:5000", "{\"auths\":{\"r.example:5000\":" + entry + "}}"))
        .isEqualTo(login("me", "a:b"));
    assertThat(find("r.example", "{\"auths\":{\"https://r.example/v1/\":" + entry + "}}"))
        .isEqualTo(login("me", "a:b"));
    assertThat(find("r.example", "{\"auths\":{\"r.example:5000\":" + entry + "}}"))
        .isInstanceOf(Credentials.Anonymous.class);
  }

  @Test
  void find_ofTheWholeRegistry_goesBeforePartsOfIt() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("parts.json"),
            """
            {"auths": {
              "r.example/team": {"username": "part", "password": "p"},
              "https://r.example/v1/": {"username": "whole", "password": "p"},
              "s.example/team": {"username": "only", "password": "p"}}}
            """);
    CredentialSource source = new DockerConfigCredentials(List.of(file), Map.of());

    assertThat(source.find("r.example")).hasToString("Login[user=whole, origin=" + file + "]");
    assertThat(source.find("s.example")).hasToString("Login[user=only, origin=" + file + "]");
  }

  @Test
  void findPart_takesTheNearestNamespace_ofTheFirstFileThatKnowsTheRegistry() throws IOException {
    String entry = "\"%s\": {\"username\": \"%s\", \"password\": \"p\"}";
    Path first =
        Files.writeString(
            directory.resolve("first.json"),
            "{\"auths\": {"
                + entry.formatted("r.example/team", "team")
                + ","
                + entry.formatted("r.example/team/app", "app")
                + ","
                + entry.formatted("docker.io/me", "hub")
                + ","
                + entry.formatted("s.example", "whole")
                + "}}");
    Path second =
        Files.writeString(
            directory.resolve("second.json"),
            "{\"auths\": {"
                + entry.formatted("r.example/other", "other")
                + ","
                + entry.formatted("s.example/team", "hidden")
                + "}}");
    CredentialSource source = new DockerConfigCredentials(List.of(first, second), Map.of());

    assertThat(source.findPart("r.example", "team/app").map(Credentials::toString))
        .hasValue("Login[user=app, origin=" + first + "]");
    assertThat(source.findPart("r.example", "team/app2").map(Credentials::toString))
        .hasValue("Login[user=team, origin=" + first + "]");
    assertThat(source.findPart("r.example", "other/x").map(Credentials::toString))
        .hasValue("Login[user=other, origin=" + second + "]");
    assertThat(source.findPart("docker.io", "me/x").map(Credentials::toString))
        .hasValue("Login[user=hub, origin=" + first + "]");
    assertThat(source.findPart("r.example", "teams/app")).isEmpty();
    assertThat(source.findPart("s.example", "team/app")).isEmpty();
  }

  @Test
  void find_forDockerHub_looksUnderItsOldAddress() throws IOException {
    String config =
        "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"" + auth("me:pw") + "\"}}}";

    assertThat(find("docker.io", config)).isEqualTo(login("me", "pw"));
  }

  @Test
  void find_otherKinds_givesThem() throws IOException {
    String origin = file().toString();
    assertThat(find("r", "{\"auths\":{\"r\":{\"username\":\"u\",\"password\":\"p\"}}}"))
        .isEqualTo(login("u", "p"));
    assertThat(
            find(
                "r",
                "{\"auths\":{\"r\":{\"auth\":\"" + auth("u:") + "\",\"identitytoken\":\"t\"}}}"))
        .isEqualTo(new Credentials.IdentityToken("t", origin));
    assertThat(find("r", "{\"auths\":{\"r\":{\"registrytoken\":\"t\"}}}"))
        .isEqualTo(new Credentials.AccessToken("t", origin));
  }

  @Test
  void find_withoutFileOrEntry_isAnonymousAndSaysWhatToDo() throws IOException {
    Credentials missing = new DockerConfigCredentials(List.of(file()), Map.of()).find("docker.io");
    assertThat(missing.origin())
        .isEqualTo(
            "no credentials for docker.io were found in "
                + file()
                + ": log in with \"jbuild login docker.io\"");
    assertThat(find("r", "[]")).isInstanceOf(Credentials.Anonymous.class);
    assertThat(find("r", "{\"auths\":{\"r\":{}}}")).isInstanceOf(Credentials.Anonymous.class);
  }

  @Test
  void find_withEntryAndHelper_takesTheEntry() throws IOException {
    assertThat(
            find(
                "r", "{\"credsStore\":\"p\",\"auths\":{\"r\":{\"auth\":\"" + auth("u:p") + "\"}}}"))
        .isEqualTo(login("u", "p"));
  }

  @Test
  void find_whatIsBroken_namesFileAndRegistryAndQuotesNothing() {
    assertThatThrownBy(() -> find("r", "{\"auths\":{\"r\":{\"auth\":\"s3cr3t!\"}}}"))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file().toString(), "of r", "base64 of user:password")
        .hasNoCause()
        .message()
        .doesNotContain("s3cr3t");
    assertThatThrownBy(() -> find("r", "{\"auths\":{\"r\":{\"auth\":\"" + auth("pw") + "\"}}}"))
        .hasMessageContaining("base64 of user:password");
    assertThatThrownBy(() -> find("r", "{\"auths\":{\"r\":{\"registrytoken\":\"s3cr3t\\n\"}}}"))
        .hasMessageContaining("\"registrytoken\" of r in " + file())
        .message()
        .doesNotContain("s3cr3t");
    assertThatThrownBy(() -> find("r", "s3cr3t")).hasMessageContaining("is not JSON").hasNoCause();
  }

  @Test
  void toString_ofAnyCredentials_hidesTheSecret() {
    assertThat(new Credentials.Login("u", "s3cr3t", "f").toString()).doesNotContain("s3cr3t");
    assertThat(new Credentials.IdentityToken("s3cr3t", "f").toString()).doesNotContain("s3cr3t");
    assertThat(new Credentials.AccessToken("s3cr3t", "f").toString()).doesNotContain("s3cr3t");
  }
}
