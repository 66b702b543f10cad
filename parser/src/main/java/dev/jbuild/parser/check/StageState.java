package dev.jbuild.parser.check;

import dev.jbuild.parser.value.PlatformName;
import java.util.List;

/** How far the checks of one stage have come. */
final class StageState {
  private final Scope scope;
  private final PlatformName platform;
  private List<String> shell;
  private String workingDirectory;
  private boolean workdirSet;

  private StageState(
      Scope scope, PlatformName platform, List<String> shell, String workingDirectory) {
    this.scope = scope;
    this.platform = platform;
    this.shell = shell;
    this.workingDirectory = workingDirectory;
  }

  static StageState of(BaseImage image, PlatformName platform) {
    String directory = Directories.join("/", image.workingDirectory());
    return new StageState(new Scope(image.env()), platform, image.shell(), directory);
  }

  /** The state that a stage which is based on this one starts with. */
  StageState child() {
    var child = new StageState(scope.child(), platform, shell, workingDirectory);
    child.workdirSet = workdirSet;
    return child;
  }

  Scope scope() {
    return scope;
  }

  /** The shell that the image sets, empty for the default one. */
  List<String> shell() {
    return shell;
  }

  void shell(List<String> words) {
    shell = words;
  }

  String workingDirectory() {
    return workingDirectory;
  }

  /** Whether the file has set the working directory, not just the image. */
  boolean isWorkdirSet() {
    return workdirSet;
  }

  void workdir(String path) {
    workingDirectory = Directories.join(workingDirectory, path);
    workdirSet = true;
  }

  boolean isAbsolute(String path) {
    return Directories.isAbsolute(path, platform.os());
  }
}
