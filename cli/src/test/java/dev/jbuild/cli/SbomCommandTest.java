package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.testing.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SBOMs of images, against the schemas that come with the standards. */
final class SbomCommandTest {
  @TempDir Path home;
  private Program program;
  private Path context;

  @BeforeEach
  void prepare() throws IOException {
    program = new Program(home);
    program.set("SOURCE_DATE_EPOCH", "1700000000");
    context = Files.createDirectories(home.resolve("context"));
  }

  private void file(String path, String text) throws IOException {
    file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void file(String path, byte[] content) throws IOException {
    Path file = context.resolve("root").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void build(String... more) throws IOException {
    Files.createDirectories(context.resolve("root"));
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM scratch\nCOPY root /\n" + String.join("\n", more) + "\n");
    Program.Ended built = program.run("-q", "-t", "app", context.toString());
    assertThat(built.code()).as(built.err()).isZero();
  }

  private String spdx() {
    Program.Ended told = program.run("sbom", "app");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(SbomSchemas.spdxFaults(told.out())).isEmpty();
    return told.out();
  }

  private String cycloneDx() {
    Program.Ended told = program.run("sbom", "--format=cyclonedx", "app");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(SbomSchemas.cycloneDxFaults(told.out())).isEmpty();
    return told.out();
  }

  private static List<Map<?, ?>> list(String json, String name) {
    List<Map<?, ?>> all = new ArrayList<>();
    if (Json.parse(json.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> document
        && document.get(name) instanceof List<?> elements) {
      elements.forEach(each -> all.add((Map<?, ?>) each));
    }
    return all;
  }

  /** The package URLs of both forms, which are the same. */
  private List<String> purls() {
    List<String> ofSpdx = new ArrayList<>();
    for (Map<?, ?> each : list(spdx(), "packages")) {
      if (each.get("externalRefs") instanceof List<?> references) {
        ofSpdx.add(String.valueOf(((Map<?, ?>) references.getFirst()).get("referenceLocator")));
      }
    }
    List<String> ofCycloneDx =
        list(cycloneDx(), "components").stream()
            .filter(each -> each.containsKey("purl"))
            .map(each -> String.valueOf(each.get("purl")))
            .toList();
    assertThat(ofCycloneDx).isEqualTo(ofSpdx);
    return ofSpdx;
  }

  @Test
  void sbom_ofDebian_hasWhatDpkgSaysIsInstalled() throws Exception {
    file("var/lib/dpkg/status", Files.readAllBytes(Path.of("/var/lib/dpkg/status")));
    file("usr/lib/os-release", "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME='Debian 12'\n");
    Path link = context.resolve("root/etc/os-release");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("../usr/lib/os-release"));
    build();

    String said =
        Tool.run(
            "dpkg-query",
            "--admindir=" + context.resolve("root/var/lib/dpkg"),
            "-W",
            "-f=${db:Status-Status} pkg:deb/debian/${Package}@${Version}?arch=${Architecture}\n");
    List<String> installed =
        said.lines()
            .filter(line -> line.startsWith("installed "))
            .map(line -> line.substring("installed ".length()).replace("+", "%2B"))
            .toList();
    assertThat(purls())
        .hasSizeGreaterThan(50)
        .allMatch(purl -> purl.contains("&distro=debian-12"))
        .extracting(purl -> purl.replaceFirst("&.*", ""))
        .containsExactlyInAnyOrderElementsOf(installed);
    assertThat(list(spdx(), "packages").get(1))
        .isEqualTo(
            Map.of(
                "SPDXID", "SPDXRef-OperatingSystem",
                "name", "debian",
                "versionInfo", "12",
                "downloadLocation", "NOASSERTION",
                "filesAnalyzed", false,
                "primaryPackagePurpose", "OPERATING_SYSTEM",
                "summary", "Debian 12"));
  }

  @Test
  void sbom_ofDistrolessAndApk_readsTheirDatabases() throws IOException {
    file("etc/os-release", "ID=alpine\nVERSION_ID=3.20.1\n");
    file(
        "var/lib/dpkg/status.d/base",
        """
        Package: base-files
        Version: 12.4+deb12u5
        Architecture: amd64
        Maintainer: A <a@b.org>
        Source: base (1)
        Description: x
         more: y
        """);
    file(
        "usr/share/doc/base-files/copyright",
        "Format: http://x/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+\n");
    file("var/lib/dpkg/status.d/base.md5sums", "Package: no\nVersion: 1\n");
    file(
        "lib/apk/db/installed",
        """
        C:Q1
        P:musl
        V:1.2.5-r0
        A:x86_64
        L:MIT
        o:musl
        m:T <t@a.org>
        F:lib
        R:x

        P:odd
        V:1_git
        A:x86_64
        L:MIT AND custom
        o:origin

        """);
    build();

    assertThat(purls())
        .containsExactly(
            "pkg:apk/alpine/musl@1.2.5-r0?arch=x86_64&distro=alpine-3.20.1",
            "pkg:apk/alpine/odd@1_git?arch=x86_64&distro=alpine-3.20.1&upstream=origin",
            "pkg:deb/alpine/base-files@12.4%2Bdeb12u5?arch=amd64&distro=alpine-3.20.1&upstream=base%401");
    Map<?, ?> musl = list(spdx(), "packages").get(2);
    assertThat(musl.get("licenseDeclared")).isEqualTo("MIT");
    assertThat(musl.get("supplier")).isEqualTo("Person: T (t@a.org)");
    assertThat(list(spdx(), "packages").get(4).get("licenseDeclared"))
        .isEqualTo("GPL-2.0-or-later");
    assertThat(list(spdx(), "hasExtractedLicensingInfos"))
        .extracting(each -> String.valueOf(each.get("extractedText")))
        .containsExactly("MIT AND custom");
  }

  @Test
  void sbom_ofNodeModules_hasEachPackageThatIsThereInTheEnd() throws IOException {
    file(
        "app/node_modules/a/package.json",
        "{\"name\":\"a\",\"version\":\"1.0.0\",\"license\":\"MIT\"}");
    file("app/node_modules/gone/package.json", "{\"name\":\"gone\",\"version\":\"1.0.0\"}");
    file(
        "app/node_modules/a/node_modules/@s/b/package.json",
        "{\"name\":\"@s/b\",\"version\":\"2.0.0-rc.1\",\"licenses\":[{\"type\":\"MIT\"},{\"type\":\"Odd\"}]}");
    file("app/node_modules/a/test/package.json", "{\"name\":\"fixture\",\"version\":\"9\"}");
    file("app/node_modules/broken/package.json", "{");
    file("app/package.json", "{\"name\":\"app\",\"version\":\"0\"}");
    file("empty", "");
    build("COPY root/empty /app/node_modules/gone/package.json");

    assertThat(purls()).containsExactly("pkg:npm/%40s/b@2.0.0-rc.1", "pkg:npm/a@1.0.0");
    assertThat(program.run("sbom", "app").err())
        .contains("warning: the SBOM is not complete: /app/node_modules/broken/package.json: ");
  }

  /** An archive with its entries stored, as Spring Boot has archives in archives. */
  private static byte[] archive(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 sum = new CRC32();
        sum.update(each.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void sbom_ofJavaArchives_hasThoseInsideAsWell() throws IOException {
    byte[] inner =
        archive(
            Map.of(
                "META-INF/maven/org.example/lib/pom.properties",
                bytes("groupId=org.example\nartifactId=lib\nversion=1.2\n")));
    byte[] plain =
        archive(
            Map.of(
                "META-INF/MANIFEST.MF",
                bytes(
                    """
                    Manifest-Version: 1.0
                    Implementation-Title: Plain
                    Implementation-Version: 3
                    Implementation-Vendor-Id: com.plain
                    """)));
    file(
        "app.jar",
        archive(
            Map.of(
                "BOOT-INF/lib/lib-1.2.jar", inner,
                "BOOT-INF/lib/plain.jar", plain,
                "BOOT-INF/lib/other-4.0.jar", archive(Map.of("x", new byte[0])))));
    file("not.jar", "text");
    build();

    assertThat(purls())
        .containsExactly(
            "pkg:generic/other@4.0",
            "pkg:maven/com.plain/Plain@3",
            "pkg:maven/org.example/lib@1.2");
    assertThat(list(cycloneDx(), "components").getLast().toString())
        .contains("/app.jar!/BOOT-INF/lib/lib-1.2.jar");
  }

  private void rpm(Path database, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("rpm", "--dbpath", database.toString()));
    command.addAll(List.of(words));
    Tool.run(command.toArray(String[]::new));
  }

  /** Enough packages for pages that lead to pages, with headers that do not fit into one. */
  @Test
  void sbom_ofRpm_hasWhatRpmSaysIsInstalled() throws Exception {
    StringBuilder spec =
        new StringBuilder(
            """
            Name: main
            Version: 1.2
            Release: 3
            Epoch: 4
            Summary: x
            License: GPL-2.0-or-later
            Vendor: Example Project
            BuildArch: noarch
            @description
            """);
    spec.append("text ".repeat(2000)).append("\n@files\n");
    for (int i = 0; i < 80; i++) {
      spec.append("@package p").append(i).append("\nSummary: x\nLicense: Odd one\n");
      spec.append("@description p").append(i).append("\nx\n@files p").append(i).append("\n");
    }
    Path file = Files.writeString(home.resolve("main.spec"), spec.toString().replace('@', '%'));
    Path top = home.resolve("top");
    Tool.run("rpmbuild", "--quiet", "-bb", "--define", "_topdir " + top, file.toString());
    Path database = Files.createDirectories(home.resolve("rpmdb"));
    rpm(database, "--initdb");
    List<String> install = new ArrayList<>(List.of("-i", "--justdb", "--nodeps", "--noscripts"));
    try (Stream<Path> files = Files.walk(top.resolve("RPMS"))) {
      files.map(Path::toString).filter(name -> name.endsWith(".rpm")).forEach(install::add);
    }
    rpm(database, install.toArray(String[]::new));
    file("var/lib/rpm/rpmdb.sqlite", Files.readAllBytes(database.resolve("rpmdb.sqlite")));
    file("etc/os-release", "ID=fedora\nVERSION_ID=39\n");
    build();

    String format =
        "pkg:rpm/fedora/%{NAME}@%{VERSION}-%{RELEASE}?arch=%{ARCH}&distro=fedora-39"
            + "&epoch=%{EPOCH}&upstream=%{SOURCERPM}\n";
    String said = Tool.run("rpm", "--dbpath", database.toString(), "-qa", "--qf", format);
    List<String> installed =
        said.lines().filter(line -> line.startsWith("pkg:")).toList(); // Debian's rpm warns
    assertThat(installed).hasSize(81);
    assertThat(purls()).containsExactlyInAnyOrderElementsOf(installed);
    assertThat(spdx())
        .contains("\"licenseDeclared\": \"GPL-2.0-or-later\"")
        .contains("\"supplier\": \"Organization: Example Project\"");
    assertThat(program.run("sbom", "app").err()).doesNotContain("not complete");
  }

  @Test
  void sbom_ofRpmThatIsDamaged_saysThatItIsNotComplete() throws IOException {
    file("usr/lib/sysimage/rpm/rpmdb.sqlite", "x");
    file("var/lib/rpm/Packages", "x");
    file("var/lib/rpm/rpmdb.sqlite-wal", "x");
    build();

    assertThat(program.run("sbom", "app").err())
        .contains("not complete: /usr/lib/sysimage/rpm/rpmdb.sqlite: it is no SQLite database")
        .contains("not complete: /var/lib/rpm/Packages: it is no hash database of Berkeley DB")
        .contains("not complete: /var/lib/rpm/rpmdb.sqlite-wal has changes that are not read");
  }

  @Test
  void sbom_again_isTheSame() throws IOException {
    file("lib/apk/db/installed", "P:a\nV:1\nL:odd one\n\nP:b\nV:2\nL:MIT\n");
    build();
    Program other = new Program(Files.createDirectories(home.resolve("other")));
    other.set("SOURCE_DATE_EPOCH", "1700000000");
    assertThat(other.run("-q", "-t", "app", context.toString()).code()).isZero();

    assertThat(other.run("sbom", "app").out()).isEqualTo(spdx());
    assertThat(other.run("sbom", "--format", "cyclonedx", "app").out()).isEqualTo(cycloneDx());
    assertThat(spdx()).contains("\"created\": \"2023-11-14T22:13:20Z\"");
  }

  @Test
  void sbom_ofNothing_isStillValid() throws IOException {
    build();

    assertThat(purls()).isEmpty();
    assertThat(program.run("sbom", "none").err()).contains("no image none in the local store");
    assertThat(SbomSchemas.spdxFaults("{}")).isNotEmpty();
    assertThat(SbomSchemas.cycloneDxFaults("{\"bomFormat\":\"x\"}")).isNotEmpty();
  }
}
