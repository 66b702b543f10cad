package dev.jbuild.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.layer.LayerEntry.Directory;
import dev.jbuild.oci.layer.LayerEntry.HardLink;
import dev.jbuild.oci.layer.LayerEntry.Opaque;
import dev.jbuild.oci.layer.LayerEntry.Whiteout;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerEntryTest {
  private static final Attributes ATTRIBUTES = Attributes.of(0755, 0, 0, Instant.EPOCH);

  @Test
  void order_keepsADirectoryTogether() {
    Stream<LayerEntry> shuffled =
        Stream.of(
            new Whiteout("a-b"),
            new Whiteout("b"),
            new Whiteout("a/z"),
            new Opaque("a"),
            new Directory("a", ATTRIBUTES),
            new Directory("", ATTRIBUTES),
            new Whiteout("a.b"),
            new Whiteout("a/b/c"));
    assertThat(shuffled.sorted(LayerEntry.ORDER).map(LayerEntryTest::name))
        .containsExactly("", "a", "a opaque", "a/b/c", "a/z", "a-b", "a.b", "b");
  }

  private static String name(LayerEntry entry) {
    return entry.path() + (entry instanceof Opaque ? " opaque" : "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "a/", "a//b", ".", "..", "a/./b", "a/..", "../a", "a\0b"})
  void path_whenNotClean_isRefused(String path) {
    assertThatThrownBy(() -> new Whiteout(path)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Directory(path, ATTRIBUTES))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HardLink("x", path)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", "..a", ".a/b.", "a/..b", " "})
  void path_whenNamesOnlyLookLikeDots_isAccepted(String path) {
    assertThat(new Whiteout(path).path()).isEqualTo(path);
  }

  @Test
  void fileName_whateverTheBytes_comesBackTheSame() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] mixed = {
      'a', (byte) 0xC3, (byte) 0xA4, (byte) 0xFF, (byte) 0xED, (byte) 0xB2, (byte) 0x80
    };
    byte[] emoji = "x\uD83D\uDCA9y".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (byte[] name : new byte[][] {all, mixed, emoji, {}}) {
      assertThat(FileName.encode(FileName.decode(name))).isEqualTo(name);
    }
    assertThat(FileName.decode(Arrays.copyOf(mixed, 4))).isEqualTo("aä\uDCFF");
  }
}
