package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.registry.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that make keys, sign with them and verify. */
final class SignatureCommandsTest {
  @TempDir static Path registryDirectory;
  private static DockerRegistry registry;

  @TempDir Path home;
  private Program program;
  private String context;

  @BeforeAll
  static void start() {
    registry = DockerRegistry.start(registryDirectory);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    program = new Program(home);
    program.set("COSIGN_PASSWORD", "s3cr3t");
    context = Files.createDirectories(home.resolve("context")).toString();
    Files.writeString(Path.of(context, "Dockerfile"), "FROM scratch\nLABEL a=1\n");
    assertThat(program.run("generate-key", home.resolve("my").toString()).code()).isZero();
  }

  private String name(String rest) {
    return registry.host() + "/" + rest;
  }

  private String file(String name) {
    return home.resolve(name).toString();
  }

  @Test
  void build_withSign_makesAnImageThatVerifies() {
    Program.Ended built =
        program.run("-t", name("built:1"), "--push", "--sign", file("my.key"), context);

    assertThat(built.code()).as(built.err()).isZero();
    assertThat(built.err())
        .contains("pushed " + name("built:1"))
        .contains("signed it with the key sha256:");
    Program.Ended verified = program.run("verify", "--key", file("my.pub"), name("built:1"));
    assertThat(verified.code()).as(verified.err()).isZero();
    assertThat(verified.out()).matches(name("built") + "@sha256:[0-9a-f]{64}\n");
  }

  @Test
  void sign_ofAPushedImage_makesItVerify() {
    program.run("-q", "-t", name("later:1"), context);
    program.run("push", "-q", name("later:1"));
    Program.Ended before = program.run("verify", "--key", file("my.pub"), name("later:1"));
    assertThat(before.code()).isEqualTo(1);
    assertThat(before.err())
        .startsWith("error: " + name("later:1") + " (sha256:")
        .contains("has no signature");

    Program.Ended signed = program.run("sign", "--key", file("my.key"), name("later:1"));

    assertThat(signed.out()).matches("Signed " + name("later") + "@sha256:[0-9a-f]{64}\n");
    assertThat(program.run("verify", "--key", file("my.pub"), name("later:1")).code()).isZero();
  }

  @Test
  void push_withSign_makesAnImageThatVerifiesWithItsKeyOnly() {
    program.run("-q", "-t", name("pushed:1"), context);
    assertThat(program.run("push", "-q", "--sign", file("my.key"), name("pushed:1")).code())
        .isZero();
    program.run("generate-key", file("other"));

    assertThat(program.run("verify", "--key", file("my.pub"), name("pushed:1")).code()).isZero();
    Program.Ended other = program.run("verify", "--key", file("other.pub"), name("pushed:1"));
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("made with another key, or its payload was changed");
  }

  @Test
  void keys_thatCannotBeUsed_areErrorsOfUsage() {
    program.run("-q", "-t", name("none:1"), context);
    assertThat(program.run("build", "-t", name("none:1"), "--sign", file("my.key"), context).err())
        .contains("--sign needs --push");
    assertThat(program.run("generate-key", file("my")).err()).contains("is there already");
    program.set("JBUILD_KEY_PASSWORD", "wrong");
    Program.Ended wrong = program.run("push", "--sign", file("my.key"), name("none:1"));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("whose password is not the value of JBUILD_KEY_PASSWORD");
    assertThat(program.run("sign", "--key", file("my.pub"), name("none:1")).code()).isEqualTo(2);
    assertThat(program.run("verify", "--key", file("my.key"), name("none:1")).code()).isEqualTo(2);
    assertThat(program.run("list-tags", name("none")).code()).isEqualTo(3);
  }

  @Test
  void passwords_withoutVariableAndTerminal_areAskedForByName() {
    Program bare = new Program(home);

    assertThat(bare.run("sign", "--key", file("my.key"), name("none:1")).err())
        .contains("put its password into JBUILD_KEY_PASSWORD or COSIGN_PASSWORD");
    assertThat(bare.run("generate-key", file("new")).err()).contains("a new key needs a password");
    assertThat(home.resolve("new.key")).doesNotExist();
  }
}
