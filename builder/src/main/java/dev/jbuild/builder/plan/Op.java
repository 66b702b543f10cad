package dev.jbuild.builder.plan;

import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.parser.value.ChmodMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a vertex does. Where an op changes a file system, that is the vertex's first input. */
public sealed interface Op {

  /** The empty file system of {@code FROM scratch}. */
  record Scratch() implements Op {}

  /** The file system of an image. */
  record SourceImage(ResolvedImage image) implements Op {}

  /** The files of a named context, or of the build context for null. */
  record SourceContext(@Nullable ImageReference name) implements Op {}

  /**
   * A RUN. {@code user} is in the form of an image config; {@code files} are what heredocs give.
   */
  record Exec(
      List<String> args,
      List<String> env,
      String cwd,
      String user,
      ExecOptions options,
      List<InlineFile> files)
      implements Op {
    public Exec {
      args = List.copyOf(args);
      env = List.copyOf(env);
      files = List.copyOf(files);
    }
  }

  /** What else a RUN runs with; the proxy variables do not count for reuse. */
  record ExecOptions(NetworkMode network, String hostname, Map<String, String> proxies) {
    public static final String DEFAULT_HOSTNAME = "buildkitsandbox";

    public ExecOptions {
      proxies = new TreeMap<>(proxies);
    }
  }

  /** A change of files that the builder makes itself. */
  sealed interface FileOp extends Op permits Copy, MakeDirectory {}

  /**
   * COPY and ADD. A destination that ends in a slash is a directory. {@code chown} is as written,
   * null to keep owners; {@code unpack} unpacks archives.
   */
  record Copy(
      List<CopySource> sources,
      String destination,
      @Nullable String chown,
      @Nullable ChmodMode chmod,
      boolean unpack,
      List<String> excludes)
      implements FileOp {
    public Copy {
      sources = List.copyOf(sources);
      excludes = List.copyOf(excludes);
    }
  }

  /** The directory of a WORKDIR; what is missing of it belongs to {@code user}. */
  record MakeDirectory(String path, @Nullable String user) implements FileOp {}
}
