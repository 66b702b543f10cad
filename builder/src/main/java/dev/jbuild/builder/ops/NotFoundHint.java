package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.parser.text.Spelling;
import java.io.IOException;
import java.util.Optional;

/** What may have become of a file that a COPY or ADD does not find. */
final class NotFoundHint {
  private NotFoundHint() {}

  /**
   * @param word as the instruction has it
   * @param path what it leads to, from the root of the source
   */
  static String of(SourceView source, String word, String path) throws IOException {
    if (word.startsWith("../")) {
      return ": what is above it cannot be reached; build with that directory as the context, or"
          + " name it: --build-context NAME=DIRECTORY and COPY --from=NAME";
    }
    Optional<String> pattern = source.leavingOut(path);
    if (pattern.isPresent()) {
      return ": it is left out by the pattern " + pattern.get() + " of the ignore file";
    }
    int slash = path.lastIndexOf('/');
    String directory = SourcePaths.resolve(source, slash < 0 ? "" : path.substring(0, slash));
    if (!(source.find(directory).orElse(null) instanceof SourceEntry.Directory)) {
      return "";
    }
    return Spelling.nearest(path.substring(slash + 1), source.names(directory))
        .map(near -> " (did you mean " + path.substring(0, slash + 1) + near + "?)")
        .orElse("");
  }
}
