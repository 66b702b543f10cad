package dev.jbuild.builder.crash;

import dev.jbuild.builder.BuildEnvironment;
import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.BuildListener;
import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.BuildResult;
import dev.jbuild.builder.engine.Builder;
import dev.jbuild.builder.ops.LazyAgent;
import dev.jbuild.builder.oracle.BuiltImage;
import dev.jbuild.cache.content.DamagedBlobException;
import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that builds whatever context it reads the name of, a line each, in the store that is
 * its argument, and answers each with a line: {@code image} and what it is, or {@code failed} and
 * why.
 */
@SuppressWarnings("SystemOut") // this program's result is its output
public final class BuildProcess {
  /** Ends the name of a context whose image is not to be read, being too large. */
  private static final String UNREAD = "?";

  private BuildProcess() {}

  public static void main(String[] words) throws IOException, InterruptedException {
    Path work = Path.of(words[0]);
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String context = in.readLine(); context != null; context = in.readLine()) {
      System.out.println(answer(work, Path.of(context)));
    }
  }

  /** The answer to a context; a store that is opened for it alone. */
  static String answer(Path work, Path context) throws IOException, InterruptedException {
    Path cache = work.resolve("native");
    try (Builder builder = new Builder(BuildEnvironment.of(work.resolve("store"), cache))) {
      boolean unread = context.toString().endsWith(UNREAD);
      Path directory = unread ? Path.of(context.toString().replace(UNREAD, "")) : context;
      BuildResult result = builder.build(BuildRequest.of(directory), BuildListener.SILENT);
      if (unread) {
        return "built " + result.config().diffIds().size() + " layers";
      }
      AgentOptions options =
          new AgentOptions(builder.store().root(), cache, Isolation.AUTO, line -> {});
      try (LazyAgent disk = new LazyAgent(options, builder.store(), BuildListener.SILENT)) {
        return "image " + BuiltImage.of(builder.store(), disk, result).digest();
      }
    } catch (BuildException e) {
      return "failed " + String.valueOf(e.getMessage()).replace('\n', ' ');
    } catch (DamagedBlobException e) {
      return "damaged " + e.getMessage();
    }
  }
}
