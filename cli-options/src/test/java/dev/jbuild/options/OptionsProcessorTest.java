package dev.jbuild.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is written, and what is refused. That the command's own options are what picocli makes of
 * them is a test of cli.
 */
class OptionsProcessorTest {
  @TempDir Path directory;

  /** Compiles a class A in package p with some members; what the compiler says. */
  private String compile(String annotations, String head, String members) {
    String source =
        """
        package p;
        import java.util.*;
        import picocli.CommandLine.*;
        %s
        class A %s {
          %s
        }
        class Parent {}
        """
            .formatted(annotations, head, members);
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///p/A.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d",
            directory.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Xlint:all,-processing");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaCompiler.CompilationTask task =
        compiler.getTask(null, null, said, options, null, List.of(file));
    task.setProcessors(List.of(new OptionsProcessor()));
    task.call();
    return said.getDiagnostics().stream()
        .map(each -> each.getMessage(Locale.ROOT))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void spec_ofAClass_saysWhatItsAnnotationsDo() throws IOException {
    String said =
        compile(
            "@Command(name = \"a\", description = {\"One \\\"line\\\".\", \"50%%\"})",
            "",
            """
            @Option(names = {"-x", "--xs"}, split = ",", hidden = true) List<String> xs;
            @Parameters(arity = "1..2", index = "0", paramLabel = "Y") List<Integer> ys = List.of();
            @Parameters(index = "1") String z = "";
            @Mixin final B b = new B();
            static class B {
              @Spec(Spec.Target.MIXEE) Model.CommandSpec command;
              @Option(names = "--long", scope = ScopeType.INHERIT) long number;
            }
            """);

    assertThat(said).isEmpty();
    assertThat(Files.readString(directory.resolve("p/ASpec.java")))
        .contains(
            "spec.name(\"a\");",
            "spec.usageMessage().description(\"One \\\"line\\\".\", \"50%%\");",
            "OptionSpec.builder(\"-x\", \"--xs\")",
            ".splitRegex(\",\")",
            ".hidden(true)",
            ".paramLabel(\"<xs>\")",
            ".auxiliaryTypes(java.lang.Integer.class)",
            ".required(true)",
            ".initialValue(object.z)",
            "case 1 -> object.ys = (java.util.List<java.lang.Integer>) value;",
            "spec.addMixin(\"b\", ABSpec.of(object.b));",
            "object.b.command = spec;");
    assertThat(Files.readString(directory.resolve("p/ABSpec.java")))
        .contains(
            ".scopeType(picocli.CommandLine.ScopeType.INHERIT)",
            "object.number = (long) value",
            ".type(long.class)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Option(names = \"-x\", interactive = true) String x; | \"interactive\" is not known",
        "@Option(names = \"-x\", fallbackValue = \"_NULL_\") String x; | fallbackValue = \"_NULL_\"",
        "@Option(names = \"-x\", arity = \"${x}\") String x; | arity \"${x}\" is not known",
        "@Option(names = \"-x\") private String x; | it must not be private",
        "@Option(names = \"-x\") Optional<String> x; | type java.util.Optional",
        "@Option(names = \"-x\") String[] x; | type java.lang.String[] is not known",
        "@Option(names = \"-x\") Map<String, String> x; | type java.util.Map",
        "@Option(names = \"-x\") void x(String x) {} | only fields are known",
        "@Option(names = \"-x\") @Mixin Parent x; | one annotation of picocli's for each",
        "@Mixin(name = \"x\") Parent x; | a mixin's name is not known",
        "@ArgGroup Parent x; | @ArgGroup is not known",
        "@Command void x() {} | only fields are known",
      })
  void spec_ofWhatIsNotKnown_isAnErrorOfTheCompiler(String member, String error) {
    assertThat(compile("", "", member)).contains(error);
  }

  @Test
  void spec_ofCommandsThatAreNotKnown_isAnErrorOfTheCompiler() {
    assertThat(compile("@Command(version = \"1\")", "", ""))
        .contains("\"version\" is not known to cli-options");
    assertThat(compile("@Command", "extends Parent", ""))
        .contains("only classes without a superclass");
  }
}
