package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FmtTest {
  private static final String UNTIDY = "from  a  as b \n\n\n# c \ncopy  x   y\n";
  private static final String TIDY = "FROM a AS b\n\n# c\nCOPY x y\n";

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path directory;

  private Program.Ended fmt(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "fmt";
    System.arraycopy(words, 0, all, 1, words.length);
    return new Program(directory).run(all);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("Dockerfile"), text);
  }

  @Test
  void fmt_ofFile_rewritesItAndKeepsItsMode() throws IOException {
    Path file = file(UNTIDY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(fmt("-f", file.toString()).code()).isZero();

    assertThat(file).hasContent(TIDY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void fmt_ofLink_rewritesWhatItPointsTo() throws IOException {
    Path file = file(UNTIDY);
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(fmt(link.toString()).code()).isZero();

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent(TIDY);
  }

  @Test
  void check_ofUntidyFile_namesItAndFails() throws IOException {
    Path file = file(UNTIDY);
    Program.Ended ended = fmt("--check", file.toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEqualTo(file + "\n");
    assertThat(file).hasContent(UNTIDY);
    assertThat(fmt("--check", file(TIDY).toString()).code()).isZero();
  }

  @Test
  void diff_ofUntidyFile_showsTheChangeAndFails() throws IOException {
    Path file = file(UNTIDY);
    Program.Ended ended = fmt("--diff", file.toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out())
        .isEqualTo(
            "--- %s\n+++ %s\n@@ -1,5 +1,4 @@\n".formatted(file, file)
                + "-from  a  as b \n+FROM a AS b\n \n-\n-# c \n-copy  x   y\n+# c\n+COPY x y\n");
    assertThat(file).hasContent(UNTIDY);
    assertThat(fmt("--check", "--diff", file.toString()).out())
        .startsWith(file + "\n--- " + file + "\n");
  }

  @Test
  void diff_ofTidyFile_isNothing() throws IOException {
    Program.Ended ended = fmt("--diff", file(TIDY).toString());
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void diff_ofByteOrderMark_showsIt() {
    byte[] marked = ("\ufeff" + TIDY).getBytes(StandardCharsets.UTF_8);
    Program.Ended ended = new Program(directory).runWithInput(marked, "fmt", "--diff", "-");
    assertThat(ended.out())
        .startsWith(
            "--- Dockerfile\n+++ Dockerfile\n@@ -1,4 +1,4 @@\n-\ufeffFROM a AS b\n+FROM a AS b\n");
  }

  @Test
  void fmt_ofStandardInput_writesToStandardOutput() {
    Program.Ended ended =
        new Program(directory).runWithInput(UNTIDY.getBytes(StandardCharsets.UTF_8), "fmt", "-");
    assertThat(ended.out()).isEqualTo(TIDY);
  }

  @Test
  void fmt_ofWrongFile_leavesItAndSaysWhatIsWrong() throws IOException {
    Path file = file("from a\nRUM  x\n");
    Program.Ended ended = fmt(file.toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("unknown instruction: RUM (did you mean RUN?)");
    assertThat(file).hasContent("from a\nRUM  x\n");
    assertThat(fmt("/no/such").err()).isEqualTo("error: the Dockerfile /no/such is not a file\n");
  }
}
