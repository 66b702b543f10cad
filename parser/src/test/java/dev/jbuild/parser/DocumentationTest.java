package dev.jbuild.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.parser.corpus.CorpusFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of docs/dockerfile.md compiles, and prints what the page says. */
class DocumentationTest {
  private static final Pattern SAMPLE =
      Pattern.compile("(?s)```java\n(class Lint .*?)```\n.*?it prints:\n\n```\n(.*?)```");

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path directory;

  @Test
  void sample_ofThePage_printsWhatItSays() throws Exception {
    Path page = CorpusFiles.checkedIn().resolve("../../docs/dockerfile.md").normalize();
    Matcher sample = SAMPLE.matcher(Files.readString(page));
    assertThat(sample.find()).isTrue();
    assertThat(sample.group(1).lines().count()).isLessThan(20);

    compile(sample.group(1));
    Path file = directory.resolve("Dockerfile");
    Files.writeString(file, "FROM alpine as base\nRUN [1]\nEXPOSE 80/TCP\n");

    assertThat(run(file).replace(directory + "/", "")).isEqualTo(sample.group(2));
  }

  private void compile(String sample) throws IOException {
    List<String> imports = List.of("java.nio.file", "dev.jbuild.parser", "dev.jbuild.parser.check");
    StringBuilder text = new StringBuilder();
    imports.forEach(name -> text.append("import ").append(name).append(".*;\n"));
    Path source = directory.resolve("Lint.java");
    Files.writeString(source, text.append(sample));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var errors = new ByteArrayOutputStream();
    int status =
        compiler.run(
            null,
            null,
            errors,
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            directory.toString(),
            source.toString());
    assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }

  private String run(Path file) throws Exception {
    PrintStream out = System.out;
    var printed = new ByteArrayOutputStream();
    URL[] classes = {directory.toUri().toURL()};
    try (var loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      var main = loader.loadClass("Lint").getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[] {file.toString()});
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
