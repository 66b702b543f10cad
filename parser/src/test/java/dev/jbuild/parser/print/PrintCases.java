package dev.jbuild.parser.print;

import dev.jbuild.parser.corpus.CorpusCase;
import dev.jbuild.parser.corpus.CorpusFiles;
import dev.jbuild.parser.corpus.CorpusRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Every file of the corpus printed and formatted.
 *
 * @param directory where the directories of the files stand in the section
 */
public record PrintCases(String directory) implements CorpusRunner {

  /** The files that stand as text in JSON. */
  public static final CorpusRunner OF_INSTRUCTIONS =
      section ->
          Stream.of("errors.json", "typed.json")
              .flatMap(
                  name ->
                      CorpusFiles.elements(
                          section.resolve(name),
                          json ->
                              PrintCheck.run(
                                  json.get("dockerfile")
                                      .asText()
                                      .getBytes(StandardCharsets.UTF_8))));

  @Override
  public Stream<CorpusCase> cases(Path section) {
    return CorpusFiles.directories(
        section.resolve(directory),
        "Dockerfile",
        each -> PrintCheck.run(CorpusFiles.bytes(each.resolve("Dockerfile"))));
  }
}
