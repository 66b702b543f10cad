package dev.jbuild.builder.diagnosis;

import java.util.List;

/** What is wrong with the program that a step wanted to execute. */
public sealed interface Finding {
  /** The program as the step named it. */
  String program();

  /**
   * It is in no directory of PATH.
   *
   * @param near names there that look like it
   */
  record NotFound(String program, List<String> path, List<String> near) implements Finding {
    public NotFound {
      path = List.copyOf(path);
      near = List.copyOf(near);
    }
  }

  /** There is no such file. */
  record NoFile(String program) implements Finding {}

  /** It is a directory. */
  record IsDirectory(String program) implements Finding {}

  /** Nobody may execute it. */
  record NotExecutable(String program, int mode) implements Finding {}

  /** The interpreter of its first line is not there. */
  record NoInterpreter(String program, String interpreter) implements Finding {}

  /** Its first line ends as on Windows, so that the name of its interpreter does, too. */
  record WindowsLines(String program, String interpreter) implements Finding {}

  /** It is linked to a loader that is not there. */
  record NoLoader(String program, String loader) implements Finding {}

  /** It is for another processor. */
  record OtherArchitecture(String program, String architecture, String platform)
      implements Finding {}
}
