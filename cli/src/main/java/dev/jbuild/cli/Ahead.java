package dev.jbuild.cli;

import dev.jbuild.oci.Digest;
import dev.jbuild.oci.json.Json;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.Check;
import dev.jbuild.parser.check.CheckContext;
import dev.jbuild.parser.check.CheckReport;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;

/**
 * What a build does first, done once on nothing by a thread of its own while the words of the
 * command line are read: the first JSON text, digest and Dockerfile of a process cost as much as a
 * thousand more, as their classes are made ready (docs/decisions/0004-start-up.md).
 */
final class Ahead {
  /** An instruction of each kind that most Dockerfiles have. */
  private static final String DOCKERFILE =
      "FROM scratch\nARG A=1\nENV B=$A\nWORKDIR /w\nCOPY c /\nRUN d\nCMD [\"e\"]\n";

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private Ahead() {}

  /** Begins, unless this process has built already. Nobody waits for the end. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("ahead").start(Ahead::build);
    }
  }

  /** In the order in which a build comes to need it; what the check says is of no use. */
  static CheckReport build() {
    byte[] text = DOCKERFILE.getBytes(StandardCharsets.UTF_8);
    Digest.sha256(text);
    new CRC32C().update(text);
    Json.parse(new byte[] {'{', '}'});
    return Check.run(Dockerfile.parse(text, "Dockerfile"), CheckContext.DEFAULT);
  }
}
