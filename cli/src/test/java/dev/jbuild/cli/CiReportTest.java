package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.BuildListener;
import dev.jbuild.cli.check.AnnotatedListener;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What builds tell in CI servers. */
final class CiReportTest {
  @TempDir Path home;
  private Path context;

  @BeforeEach
  void makeContext() throws IOException {
    context = Files.createDirectories(home.resolve("source/app"));
    Files.writeString(context.resolve("file"), "content");
  }

  private Program github(Path summary) {
    Program program = new Program(home);
    program.set("GITHUB_ACTIONS", "true");
    program.set("GITHUB_WORKSPACE", home.resolve("source").toString());
    program.set("GITHUB_STEP_SUMMARY", summary.toString());
    return program;
  }

  @Test
  void build_thatFailsOnGithub_annotatesTheLineOfTheDockerfile() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY file /\nCOPY none /a\n");
    Path summary = home.resolve("summary.md");

    Program.Ended ended = github(summary).run("build", context.toString());

    assertThat(ended.code()).isNotZero();
    assertThat(ended.err())
        .contains("::error file=app/Dockerfile,line=3,endLine=3,title=jbuild build::");
    assertThat(summary).content().contains("### jbuild: build failed", "`app/Dockerfile:3`");
  }

  @Test
  void build_ofAFileWithMistakesOnGithub_annotatesEachAndTheSummaryNamesTheFirst()
      throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPYY a b\nCOPY a\n");
    Path summary = home.resolve("summary.md");

    Program.Ended ended = github(summary).run("build", context.toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("::error file=app/Dockerfile,line=2,endLine=2,title=jbuild build::unknown")
        .contains("::error file=app/Dockerfile,line=3,endLine=3,title=jbuild build::");
    assertThat(summary).content().contains("`app/Dockerfile:2`");
  }

  @Test
  void build_withWarningsOnGithub_annotatesTheirLines() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nMAINTAINER me\nCOPY file /\n");

    Program.Ended ended = github(home.resolve("summary.md")).run("build", context.toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.err())
        .contains(
            "::warning file=app/Dockerfile,line=2,endLine=2,title=jbuild"
                + " build::MaintainerDeprecated%3A".replace("%3A", ": "));
  }

  @Test
  void annotatedListener_always_passesEveryEventOn() throws NoSuchMethodException {
    for (Method method : BuildListener.class.getMethods()) {
      Method own = AnnotatedListener.class.getMethod(method.getName(), method.getParameterTypes());
      assertThat(own.getDeclaringClass()).as(method.getName()).isEqualTo(AnnotatedListener.class);
    }
  }

  @Test
  void build_outsideOfGithub_annotatesNothing() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY none /a\n");
    assertThat(new Program(home).run("build", context.toString()).err()).doesNotContain("::error");
  }

  @Test
  void summary_ofABuild_hasItsStepsAndDigest() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY file /a|b\n");
    Path summary = home.resolve("summary.md");
    Path digest = home.resolve("metadata.json");
    github(summary)
        .run("build", "-t", "app:1", "--metadata-file", digest.toString(), context.toString());
    new Program(home).run("build", "--summary", summary.toString(), context.toString());

    String text = Files.readString(summary);
    assertThat(text)
        .contains("| name | `app:1` |", "| step | time | cache |", "COPY file /a\\|b` |", "| hit |")
        .contains("| cached | 0 of ", "| cached | 1 of 1 steps |");
    String found = text.replaceAll("(?s).*?\\| digest \\| `(sha256:[0-9a-f]{64})`.*", "$1");
    assertThat(digest).content().contains("\"containerimage.digest\": \"" + found + "\"");
  }

  @Test
  void junit_ofFindings_isXmlWithFailures() throws Exception {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch AS A\nEXPOSE \"<&>\"\n");
    Document report = junit();
    assertThat(report.getDocumentElement().getAttribute("tests")).isNotEqualTo("0");
    assertThat(report.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(report.getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(report.getElementsByTagName("failure").item(0).getTextContent())
        .contains("Dockerfile:2");
  }

  @Test
  void junit_ofACleanFile_passes() throws Exception {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\n");
    Document report = junit();
    assertThat(report.getDocumentElement().getAttribute("tests")).isEqualTo("1");
    assertThat(report.getDocumentElement().getAttribute("failures")).isEqualTo("0");
  }

  private Document junit() throws Exception {
    String xml = new Program(home).run("check", "--format", "junit", context.toString()).out();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
