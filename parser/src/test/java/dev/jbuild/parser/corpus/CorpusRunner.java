package dev.jbuild.parser.corpus;

import java.nio.file.Path;
import java.util.stream.Stream;

/** Knows one kind of file of the corpus. */
@FunctionalInterface
public interface CorpusRunner {

  /** The cases in the directory of a section; none if it has no file of this kind. */
  Stream<CorpusCase> cases(Path section);
}
