package dev.jbuild.executor;

import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a command. They are used by threads of their own and never closed. A slow output
 * stream slows the command down.
 *
 * @param stdin null for /dev/null
 */
public record ExecIo(@Nullable InputStream stdin, OutputStream stdout, OutputStream stderr) {
  /** Output only. */
  public static ExecIo of(OutputStream stdout, OutputStream stderr) {
    return new ExecIo(null, stdout, stderr);
  }
}
