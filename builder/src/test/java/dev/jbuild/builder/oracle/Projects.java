package dev.jbuild.builder.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes random projects to begin with. */
final class Projects {
  static final List<String> DIRECTORIES = List.of("", "src", "src/sub", "docs");
  static final List<String> NAMES = List.of("a.txt", "b.txt", "c.log", "d.conf", "e");
  static final List<String> IGNORE =
      List.of("*.log", "**/*.log", "docs", "!docs/a.txt", "src/sub", "**/b.txt", "!src/b.txt");
  private static final int TRIES = 20;

  private final Randomly randomly;

  Projects(Randomly randomly) {
    this.randomly = randomly;
  }

  Project next(boolean busybox) {
    Project project =
        new Project(files(), List.of(), List.of(), Map.of(), new BaseImage(0, 0, 0, busybox), "");
    int stages = 1 + randomly.below(4);
    for (int index = 0; index < stages; index++) {
      project = withStage(project, index);
    }
    return project;
  }

  private Map<String, Node> files() {
    Map<String, Node> files = new TreeMap<>();
    for (String directory : DIRECTORIES) {
      if (!directory.isEmpty()) {
        files.put(directory, Node.directory(randomly.oneIn(3) ? 0700 : 0755));
      }
      for (String name : NAMES) {
        if (!randomly.oneIn(3)) {
          Node file = Node.file(randomly.oneIn(4) ? 0755 : 0644, randomly.text());
          files.put(FileSet.child(directory, name), file);
        }
      }
      if (randomly.oneIn(2)) {
        files.put(FileSet.child(directory, "lnk1"), Node.link(randomly.one(NAMES)));
      }
    }
    files.put("pack.tar", Archives.make(0, 0));
    return files;
  }

  private Project withStage(Project project, int index) {
    List<String> bases = new ArrayList<>(List.of(BaseImage.NAME, BaseImage.NAME));
    if (!project.base().busybox()) {
      bases.add("scratch");
    }
    project.stages().forEach(stage -> bases.add(stage.name()));
    List<Stage> stages = new ArrayList<>(project.stages());
    stages.add(new Stage("s" + index, randomly.one(bases), List.of()));
    Project current =
        new Project(
            project.files(), project.ignore(), stages, project.buildArgs(), project.base(), "");
    if (!Edits.isPossible(current)) { // the triggers of the base do not fit
      return withStage(project, index);
    }
    int wanted = 1 + randomly.below(5);
    for (int i = 0; i < TRIES && current.stages().get(index).instructions().size() < wanted; i++) {
      List<Instruction> more = new ArrayList<>(current.stages().get(index).instructions());
      more.add(new Instructions(randomly, current).next(index));
      Project tried = current.withStage(index, current.stages().get(index).withInstructions(more));
      current = Edits.isPossible(tried) ? tried : current;
    }
    return current;
  }
}
