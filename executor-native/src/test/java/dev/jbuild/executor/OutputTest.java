package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a command writes comes through, and nobody has to hold all of it. */
class OutputTest {
  private static final int LINES = 3000;

  @TempDir Path directory;

  @Test
  void output_ofHundredMegabytes_passesASmallHeap() throws Exception {
    List<String> java = ChildJvm.command(directory, OutputTest.class, directory.toString());
    java.add(1, "-Xmx24m");
    Process process = new ProcessBuilder(java).redirectError(Redirect.INHERIT).start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("104857600 bytes, the same\n");
  }

  /** What the child prints: how much came, and whether it is what was sent. */
  @SuppressWarnings("SystemOut") // this program's result is its output
  public static void main(String[] args) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteArrayOutputStream sum = new ByteArrayOutputStream();
    long[] count = new long[1];
    OutputStream counted =
        new DigestOutputStream(OutputStream.nullOutputStream(), digest) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
            super.write(bytes, offset, length);
            count[0] += length;
          }
        };
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]).resolve("large"), Isolation.AUTO)) {
      ProcessSpec process =
          ProcessSpec.of(
              "/bin/sh",
              "-c",
              "head -c 104857600 /dev/urandom > /f; cat /f; busybox sha256sum < /f >&2");
      sandbox.agent.exec(
          ContainerSpec.of(List.of(sandbox.base), null, process), ExecIo.of(counted, sum));
    }
    boolean same =
        sum.toString(StandardCharsets.UTF_8)
            .startsWith(HexFormat.of().formatHex(digest.digest()) + " ");
    System.out.println(count[0] + " bytes, " + (same ? "the same" : "damaged"));
  }

  @Test
  void output_onBothStreamsAtOnce_staysWholeAndInOrder() throws Exception {
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
      Sandbox.Output output =
          sandbox.sh("for i in $(seq " + LINES + "); do echo o$i; echo e$i >&2; done");

      assertThat(output.out()).isEqualTo(lines("o"));
      assertThat(output.err()).isEqualTo(lines("e"));
    }
  }

  private static String lines(String letter) {
    return IntStream.rangeClosed(1, LINES)
        .mapToObj(i -> letter + i + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void output_ofAnyByteAndWithoutLineEnd_comesAsItIs() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Sandbox sandbox = new Sandbox(directory, Isolation.AUTO)) {
      ProcessSpec process =
          ProcessSpec.of("/bin/sh", "-c", "printf '\\000\\377\\n\\r\\0331;no end'");
      sandbox.agent.exec(
          ContainerSpec.of(List.of(sandbox.base), null, process),
          ExecIo.of(out, OutputStream.nullOutputStream()));
    }
    assertThat(out.toByteArray())
        .isEqualTo("\0\u00ff\n\r\u001b1;no end".getBytes(StandardCharsets.ISO_8859_1));
  }
}
