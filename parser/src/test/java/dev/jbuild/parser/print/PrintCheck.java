package dev.jbuild.parser.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.text.Utf8;

/** What must hold of the text of any file. */
public final class PrintCheck {
  private PrintCheck() {}

  /** Prints and formats a file, and reads both again. */
  public static void run(byte[] bytes) {
    Dockerfile file = Dockerfile.parse(bytes, "Dockerfile");
    String printed = DockerfilePrinter.print(file);
    Dockerfile again = Dockerfile.parse(Utf8.encode(printed), "Dockerfile");
    if (!file.hasErrors()) {
      assertThat(AstContent.of(again.directives())).isEqualTo(AstContent.of(file.directives()));
    }
    assertThat(AstContent.of(again)).as(printed).isEqualTo(AstContent.of(file));
    if (!file.hasErrors()) {
      String formatted = DockerfileFormatter.format(file);
      Dockerfile once = Dockerfile.parse(Utf8.encode(formatted), "Dockerfile");
      assertThat(AstContent.of(once)).as(formatted).isEqualTo(AstContent.of(file));
      assertThat(DockerfileFormatter.format(once)).isEqualTo(formatted);
    }
  }
}
