package dev.jbuild.bench;

import dev.jbuild.parser.Dockerfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that parses one file once, or with {@code --read} only reads it, for comparison. */
public final class ColdParse {
  private ColdParse() {}

  public static void main(String[] words) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(words[1]));
    int result = words[0].equals("--read") ? bytes.length : stages(bytes);
    System.out.println(result);
  }

  private static int stages(byte[] bytes) {
    return Dockerfile.parse(bytes, "Dockerfile").stages().size();
  }
}
