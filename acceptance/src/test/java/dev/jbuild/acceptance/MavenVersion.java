package dev.jbuild.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Mavens that the plugin is for. */
enum MavenVersion {
  /** The wrapper's. */
  V3_9,
  /** Debian's. */
  V3_8,
  /** From Maven Central, unpacked by the build of this module. */
  V4;

  private static final Path UNPACKED = Checkout.ROOT.resolve("acceptance/target/maven-4");

  /** The words that start it. */
  List<String> program() {
    return switch (this) {
      case V3_9 -> List.of(Checkout.ROOT.resolve("mvnw").toString());
      case V3_8 -> List.of("/usr/share/maven/bin/mvn");
      case V4 -> List.of("sh", unpacked().resolve("bin/mvn").toString());
    };
  }

  /** 3.9 and 4 read a second local repository and write only to the first. */
  boolean hasTail() {
    return this != V3_8;
  }

  private static Path unpacked() {
    try (Stream<Path> entries = Files.list(UNPACKED)) {
      return entries
          .filter(each -> Files.exists(each.resolve("bin/mvn")))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no Maven 4 in " + UNPACKED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
