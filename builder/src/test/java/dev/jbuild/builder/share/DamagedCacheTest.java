package dev.jbuild.builder.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.builder.CacheExport;
import dev.jbuild.builder.CacheOptions;
import dev.jbuild.builder.CachePlace;
import dev.jbuild.builder.share.Builds.Built;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.action.ActionRecord;
import dev.jbuild.cache.action.ActionResult;
import dev.jbuild.oci.Descriptor;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a shared cache, the image is the one of a build without it. */
class DamagedCacheTest {
  @TempDir Path work;
  private Path cache;
  private Builds builds;
  private Built first;
  private int stores;

  @BeforeEach
  void writeCache() throws Exception {
    Path context = Files.createDirectory(work.resolve("context"));
    Files.createDirectory(context.resolve("dir"));
    Files.writeString(context.resolve("dir/file"), "content");
    Files.writeString(context.resolve("other"), "other");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM scratch AS a\nCOPY dir /x\nFROM scratch\nCOPY --from=a /x /y\nCOPY other /z/\n");
    builds = new Builds(work, context);
    cache = work.resolve("cache");
    CacheExport export = new CacheExport(new CachePlace.Layout(cache, "latest"), true, true);
    first = builds.build("first", CacheOptions.DEFAULT.withTo(List.of(export)));
  }

  private Built buildWithCache() throws Exception {
    CachePlace place = new CachePlace.Layout(cache, "latest");
    stores++;
    return builds.build("store" + stores, CacheOptions.DEFAULT.withFrom(List.of(place)));
  }

  private void checkWith(Path broken) throws Exception {
    Built built = buildWithCache();
    assertThat(built.result().image()).as("%s", broken).isEqualTo(first.result().image());
    assertThat(!built.warnings().isEmpty() || !built.cached().contains(false))
        .as("%s: cached %s, warnings %s", broken, built.cached(), built.warnings())
        .isTrue();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(cache)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void build_whenAByteOfAnyFileIsTurned_givesTheImage() throws Exception {
    assertThat(files()).hasSizeGreaterThan(5);
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      for (int at : new int[] {0, good.length / 3, good.length / 2, good.length - 1}) {
        byte[] bad = good.clone();
        bad[at] ^= 1;
        Files.write(file, bad);
        checkWith(file);
      }
      Files.write(file, good);
    }
    assertThat(buildWithCache().cached()).containsOnly(true);
  }

  @Test
  void build_whenAnyFileIsCutOrMissing_givesTheImage() throws Exception {
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(good, good.length / 2));
      checkWith(file);
      Files.delete(file);
      checkWith(file);
      Files.write(file, good);
    }
  }

  /** All checksums are right, but the layers are those of other steps. */
  @Test
  void build_whenRecordsNameWrongLayers_usesNone() throws Exception {
    CacheContents good = CacheContents.read(new LayoutSource(cache, "latest"));
    List<ActionRecord> records = new ArrayList<>(good.records().values());
    List<ActionRecord> turned = new ArrayList<>(records);
    Collections.rotate(turned, 1);
    List<ActionRecord> wrong = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      ActionRecord record = records.get(i);
      Map<String, String> facts = new HashMap<>(record.result().facts());
      facts.putAll(turned.get(i).result().facts());
      wrong.add(
          ActionRecord.of(
              record.parts(),
              new ActionResult(record.result().tree(), turned.get(i).result().layers(), facts),
              record.created()));
    }
    write(wrong, good.layers());

    Built built = buildWithCache();

    assertThat(built.cached()).containsOnly(false);
    assertThat(built.warnings()).hasSize(3).allMatch(text -> text.contains("do not make"));
    assertThat(built.result().image()).isEqualTo(first.result().image());
  }

  private void write(List<ActionRecord> records, Map<DiffId, Descriptor> layers)
      throws IOException {
    byte[] config = new CacheDocument(List.copyOf(layers.keySet()), records).toJson();
    Manifest manifest =
        Manifest.of(Descriptor.of(CacheDocument.MEDIA_TYPE, config), List.copyOf(layers.values()));
    try (Store store = Store.open(work.resolve("first"))) {
      new LayoutTarget(cache, "latest", store.content()).write(manifest, config);
    }
  }
}
