package dev.jbuild.builder.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the kernel lets nobody but root do, whichever program does it. */
final class NeedsRoot {
  private static final int OWNER_READS = 0400;

  private NeedsRoot() {}

  /** Why this user cannot run a case of section build; null for no reason. */
  static @Nullable String of(Path corpus, String id) {
    Path file = corpus.resolve("build").resolve(id).resolve("case.json");
    try {
      for (Data step : Facts.parse(Files.readAllBytes(file)).objects("steps")) {
        String reason = of(step.objects("context"), step.object("expect"));
        if (reason != null) {
          return reason;
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("read " + file, e);
    }
  }

  /** The same for a case of section conformance. */
  static @Nullable String of(Data entry) {
    return of(entry.objects("contextExtra"), entry.object("buildkit"));
  }

  private static @Nullable String of(List<Data> context, Data expect) {
    if (ContextFiles.SUPERUSER) {
      return null;
    }
    for (Object facts : expect.object("rootfs").values().values()) {
      if (List.of("char", "block").contains(Data.of(facts).text("type", ""))) {
        return "a RUN makes a device node";
      }
    }
    for (Data file : context) {
      if ((Integer.parseInt(file.text("mode", "0644"), 8) & OWNER_READS) == 0) {
        return "its owner may not read " + file.text("path", "");
      }
    }
    return null;
  }
}
