package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageIndex;
import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.testing.DockerRegistry;
import dev.jbuild.registry.testing.TestKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at registries and change what they have. */
final class RegistryCommandsTest {
  @TempDir static Path registryDirectory;
  private static DockerRegistry registry;

  @TempDir Path home;

  @BeforeAll
  static void start() {
    registry = DockerRegistry.start(registryDirectory);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private static String name(String rest) {
    return registry.host() + "/" + rest;
  }

  private static String digestIn(String text) {
    return text.replaceAll("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
  }

  /** Builds an image of nothing but a label and pushes it; the digest of its manifest. */
  private String push(Program program, String name, String label) throws IOException {
    Path context = Files.createDirectories(home.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nLABEL a=" + label + "\n");
    Program.Ended built = program.run("-q", "-t", name, context.toString());
    assertThat(built.code()).as(built.err()).isZero();
    Program.Ended pushed = program.run("push", "-q", name);
    assertThat(pushed.code()).as(pushed.err()).isZero();
    return digestIn(pushed.out());
  }

  @Test
  void listTags_andDelete_showAndRemoveThem() throws IOException {
    Program program = new Program(home);
    String digest = push(program, name("listed:one"), "1");
    push(program, name("listed:two"), "2");

    assertThat(program.run("list-tags", name("listed")).out()).isEqualTo("one\ntwo\n");
    assertThat(program.run("delete", name("listed:one")).err())
        .contains("try " + name("listed@" + digest) + ", which all tags of that image go with");
    assertThat(program.run("delete", name("listed@" + digest)).out())
        .isEqualTo("Deleted " + name("listed@" + digest) + "\n");
    assertThat(program.run("list-tags", name("listed")).out()).isEqualTo("two\n");

    assertThat(program.run("list-tags", name("listed:two")).err()).contains("the name alone");
    assertThat(program.run("delete", name("listed")).err()).contains("say which tag");
    assertThat(program.run("list-tags", name("none")).code()).isEqualTo(3);
  }

  @Test
  void manifestInspect_ofAnImage_showsItPrettyOrRaw() throws IOException {
    Program program = new Program(home);
    String digest = push(program, name("shown:1"), "1");

    Program.Ended raw = program.run("manifest", "inspect", "--raw", name("shown:1"));

    assertThat("sha256:" + sha256(raw.bytes())).isEqualTo(digest);
    assertThat(program.run("manifest", "inspect", name("shown:1")).out())
        .startsWith("{\n    \"schemaVersion\": 2,\n")
        .endsWith("}\n");
    assertThat(program.run("manifest", "inspect", name("shown:none")).code()).isEqualTo(3);
  }

  private static String sha256(byte[] bytes) {
    return Digest.sha256(bytes).hex();
  }

  @Test
  void manifestCreate_thenPush_makesAnIndexOfImagesOfOtherRepositories() throws IOException {
    Program program = new Program(home);
    String one = push(program, name("parts/one:1"), "1");
    String two = push(program, name("parts/two:1"), "2");
    String list = name("whole:1");

    assertThat(program.run("manifest", "create", list, name("parts/one:1")).out())
        .isEqualTo("Created manifest list " + list + "\n");
    assertThat(program.run("manifest", "create", list, name("parts/two:1")).err())
        .contains("add to it with --amend");
    program.run("manifest", "create", "--amend", list, name("parts/two:1"));
    assertThat(
            program
                .run(
                    "manifest", "annotate", "--arch=arm", "--variant=v6", list, name("parts/two:1"))
                .err())
        .isEmpty();
    String shown = program.run("manifest", "inspect", list).out();
    Program.Ended pushed = program.run("manifest", "push", "--purge", list);

    assertThat(pushed.code()).as(pushed.err()).isZero();
    byte[] raw = program.run("manifest", "inspect", "--raw", list).bytes();
    assertThat(pushed.out()).isEqualTo("sha256:" + sha256(raw) + "\n");
    assertThat(Json.parse(shown.getBytes(StandardCharsets.UTF_8))).isEqualTo(Json.parse(raw));
    ImageIndex index = ImageIndex.parse(raw);
    assertThat(index.manifests())
        .extracting(each -> each.digest().toString())
        .containsExactly(one, two);
    assertThat(String.valueOf(index.manifests().get(1).platform())).isEqualTo("linux/arm/v6");
    Program.Ended pulled = program.run("pull", "-q", "--platform=linux/arm/v6", list);
    assertThat(pulled.code()).as(pulled.err()).isZero();
    assertThat(program.run("manifest", "push", list).err()).contains("no manifest list");
  }

  @Test
  void manifest_withWhatCannotBeDone_saysWhy() throws IOException {
    Program program = new Program(home);
    push(program, name("lone:1"), "1");

    assertThat(program.run("manifest").err()).contains("Missing required subcommand");
    assertThat(program.run("manifest", "rm", "x").err()).contains("no manifest list x:latest here");
    assertThat(program.run("manifest", "annotate", "x", "y").err()).contains("nothing to change");
    program.run("manifest", "create", name("a:1"), name("lone:1"));
    assertThat(
            program.run("manifest", "annotate", "--os=linux", name("a:1"), name("shown:1")).code())
        .isNotZero();
    assertThat(program.run("manifest", "rm", name("a:1")).code()).isZero();
  }

  @Test
  void tlsVerify_false_reachesARegistryWithAnUnknownCertificate(@TempDir Path other)
      throws Exception {
    TestKey key = TestKey.make(other);
    String tls =
        "  tls:\n    certificate: " + key.certificateFile() + "\n    key: " + key.keyFile() + "\n";
    Program program = new Program(home);
    try (DockerRegistry secure = DockerRegistry.start(other, tls)) {
      String image = secure.host() + "/app:1";
      Path context = Files.createDirectories(home.resolve("context"));
      Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nLABEL a=1\n");
      String[] build = {"-q", "--push", "-t", image, context.toString()};

      assertThat(program.run(build).err()).contains("certificate must be trusted");
      build[0] = "--tls-verify=false";
      Program.Ended built = program.run(build);
      assertThat(built.code()).as(built.err()).isZero();
      assertThat(program.run("pull", "-q", image).err()).contains("certificate must be trusted");
      assertThat(program.run("pull", "-q", "--tls-verify=false", image).code()).isZero();
      assertThat(program.run("push", "-q", "--tls-verify=false", image).code()).isZero();
      assertThat(program.run("list-tags", "--tls-verify=false", secure.host() + "/app").out())
          .isEqualTo("1\n");
      assertThat(program.run("manifest", "inspect", image).err())
          .contains("certificate must be trusted");
      assertThat(program.run("manifest", "inspect", "--insecure", image).out())
          .contains("schemaVersion");
      byte[] password = "any\n".getBytes(StandardCharsets.UTF_8);
      assertThat(
              program
                  .runWithInput(
                      password,
                      "login",
                      "--tls-verify=false",
                      "-u",
                      "me",
                      "--password-stdin",
                      secure.host())
                  .code())
          .isZero();
    }
    assertThat(program.run("pull", "--tls-verify=perhaps", "x").err()).contains("'perhaps'");
  }

  @Test
  void allTags_arePushedAndPulled() throws Exception {
    Program program = new Program(home);
    Path context = Files.createDirectories(home.resolve("all"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nLABEL a=1\n");
    String all = registry.host() + "/all";
    program.run("-q", "-t", all + ":1", "-t", all + ":two", "-t", all + "er:3", context.toString());

    Program.Ended pushed = program.run("push", "-q", "-a", all);
    assertThat(pushed.out()).containsSubsequence(all + ":1: digest: ", all + ":two: digest: ");
    assertThat(pushed.out()).doesNotContain("aller");
    assertThat(program.run("list-tags", all).out().lines()).containsExactlyInAnyOrder("1", "two");
    assertThat(program.run("push", "-a", all + "s").err()).contains("has no tag of " + all + "s");
    for (String command : new String[] {"push", "pull"}) {
      Program.Ended tagged = program.run(command, "--all-tags", all + ":1");
      assertThat(tagged.err()).contains("tag can't be used with --all-tags/-a");
      assertThat(tagged.code()).isEqualTo(2);
    }

    program.set("JBUILD_ROOT", home.resolve("second").toString());
    assertThat(program.run("pull", "-q", "-a", all).out()).isEqualTo(all + ":1\n" + all + ":two\n");
    assertThat(program.run("images", "--format", "{{.Repository}}:{{.Tag}}").out())
        .isEqualTo(all + ":1\n" + all + ":two\n");
  }

  @Test
  void registriesConf_thatCannotBeRead_isToldWithItsPlace() throws IOException {
    Program program = new Program(home);
    Path conf = Files.writeString(home.resolve("r.conf"), "[[registry]\n");
    program.set("CONTAINERS_REGISTRIES_CONF", conf.toString());

    Program.Ended ended = program.run("pull", "-q", name("plain:1"));

    assertThat(ended.err()).contains(conf + ":").contains("not TOML");
    assertThat(ended.code()).isEqualTo(4);
  }
}
