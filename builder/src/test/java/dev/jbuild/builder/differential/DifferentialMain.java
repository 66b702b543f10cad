package dev.jbuild.builder.differential;

import dev.jbuild.builder.oracle.Randomly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Builds random Dockerfiles with docker and with jbuild and tells what differs: {@code
 * DifferentialMain DIRECTORY BASE.tar CASES SEED}. The docker that DOCKER_HOST names has {@code
 * base:1}, which was saved as BASE.tar. A case is the same for the same seed. Ends with 1 when
 * there was a difference.
 */
@SuppressWarnings("SystemOut") // this program's result is its output
public final class DifferentialMain {
  private final Path directory;
  private final Jbuild jbuild;
  private int failed;

  private DifferentialMain(Path directory, Jbuild jbuild) {
    this.directory = directory;
    this.jbuild = jbuild;
  }

  public static void main(String[] words) throws Exception {
    Path directory = Files.createDirectories(Path.of(words[0], "case"));
    int cases = Integer.parseInt(words[2]);
    long seed = Long.parseLong(words[3]);
    int different = 0;
    try (Jbuild jbuild = new Jbuild(Path.of(words[0]), directory)) {
      jbuild.load(Path.of(words[1]));
      DifferentialMain main = new DifferentialMain(directory, jbuild);
      for (int i = 0; i < cases; i++) {
        different += main.isSame(seed + i) ? 0 : 1;
      }
      System.out.printf(
          "differential: %d cases from seed %d, %d differ, %d fail with both%n",
          cases, seed, different, main.failed);
    }
    System.exit(different == 0 ? 0 : 1);
  }

  private boolean isSame(long seed) throws IOException, InterruptedException {
    empty(directory);
    Path context = directory.resolve("context");
    RandomDockerfile dockerfile = RandomDockerfile.of(seed);
    // Docker 20.10's --chmod forgets to clear the special bits.
    int bits = dockerfile.text().contains("--chmod") ? 0777 : 07777;
    new RandomContext(new Randomly(new SplittableRandom(seed)), bits).write(context);
    Files.writeString(context.resolve("Dockerfile"), dockerfile.text());
    Outcome docker = new Docker(directory).build(context, dockerfile);
    List<String> differences = jbuild.build(context, dockerfile).differences(docker);
    failed += differences.isEmpty() && docker.image() == null ? 1 : 0;
    if (!differences.isEmpty()) {
      System.out.println("DIFFERENT: seed " + seed + " " + dockerfile.options());
      System.out.print(dockerfile.text().indent(4));
      differences.forEach(line -> System.out.println(" * " + line));
    }
    return differences.isEmpty();
  }

  private static void empty(Path directory) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("find", directory.toString(), "-mindepth", "1", "-delete")
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("empty " + directory);
    }
  }
}
