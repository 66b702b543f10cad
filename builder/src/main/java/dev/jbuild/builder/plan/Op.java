package dev.jbuild.builder.plan;

import dev.jbuild.builder.NetworkMode;
import dev.jbuild.builder.image.ResolvedImage;
import dev.jbuild.builder.remote.GitAddress;
import dev.jbuild.executor.net.ExtraHost;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.ImageReference;
import dev.jbuild.parser.ast.RunDevice;
import dev.jbuild.parser.value.ChmodMode;
import java.net.URI;
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

  /** The file at an address; the proxy variables do not count for reuse. */
  record SourceHttp(URI address, @Nullable Digest checksum, Map<String, String> proxies)
      implements Op {
    public SourceHttp {
      proxies = new TreeMap<>(proxies);
    }
  }

  /** The files of a git repository; the proxy variables do not count for reuse. */
  record SourceGit(GitAddress address, boolean keepGitDirectory, Map<String, String> proxies)
      implements Op {
    public SourceGit {
      proxies = new TreeMap<>(proxies);
    }
  }

  /**
   * The first input with the layers of the second on top, which were made without it: a copy with
   * {@code --link}.
   */
  record Link() implements Op {}

  /**
   * A RUN. {@code user} is in the form of an image config; {@code files} are what heredocs give;
   * {@code mounts} are in the order in which they are mounted.
   */
  record Exec(
      List<String> args,
      List<String> env,
      String cwd,
      String user,
      ExecOptions options,
      List<InlineFile> files,
      List<RunMount> mounts)
      implements Op {
    public Exec {
      mounts = List.copyOf(mounts);
      args = List.copyOf(args);
      env = List.copyOf(env);
      files = List.copyOf(files);
    }
  }

  /** What else a RUN runs with; the proxy variables do not count for reuse. */
  record ExecOptions(
      NetworkMode network,
      String hostname,
      List<ExtraHost> hosts,
      boolean insecure,
      List<RunDevice> devices,
      Map<String, String> proxies) {
    public static final String DEFAULT_HOSTNAME = "buildkitsandbox";

    public ExecOptions {
      hosts = List.copyOf(hosts);
      devices = List.copyOf(devices);
      proxies = new TreeMap<>(proxies);
    }
  }

  /** A change of files that the builder makes itself. */
  sealed interface FileOp extends Op permits Copy, MakeDirectory, Snapshot {}

  /**
   * COPY and ADD. A destination that ends in a slash is a directory. {@code chown} is as written,
   * null to keep owners.
   */
  record Copy(
      List<CopySource> sources,
      String destination,
      @Nullable String chown,
      @Nullable ChmodMode chmod,
      List<String> excludes)
      implements FileOp {
    public Copy {
      sources = List.copyOf(sources);
      excludes = List.copyOf(excludes);
    }

    /** {@code add} if it does what only ADD can, else {@code copy}. */
    public String verb() {
      boolean adds =
          sources.stream()
              .anyMatch(source -> source.unpack() || source instanceof CopySource.Downloaded);
      return adds ? "add" : "copy";
    }
  }

  /**
   * What a context has at {@code path}, put at {@link #PLACE} of the empty file system. The inputs
   * are that file system and the context.
   */
  record Snapshot(String path) implements FileOp {
    public static final String PLACE = "files";
  }

  /** The directory of a WORKDIR; what is missing of it belongs to {@code user}. */
  record MakeDirectory(String path, @Nullable String user) implements FileOp {}
}
