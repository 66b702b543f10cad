package dev.jbuild.registry.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistriesFilesTest {

  private static final ImageReference BYTES =
      ImageReference.parse("a.example/x@sha256:" + "0".repeat(64));

  @TempDir Path directory;

  private RegistriesConf read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("registries.conf"), text);
    return RegistriesFiles.of(Map.of("CONTAINERS_REGISTRIES_CONF", file.toString())).read();
  }

  private static List<String> places(RegistriesConf conf, String image) throws IOException {
    return conf.places(ImageReference.parse(image)).stream()
        .map(place -> place.reference() + (place.insecure() ? " insecure" : ""))
        .toList();
  }

  @Test
  void read_ofAFileWithEverything_givesAllOfIt() throws IOException {
    RegistriesConf conf =
        read(
            """
            unqualified-search-registries = ["docker.io", 'quay.io']
            short-name-mode = "enforcing"
            [[registry]]
            prefix = "a.example"
            location = "b.example:5000/all"
            insecure = true
            [[registry.mirror]]
            location = "m1.example"
            insecure = true
            [[registry.mirror]]
            location = "m2.example/a"
            [aliases]
            "tool" = "quay.io/team/tool"
            """);

    assertThat(places(conf, "a.example/x/y:1"))
        .containsExactly(
            "m1.example/x/y:1 insecure", "m2.example/a/x/y:1", "b.example:5000/all/x/y:1 insecure");
    assertThat(places(conf, "c.example/x")).containsExactly("c.example/x:latest");
  }

  @Test
  void places_ofMirrorsForSomePulls_areThoseOfThisOne() throws IOException {
    RegistriesConf each =
        read(
            """
            [[registry]]
            location = "a.example"
            [[registry.mirror]]
            location = "digests.example"
            pull-from-mirror = "digest-only"
            [[registry.mirror]]
            location = "tags.example"
            pull-from-mirror = "tag-only"
            """);
    RegistriesConf digests =
        read(
            """
            [[registry]]
            location = "a.example"
            mirror-by-digest-only = true
            [[registry.mirror]]
            location = "digests.example"
            """);

    assertThat(places(each, "a.example/x"))
        .containsExactly("tags.example/x:latest", "a.example/x:latest");
    assertThat(places(each, BYTES.toString()))
        .containsExactly("digests.example/x@" + BYTES.digest(), BYTES.toString());
    assertThat(places(digests, "a.example/x")).containsExactly("a.example/x:latest");
    assertThat(places(digests, BYTES.toString())).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, a.example/x, true",
    "a.example, a.example:5000/x, true",
    "a.example/x, a.example/x/y, true",
    "a.example/x, a.example/xy, false",
    "a.example/x, a.example/x:1, true",
    "a.example/x:1, a.example/x:1, true",
    "a.example/x:1, a.example/x:2, false",
    "*.example, a.b.example/x, true",
    "*.example, a.example:5000/x, true",
    "*.example, example/x, false",
    "*.example, docker.io/example/x, false",
  })
  void rule_ofAPrefix_isForNamesBelowIt(String prefix, String image, boolean covered)
      throws IOException {
    RegistriesConf conf = read("[[registry]]\nprefix = \"" + prefix + "\"\nblocked = true\n");

    assertThat(conf.rule(ImageReference.parse(image)).isPresent()).isEqualTo(covered);
  }

  @Test
  void rule_ofSeveral_isTheLongest() throws IOException {
    RegistriesConf conf =
        read(
            """
            [[registry]]
            prefix = "*.example"
            blocked = true
            [[registry]]
            prefix = "a.example/team"
            location = "b.example"
            """);

    assertThat(places(conf, "a.example/team/x")).containsExactly("b.example/x:latest");
    assertThat(places(conf, "a.example/other")).isEmpty();
  }

  @Test
  void files_ofAUser_areTheFirstAndThoseOfTheDirectories() throws IOException {
    Path settings = Files.createDirectories(directory.resolve(".config/containers"));
    Path more = Files.createDirectories(settings.resolve("registries.conf.d"));
    Files.writeString(settings.resolve("registries.conf"), rule("a", "1") + rule("b", "1"));
    Files.writeString(more.resolve("02.conf"), rule("b", "3"));
    Files.writeString(more.resolve("01.conf"), rule("b", "2") + rule("c", "2"));
    Files.writeString(more.resolve("03.txt"), "no TOML");

    RegistriesConf conf = RegistriesFiles.of(Map.of("HOME", directory.toString())).read();

    assertThat(places(conf, "a.example/x")).containsExactly("1.example/x:latest");
    assertThat(places(conf, "b.example/x")).containsExactly("3.example/x:latest");
    assertThat(places(conf, "c.example/x")).containsExactly("2.example/x:latest");
  }

  private static String rule(String from, String to) {
    return "[[registry]]\nprefix=\"" + from + ".example\"\nlocation=\"" + to + ".example\"\n";
  }

  @Test
  void read_ofWhatIsNotOfRegistries_needsNoTomlParser() throws IOException {
    assertThat(read("# nothing\n\n  # [[registry]]\n")).isEqualTo(RegistriesConf.NONE);
    assertThat(read("[aliases]\n\"x\" = = \n")).isEqualTo(RegistriesConf.NONE);
    assertThat(read("[aliases]\n\"x\" = = \n\"registry\" = \"docker.io/library/registry\"\n"))
        .isEqualTo(RegistriesConf.NONE);
    assertThatThrownBy(() -> read("\"x\" = = \n\"registry\" = [{ location = \"a.example\" }]\n"))
        .isInstanceOf(RegistriesConfException.class);
    assertThat(RegistriesFiles.NONE.read()).isEqualTo(RegistriesConf.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registry = = 1                             | :1:12: not TOML
          [[registry]]\\nblocked = true               | neither prefix nor location
          [[registry]]\\nlocation = "https://a"       | registry.location is "https://a": write HOST
          [[registry]]\\nlocation = 7                 | registry.location is no text
          [[registry]]\\nlocation = "a"\\ninsecure = 1 | registry.insecure is neither true nor false
          [registry]\\nlocation = "a"                 | registry is no array
          [registries.search]\\nregistries = ["a"]    | is version 1 of the format
          [[registry]]\\nlocation="a"\\n[[registry.mirror]]\\nlocation="b"\\npull-from-mirror="x" | write all, digest-only or tag-only
          """)
  void read_ofWhatCannotBeUsed_namesTheFileAndThePlace(String text, String message) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(RegistriesConfException.class)
        .hasMessageStartingWith(directory.resolve("registries.conf").toString())
        .hasMessageContaining(message);
  }

  @Test
  void places_whenALocationMakesNoName_sayWhichOne() throws IOException {
    RegistriesConf conf =
        read("[[registry]]\nprefix = \"a.example/x\"\nlocation = \"b.example\"\n");

    assertThatThrownBy(() -> conf.places(ImageReference.parse("a.example/x:1")))
        .isInstanceOf(RegistriesConfException.class)
        .hasMessageContaining("[[registry]] of \"a.example/x\"")
        .hasMessageContaining("it names no repository");
  }
}
