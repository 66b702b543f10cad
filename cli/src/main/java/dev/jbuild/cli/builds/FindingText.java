package dev.jbuild.cli.builds;

import dev.jbuild.builder.diagnosis.Finding;
import dev.jbuild.cli.explain.ScreenSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found about a program that could not be executed, in words, with a way out. */
final class FindingText {
  private FindingText() {}

  static List<String> lines(Finding finding) {
    String program = ScreenSafe.text(finding.program());
    return switch (finding) {
      case Finding.NotFound none -> notFound(program, none);
      case Finding.NoFile none -> List.of(program + ": there is no such file in the image");
      case Finding.IsDirectory directory -> List.of(program + " is a directory");
      case Finding.NotExecutable file ->
          List.of(
              String.format(
                  Locale.ROOT,
                  "%s is there, but with the mode %04o nobody may execute it: RUN chmod +x, or COPY"
                      + " --chmod=0755",
                  program,
                  file.mode()));
      case Finding.NoInterpreter script ->
          List.of(
              program
                  + " is a script for "
                  + ScreenSafe.text(script.interpreter())
                  + ", which the image does not have");
      case Finding.WindowsLines script ->
          List.of(
              program
                  + " has the line ends of Windows, so it asks for \""
                  + ScreenSafe.text(script.interpreter())
                  + "\\r\": save it with LF alone (.gitattributes: * text eol=lf)");
      case Finding.NoLoader file ->
          List.of(
              program
                  + " is there, but not the loader that it is linked to: "
                  + ScreenSafe.text(file.loader())
                  + (file.loader().contains("ld-linux")
                      ? " (it is made for glibc, as Debian has it)"
                      : file.loader().contains("ld-musl")
                          ? " (it is made for musl, as Alpine has it)"
                          : ""));
      case Finding.OtherArchitecture file ->
          List.of(
              program
                  + " is a program for "
                  + file.architecture()
                  + ", and this step runs on "
                  + file.platform());
    };
  }

  private static List<String> notFound(String program, Finding.NotFound none) {
    List<String> lines = new ArrayList<>();
    lines.add(program + " is in no directory of PATH=" + String.join(":", none.path()));
    if (!none.near().isEmpty()) {
      lines.add("there is " + ScreenSafe.text(String.join(", ", none.near())));
    }
    return lines;
  }
}
