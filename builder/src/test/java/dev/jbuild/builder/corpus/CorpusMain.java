package dev.jbuild.builder.corpus;

import dev.jbuild.builder.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs sections of a corpus as the user that this process has and prints how many of their cases
 * passed: {@code CorpusMain DIRECTORY LABEL section ...}. Ends with 0 if no case failed, else 1.
 */
@SuppressWarnings("SystemOut") // this program's result is its output
public final class CorpusMain {
  private static final int LONGEST_REASON = 600;

  private final Path corpus;
  private final String label;

  private CorpusMain(Path corpus, String label) {
    this.corpus = corpus;
    this.label = label;
  }

  public static void main(String[] words) throws IOException, InterruptedException {
    CorpusMain main = new CorpusMain(Path.of(words[0]), words[1]);
    int failed = 0;
    for (String section : List.of(words).subList(2, words.length)) {
      failed += main.run(Section.of(section));
    }
    System.exit(failed == 0 ? 0 : 1);
  }

  private int run(Section section) throws IOException, InterruptedException {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (CorpusCase each : section.cases(corpus)) {
      if (each.skipped() != null) {
        skipped++;
        continue;
      }
      String reason = failure(each);
      if (reason == null) {
        passed++;
      } else {
        failed++;
        System.err.printf("FAILED %s%s %s: %s%n", section.directory(), label, each, reason);
      }
    }
    System.out.printf(
        "%s%s: %d passed, %d failed, %d skipped%n",
        section.directory(), label, passed, failed, skipped);
    return failed;
  }

  /** Whatever a case throws, it failed and the next one runs. */
  private static @Nullable String failure(CorpusCase each)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("jbuild-case");
    List<String> differences = new ArrayList<>();
    try {
      differences.addAll(each.check().run(work));
    } catch (IOException | BuildException | RuntimeException e) {
      differences.add(e.toString());
    } finally {
      remove(work);
    }
    String all = String.join("; ", differences);
    return differences.isEmpty() ? null : all.substring(0, Math.min(all.length(), LONGEST_REASON));
  }

  /** What belongs to subordinate ids goes from within a namespace that has them. */
  private static void remove(Path work) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    if (!ContextFiles.SUPERUSER) {
      words.addAll(List.of("unshare", "--map-root-user", "--map-auto"));
    }
    words.addAll(List.of("rm", "-rf", work.toString()));
    if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
      throw new IOException("remove " + work);
    }
  }
}
