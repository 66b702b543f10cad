package dev.jbuild.builder.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The sections of the corpus whose cases are whole builds. */
enum Section {
  BUILD {
    @Override
    List<CorpusCase> cases(Path corpus) throws IOException {
      try (Stream<Path> directories = Files.list(corpus.resolve("build"))) {
        return directories
            .filter(Files::isDirectory)
            .map(path -> String.valueOf(path.getFileName()))
            .sorted()
            .map(id -> new CorpusCase(id, NeedsRoot.of(corpus, id), run(corpus, id)))
            .toList();
      }
    }
  },
  CONFORMANCE {
    @Override
    List<CorpusCase> cases(Path corpus) throws IOException {
      Path directory = corpus.resolve("conformance");
      List<CorpusCase> cases = new ArrayList<>();
      for (Data entry : Facts.array(Files.readAllBytes(directory.resolve("index.json")))) {
        cases.add(
            new CorpusCase(
                entry.text("id", ""),
                entry.has("needs") ? "needs " + entry.texts("needs") : NeedsRoot.of(entry),
                work -> new ConformanceRun(corpus, entry, work).run()));
      }
      return cases;
    }
  };

  private static CorpusCase.Check run(Path corpus, String id) {
    return work -> new CaseRun(corpus, id, work).run();
  }

  static Section of(String directory) {
    return valueOf(directory.toUpperCase(Locale.ROOT));
  }

  /** The name of its directory. */
  String directory() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract List<CorpusCase> cases(Path corpus) throws IOException;
}
