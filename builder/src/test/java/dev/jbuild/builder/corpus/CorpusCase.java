package dev.jbuild.builder.corpus;

import dev.jbuild.builder.BuildException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case of a section.
 *
 * @param skipped what it needs that no machine of ours has; null if it can be run
 */
record CorpusCase(String name, @Nullable String skipped, Check check) {

  /** Runs the case in an empty directory and says what is not as expected. */
  @FunctionalInterface
  interface Check {
    List<String> run(Path work) throws IOException, InterruptedException, BuildException;
  }

  @Override
  public String toString() {
    return name;
  }
}
