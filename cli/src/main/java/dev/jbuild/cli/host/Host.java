package dev.jbuild.cli.host;

import dev.jbuild.builder.Places;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process as its commands see it. Tests make their own.
 *
 * @param directory the working directory: empty for the one that Java was started in
 */
public record Host(
    Map<String, String> environment,
    Path directory,
    Terminal terminal,
    InputStream in,
    Output out,
    PrintStream err,
    Caller caller) {

  /** In the directory that Java was started in, with the signals of this process. */
  public Host(
      Map<String, String> environment,
      Terminal terminal,
      InputStream in,
      Output out,
      PrintStream err) {
    this(environment, Path.of(""), terminal, in, out, err, OwnProcess.INSTANCE);
  }

  /** This process. */
  public static Host ofProcess() {
    return new Host(
        System.getenv(),
        Terminal.parse(System.getProperty("jbuild.terminal", "")),
        new FileInputStream(FileDescriptor.in),
        new Output(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
  }

  public @Nullable String variable(String name) {
    return environment.get(name);
  }

  /** The file of a name that may be relative to the working directory. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  /** Where things are kept, {@code chosenRoot} being the store root of the command line. */
  public Places places(@Nullable Path chosenRoot) throws IOException {
    return Places.of(environment, chosenRoot);
  }
}
