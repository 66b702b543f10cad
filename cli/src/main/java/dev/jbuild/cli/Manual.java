package dev.jbuild.cli;

import dev.jbuild.cli.command.Commands;
import dev.jbuild.cli.command.Jbuild;
import dev.jbuild.cli.command.Version;
import dev.jbuild.cli.completion.Shell;
import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.manual.ManualPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * Writes the manual pages and the scripts for shells below a directory {@code share}, where {@code
 * man} and the shells look for them: the build of the distribution does that (src/build/dist.sh).
 */
final class Manual {
  private Manual() {}

  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  static void write(Path share) throws IOException {
    CommandLine program = Commands.commandLine(new Jbuild(Host.ofProcess()), null);
    for (ManualPage page : ManualPage.all(program, Version.TEXT)) {
      put(share.resolve("man/man1/" + page.name() + ".1"), page.text());
    }
    put(share.resolve("bash-completion/completions/jbuild"), Shell.BASH.script(program));
    put(share.resolve("zsh/site-functions/_jbuild"), Shell.ZSH.script(program));
    put(share.resolve("fish/vendor_completions.d/jbuild.fish"), Shell.FISH.script(program));
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
