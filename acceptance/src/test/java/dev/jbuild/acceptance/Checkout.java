package dev.jbuild.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;

/** The places of the checkout that the tests use. */
final class Checkout {
  static final Path ROOT = root();
  static final Path DISTRIBUTION = ROOT.resolve("cli/target/dist");
  static final String VERSION = "0.1.0-SNAPSHOT";
  static final Path TESTDATA = ROOT.resolve("testdata");

  private Checkout() {}

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("mvnw"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("the tests are run inside the checkout");
      }
    }
    return directory;
  }
}
