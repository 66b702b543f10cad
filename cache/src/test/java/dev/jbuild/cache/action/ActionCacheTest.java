package dev.jbuild.cache.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cache.Store;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionCacheTest {
  @TempDir Path root;
  private final List<String> warnings = new ArrayList<>();
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(root, warnings::add);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static SortedMap<String, String> parts(String... namesAndValues) {
    SortedMap<String, String> parts = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return parts;
  }

  private static ActionRecord record(SortedMap<String, String> parts) {
    ActionResult result =
        new ActionResult(
            new Tree(Digest.sha256(new byte[0])),
            List.of(new DiffId(Digest.sha256(new byte[1])), new DiffId(Digest.sha256(new byte[2]))),
            Map.of("digest", "sha256:abc", "raw\uDCFF", "\uDC80\n\"ö\uD83D\uDE00"));
    return ActionRecord.of(parts, result, Instant.ofEpochSecond(1_700_000_000, 5));
  }

  /** If this fails, every action of existing stores runs again. */
  @Test
  void key_ofFixedParts_isPinned() {
    assertThat(ActionKey.of(parts("op", "run", "args", "make ö")).digest().hex())
        .isEqualTo("cceaf2bc057e1538307d471518caab69b5522d0db94f4ef8d95838d51154f02f");
  }

  @Test
  void key_whenPartsCouldBeConfused_isAnother() {
    Set<ActionKey> keys = new HashSet<>();
    assertThat(keys.add(ActionKey.of(parts()))).isTrue();
    assertThat(keys.add(ActionKey.of(parts("", "")))).isTrue();
    assertThat(keys.add(ActionKey.of(parts("ab", "c")))).isTrue();
    assertThat(keys.add(ActionKey.of(parts("a", "bc")))).isTrue();
    assertThat(keys.add(ActionKey.of(parts("a", "b", "c", "")))).isTrue();
    assertThat(keys.add(ActionKey.of(parts("a", "b1:c0:")))).isTrue();
    assertThat(keys.add(ActionKey.of(parts("a", "\uDCFF")))).isTrue();
    assertThat(keys.add(ActionKey.of(parts("a", "?")))).isTrue();
    SortedMap<String, String> reversed = new TreeMap<>(Comparator.reverseOrder());
    reversed.putAll(parts("a", "1", "b", "2"));
    assertThat(ActionKey.of(reversed)).isEqualTo(ActionKey.of(parts("a", "1", "b", "2")));
  }

  @Test
  void find_givesWhatWasPut_alsoInAnotherProcess() throws Exception {
    ActionRecord record = record(parts("op", "run", "name\uDCFE", "x"));
    assertThat(store.actions().find(record.key())).isEmpty();
    store.actions().put(record);
    try (Store other = Store.open(root)) {
      assertThat(other.actions().find(record.key())).contains(record);
    }
    assertThat(Files.readString(root.resolve("actions").resolve(record.key().digest().hex())))
        .contains("[\"op\",\"run\"]");
  }

  @Test
  void put_whenKeyHasARecord_replacesIt() throws Exception {
    ActionRecord record = record(parts("op", "run"));
    store.actions().put(record);
    ActionRecord later =
        new ActionRecord(record.key(), record.parts(), record.result(), Instant.EPOCH);
    store.actions().put(later);
    assertThat(store.actions().find(record.key())).contains(later);
  }

  @Test
  void find_whenAnyByteIsChangedOrCut_isAMiss() throws Exception {
    ActionRecord record = record(parts("op", "run", "tree", "x"));
    store.actions().put(record);
    Path file = root.resolve("actions").resolve(record.key().digest().hex());
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertThat(store.actions().find(record.key())).as("byte %d", i).isEmpty();
    }
    for (int length = 0; length < good.length; length += 17) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertThat(store.actions().find(record.key())).isEmpty();
    }
    assertThat(warnings).isNotEmpty().allMatch(text -> text.contains("ignored"));
    Files.write(file, good);
    assertThat(store.actions().find(record.key())).contains(record);
    ActionKey other = ActionKey.of(parts("op", "other"));
    Files.write(root.resolve("actions").resolve(other.digest().hex()), good);
    assertThat(store.actions().find(other)).isEmpty();
  }

  @Test
  void record_whenKeyIsNotOfTheParts_isRefused() {
    ActionRecord record = record(parts("op", "run"));
    assertThatThrownBy(
            () -> new ActionRecord(record.key(), parts("op", "x"), record.result(), Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
