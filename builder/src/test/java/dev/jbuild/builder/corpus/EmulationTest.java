package dev.jbuild.builder.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.StageOptions;
import dev.jbuild.builder.StepInfo;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.ops.Emulators;
import dev.jbuild.oci.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RUN on a platform that the processor is not. */
class EmulationTest {
  private static final Platform ARM64 = Platform.parse("linux/arm64");
  private static final int BASE = 0x400000;
  private static final int HEADERS = 120;

  /** write(1, text, 6); exit(0). */
  private static final int[] ARM64_CODE = {
    0xd2800020, 0x100000e1, 0xd28000c2, 0xd2800808, 0xd4000001, 0xd2800000, 0xd2800ba8, 0xd4000001
  };

  @TempDir Path work;

  /** A statically linked program for arm64 that says hello. */
  private static byte[] program() {
    byte[] text = "hello\n".getBytes(StandardCharsets.US_ASCII);
    int size = HEADERS + ARM64_CODE.length * Integer.BYTES + text.length;
    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    elf.putShort((short) 2).putShort((short) 183).putInt(1);
    elf.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
    elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    elf.position(64);
    elf.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
    elf.putLong(size).putLong(size).putLong(0x1000);
    for (int instruction : ARM64_CODE) {
      elf.putInt(instruction);
    }
    return elf.put(text).array();
  }

  @Test
  void run_forAnotherPlatform_isEmulatedInItsOwnContainerOnly() throws Exception {
    assumeTrue(Emulators.ofThisMachine().runs(ARM64), "needs qemu-user-static and Linux 6.7");
    Path context = Files.createDirectory(work.resolve("context"));
    Files.write(context.resolve("hello"), program());
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM scratch
        COPY --chmod=755 hello /
        USER 5:6
        WORKDIR /w
        RUN ["/hello"]
        """);
    Map<StepInfo, String> output = new ConcurrentHashMap<>();
    BuildListener listener =
        new BuildListener() {
          @Override
          public void stepOutput(StepInfo step, Stream stream, byte[] bytes) {
            output.merge(step, new String(bytes, StandardCharsets.UTF_8), String::concat);
          }
        };

    try (Builder builder =
        new Builder(BuildEnvironment.of(work.resolve("store"), work.resolve("native")))) {
      builder.build(
          BuildRequest.of(context)
              .withStages(StageOptions.defaults().withPlatforms(List.of(ARM64))),
          listener);
    }

    assertThat(output.values()).containsExactly("hello\n");
  }
}
