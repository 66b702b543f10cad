package dev.jbuild.cli.host;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The process as its commands see it. Tests make their own. */
public record Host(
    Map<String, String> environment,
    Terminal terminal,
    InputStream in,
    Output out,
    PrintStream err) {

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

  /** Where things are kept, {@code chosenRoot} being the store root of the command line. */
  public Places places(@Nullable Path chosenRoot) throws IOException {
    String home = environment.get("HOME");
    return Places.of(
        environment,
        Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home),
        superuser(),
        chosenRoot);
  }

  private static boolean superuser() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }
}
