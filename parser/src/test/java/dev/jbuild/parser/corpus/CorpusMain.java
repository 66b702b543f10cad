package dev.jbuild.parser.corpus;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs sections of a corpus and prints how many of their cases passed: {@code CorpusMain DIRECTORY
 * [section ...]}, without sections those that are there. Ends with 0 if no case failed, 1 if one
 * did, and 2 if the words make no sense.
 */
public final class CorpusMain {
  private static final int LONGEST_REASON = 600;

  private final PrintStream out;
  private final PrintStream err;

  private CorpusMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] words) {
    System.exit(new CorpusMain(System.out, System.err).run(List.of(words)));
  }

  static int run(List<String> words, PrintStream out, PrintStream err) {
    return new CorpusMain(out, err).run(words);
  }

  private int run(List<String> words) {
    if (words.isEmpty() || !Files.isDirectory(Path.of(words.getFirst()))) {
      return usage("not a directory: " + (words.isEmpty() ? "" : words.getFirst()));
    }
    Path corpus = Path.of(words.getFirst());
    List<Section> sections = new ArrayList<>();
    for (String name : words.subList(1, words.size())) {
      Section section =
          Section.ALL.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
      if (section == null) {
        return usage("unknown section: " + name);
      }
      if (!Files.isDirectory(corpus.resolve(name))) {
        return usage("no section " + name + " in " + corpus);
      }
      sections.add(section);
    }
    if (sections.isEmpty()) {
      for (Section section : Section.ALL) {
        if (Files.isDirectory(corpus.resolve(section.name()))) {
          sections.add(section);
        }
      }
    }
    return runAll(corpus, sections);
  }

  private int usage(String problem) {
    err.println(problem);
    err.println(
        "usage: ./verify --corpus DIRECTORY [section ...]; sections: "
            + Section.ALL.stream().map(Section::name).collect(Collectors.joining(", ")));
    return 2;
  }

  private int runAll(Path corpus, List<Section> sections) {
    boolean failed = sections.isEmpty();
    for (Section section : sections) {
      int[] counts = new int[3];
      section.cases(corpus).forEach(each -> counts[run(each, section)]++);
      out.printf(
          "%s: %d passed, %d failed, %d skipped%n",
          section.name(), counts[0], counts[1], counts[2]);
      failed |= counts[1] > 0;
    }
    if (sections.isEmpty()) {
      return usage("no section in " + corpus);
    }
    return failed ? 1 : 0;
  }

  /** 0 for passed, 1 for failed, 2 for skipped. */
  @SuppressWarnings("CatchingUnchecked") // whatever a case throws, it failed and the next one runs
  private int run(CorpusCase each, Section section) {
    if (each.skipped() != null) {
      return 2;
    }
    try {
      each.check().run();
      return 0;
    } catch (Exception | AssertionError | StackOverflowError e) {
      String reason = String.valueOf(e.getMessage()).strip();
      err.printf(
          "FAILED %s %s: %s: %s%n",
          section.name(),
          each.name(),
          e.getClass().getSimpleName(),
          reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
      return 1;
    }
  }
}
