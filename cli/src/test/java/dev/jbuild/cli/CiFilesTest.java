package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** The files for CI servers that the documentation shows. */
final class CiFilesTest {
  private static final Path CI = Path.of("../docs/ci");
  private static final Pattern OPTION = Pattern.compile("(?<=\\s)(--[a-z-]+)");

  @TempDir Path home;

  private static JsonNode yaml(String text) {
    LoaderOptions options = new LoaderOptions();
    Yaml yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(new DumperOptions()),
            new DumperOptions(),
            options,
            new Words());
    return new ObjectMapper().valueToTree(yaml.load(text));
  }

  /** YAML 1.2, in which "on" is a word. */
  private static final class Words extends Resolver {
    @Override
    public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
      boolean bool = tag.equals(Tag.BOOL);
      super.addImplicitResolver(
          tag, bool ? Pattern.compile("true|false") : pattern, bool ? "tf" : first, limit);
    }
  }

  @ParameterizedTest
  @CsvSource({"github.yml, github-workflow.json", "gitlab-ci.yml, gitlab-ci.json"})
  void file_always_fitsItsSchema(String file, String schema) throws IOException {
    try (InputStream in = CiFilesTest.class.getResourceAsStream("/ci/" + schema)) {
      var checked =
          JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(Objects.requireNonNull(in));
      assertThat(checked.validate(yaml(Files.readString(CI.resolve(file))))).isEmpty();
      assertThat(checked.validate(yaml("jobs: {a: {script: 3}}\nstages: 4\n"))).isNotEmpty();
    }
  }

  @Test
  void tekton_always_isATaskWhoseParametersExist() throws IOException {
    String text = Files.readString(CI.resolve("tekton.yml"));
    JsonNode task = yaml(text);
    assertThat(task.at("/apiVersion").asText()).isEqualTo("tekton.dev/v1");
    assertThat(task.at("/kind").asText()).isEqualTo("Task");
    Matcher used =
        Pattern.compile("\\$\\((params|workspaces|results)\\.([A-Za-z_]+)").matcher(text);
    int found = 0;
    while (used.find()) {
      found++;
      assertThat(task.at("/spec/" + used.group(1)).findValuesAsText("name"))
          .contains(used.group(2));
    }
    assertThat(found).isGreaterThan(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"github.yml", "gitlab-ci.yml", "Jenkinsfile", "tekton.yml"})
  void builds_always_useOptionsThatExist(String file) throws IOException {
    String text = Files.readString(CI.resolve(file)).replaceAll("\\\\\n", " ");
    String help = new Program(home).run("build", "--help").out();
    int from = text.indexOf("jbuild build");
    assertThat(from).isPositive();
    String command = text.substring(from, text.indexOf("metadata.json", from));
    Matcher options = OPTION.matcher(command);
    int found = 0;
    while (options.find()) {
      found++;
      assertThat(help).contains(options.group(1));
    }
    assertThat(found).isGreaterThan(3);
  }
}
