package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.SourcePaths;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.tree.TreeEntry;
import java.io.IOException;

/**
 * What a mount shows of a stage, an image or a context: {@code path} is where its source leads when
 * all links are followed.
 */
record BoundFiles(State state, String path, TreeEntry entry) {

  /**
   * @throws Selection.NotFoundException when there is nothing
   */
  static BoundFiles of(Store store, Inputs input, String source) throws IOException {
    State state = ((Inputs.Files) input).state();
    String path = store.trees().resolve(state.tree(), source);
    TreeEntry entry =
        store
            .trees()
            .find(state.tree(), path)
            .orElseThrow(
                () ->
                    new Selection.NotFoundException(
                        "/" + SourcePaths.clean(source), "the stage or image to mount from"));
    return new BoundFiles(state, path, entry);
  }

  boolean isDirectory() {
    return entry instanceof TreeEntry.Directory;
  }
}
