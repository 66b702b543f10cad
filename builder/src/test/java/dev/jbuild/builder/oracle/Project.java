package dev.jbuild.builder.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that a build depends on. */
record Project(
    Map<String, Node> files,
    List<String> ignore,
    List<Stage> stages,
    Map<String, String> buildArgs,
    BaseImage base,
    String comment) {

  Project {
    files = Map.copyOf(files);
    ignore = List.copyOf(ignore);
    stages = List.copyOf(stages);
    buildArgs = Map.copyOf(buildArgs);
  }

  Project withFiles(Map<String, Node> value) {
    return new Project(value, ignore, stages, buildArgs, base, comment);
  }

  Project withFile(String path, Node node) {
    Map<String, Node> changed = new TreeMap<>(files);
    changed.put(path, node);
    return withFiles(changed);
  }

  Project withIgnore(List<String> value) {
    return new Project(files, value, stages, buildArgs, base, comment);
  }

  Project withStage(int index, Stage stage) {
    List<Stage> changed = new ArrayList<>(stages);
    changed.set(index, stage);
    return new Project(files, ignore, changed, buildArgs, base, comment);
  }

  Project withBuildArg(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(buildArgs);
    changed.put(name, value);
    return new Project(files, ignore, stages, changed, base, comment);
  }

  Project withBase(BaseImage value) {
    return new Project(files, ignore, stages, buildArgs, value, comment);
  }

  Project withComment(String value) {
    return new Project(files, ignore, stages, buildArgs, base, value);
  }

  String dockerfile() {
    StringBuilder text = new StringBuilder();
    for (Stage stage : stages) {
      text.append(comment);
      text.append("FROM ").append(stage.base()).append(" AS ").append(stage.name()).append('\n');
      stage.instructions().forEach(each -> text.append(each.text()).append('\n'));
    }
    return text.toString();
  }

  /** Its files as they lie in the context, those that rule the build included. */
  Map<String, Node> context() {
    Map<String, Node> all = new TreeMap<>(files);
    all.put("Dockerfile", Node.file(0644, dockerfile()));
    all.put(".dockerignore", Node.file(0644, String.join("\n", ignore) + "\n"));
    return all;
  }
}
