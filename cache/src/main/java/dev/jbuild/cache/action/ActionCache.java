package dev.jbuild.cache.action;

import dev.jbuild.cache.disk.StoreDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Action records in files {@code actions/<key>}. Any number of processes read and write without a
 * lock: a record is replaced as a whole, and of two for one key the later stays. A record that is
 * damaged in any way is a miss and a warning. That what a record points to is still there is not
 * looked at here.
 */
public final class ActionCache {
  private final StoreDirectory directory;
  private final Path actions;

  public ActionCache(StoreDirectory directory) {
    this.directory = directory;
    this.actions = directory.resolve("actions");
  }

  /** The record of a key; what it needs stays in the store while this process has it open. */
  public Optional<ActionRecord> find(ActionKey key) throws IOException {
    Optional<ActionRecord> found = look(key);
    return found.isPresent() && directory.use(file(key)) ? found : Optional.empty();
  }

  /** As {@link #find}, but not to use the record: it may be gone at any time. */
  public Optional<ActionRecord> look(ActionKey key) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file(key));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      ActionRecord record = RecordJson.read(bytes);
      if (record.key().equals(key)) {
        return Optional.of(record);
      }
      directory.warn("action record " + key.digest().hex() + " is that of another key; ignored");
    } catch (IllegalArgumentException e) {
      directory.warn(
          "action record " + key.digest().hex() + " is damaged and ignored: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Keeps a record. A power loss soon after may lose it, which is a miss. */
  public void put(ActionRecord record) throws IOException {
    directory.temporary().replace(file(record.key()), RecordJson.write(record), false);
  }

  private Path file(ActionKey key) {
    return actions.resolve(key.digest().hex());
  }
}
