package dev.jbuild.builder.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.registry.testing.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same packages in all forms of database. rpm writes the one in SQLite and reads the one of
 * Berkeley DB, which libdb writes; Debian's rpm knows nothing of its own form, so that is written
 * here.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class RpmDatabasesTest {
  private static final String BERKELEY_WRITER =
      """
      use DB_File;
      my ($to, @headers) = @ARGV;
      my $info = DB_File::HASHINFO->new;
      $info->{bsize} = 4096;
      tie my %packages, "DB_File", $to, O_RDWR | O_CREAT, 0644, $info or die "$to: $!";
      $packages{pack "L", 0} = pack "L", scalar @headers;
      my $i = 0;
      for my $file (@headers) {
        open my $in, "<:raw", $file or die "$file: $!";
        local $/;
        $packages{pack "L", ++$i} = <$in>;
      }
      untie %packages;
      """;

  @TempDir private static Path home;
  private final List<byte[]> headers = new ArrayList<>();
  private List<String> expected = List.of();

  @BeforeAll
  void install() throws Exception {
    StringBuilder spec =
        new StringBuilder(
            """
            Name: main
            Version: 1.2
            Release: 3
            Epoch: 4
            Summary: x
            License: MIT
            BuildArch: noarch
            @description
            """);
    spec.append("text ".repeat(3000)).append("\n@files\n");
    for (int i = 0; i < 40; i++) {
      spec.append("@package p").append(i).append("\nSummary: x\nLicense: Odd one\n");
      spec.append("@description p").append(i).append("\nx\n@files p").append(i).append("\n");
    }
    Path file = Files.writeString(home.resolve("main.spec"), spec.toString().replace('@', '%'));
    Path top = home.resolve("top");
    Tool.run("rpmbuild", "--quiet", "-bb", "--define", "_topdir " + top, file.toString());
    Path database = Files.createDirectories(home.resolve("sqlite"));
    List<String> install =
        new ArrayList<>(
            List.of("rpm", "--dbpath", database.toString(), "-i", "--justdb", "--nodeps"));
    try (Stream<Path> files = Files.walk(top.resolve("RPMS"))) {
      files.map(Path::toString).filter(name -> name.endsWith(".rpm")).forEach(install::add);
    }
    Tool.run("rpm", "--dbpath", database.toString(), "--initdb");
    Tool.run(install.toArray(String[]::new));
    byte[] sqlite = Files.readAllBytes(database.resolve("rpmdb.sqlite"));
    new SqliteTable(sqlite)
        .rows(
            "Packages",
            row -> {
              if (row.getLast() instanceof byte[] header) {
                headers.add(header);
              }
            });
    expected = found("rpmdb.sqlite", sqlite);
    assertThat(expected).hasSize(41);
  }

  private static List<String> found(String name, byte[] database) throws IOException {
    RpmPackages packages = new RpmPackages();
    assertThat(packages.wants("var/lib/rpm/" + name)).isTrue();
    packages.read("var/lib/rpm/" + name, new ByteArrayInputStream(database));
    assertThat(packages.unread()).isEmpty();
    return packages.packages(OsRelease.UNKNOWN).stream()
        .map(each -> each.purl() + " " + each.licenses())
        .sorted()
        .toList();
  }

  private Path berkeley(String name) throws Exception {
    Path directory = Files.createDirectories(home.resolve(name));
    List<String> command = new ArrayList<>(List.of("perl", "-e", BERKELEY_WRITER));
    command.add(directory.resolve("Packages").toString());
    for (byte[] header : headers) {
      Path file = directory.resolve("header" + command.size());
      command.add(Files.write(file, header).toString());
    }
    Tool.run(command.toArray(String[]::new));
    return directory;
  }

  @Test
  void berkeleyDb_hasWhatRpmReadsInIt() throws Exception {
    Path database = berkeley("berkeley");
    byte[] content = Files.readAllBytes(database.resolve("Packages"));

    assertThat(found("Packages", content)).isEqualTo(expected);
    String said =
        Tool.run(
            "rpm",
            "--define",
            "_db_backend bdb_ro",
            "--dbpath",
            database.toString(),
            "-qa",
            "--qf",
            "pkg %{NAME}\n");
    assertThat(said.lines().filter(line -> line.startsWith("pkg "))).hasSize(41);
  }

  @Test
  void ndb_hasAllPackages() throws IOException {
    assertThat(found("Packages.db", ndb())).isEqualTo(expected);
  }

  /** Damage anywhere is told, or is in bytes that do not matter; it is never another exception. */
  @Test
  void damage_isToldAndNothingElse() throws Exception {
    Random random = new Random(6);
    for (byte[] whole :
        List.of(ndb(), Files.readAllBytes(berkeley("damaged").resolve("Packages")))) {
      String name = whole[0] == 'R' ? "Packages.db" : "Packages";
      for (int i = 0; i < 300; i++) {
        byte[] bytes =
            i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int k = 0; k < 20 && bytes.length > 0; k++) {
          bytes[random.nextInt(Math.min(bytes.length, 1 << (6 + k)))] = (byte) random.nextInt();
        }
        RpmPackages packages = new RpmPackages();
        packages.read("var/lib/rpm/" + name, new ByteArrayInputStream(bytes));
        assertThat(packages.packages(OsRelease.UNKNOWN).size()).isLessThanOrEqualTo(5000);
      }
    }
  }

  /** As rpmpkg.c lays it out: a page of slots, of which every second is free, then the blobs. */
  private byte[] ndb() {
    ByteBuffer file =
        ByteBuffer.allocate(4096 + headers.stream().mapToInt(each -> each.length + 64).sum())
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put("RpmP".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(7).putInt(1);
    file.putInt(headers.size() + 1).position(32);
    int block = 4096 / 16;
    for (int i = 0; i < 4096 / 16 - 2; i++) {
      file.put("Slot".getBytes(StandardCharsets.US_ASCII));
      if (i % 2 == 1 || i / 2 >= headers.size()) {
        file.putInt(0).putInt(0).putInt(0);
        continue;
      }
      byte[] header = headers.get(i / 2);
      int blocks = (16 + header.length + 12 + 15) / 16;
      file.putInt(i / 2 + 1).putInt(block).putInt(blocks);
      ByteBuffer blob = file.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(block * 16);
      blob.put("BlbS".getBytes(StandardCharsets.US_ASCII)).putInt(i / 2 + 1).putInt(7);
      blob.putInt(header.length).put(header);
      block += blocks;
    }
    return file.array();
  }
}
