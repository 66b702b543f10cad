package dev.jbuild.builder.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes a project at random, as people and tools do between two builds. */
final class Edits {
  /** What is edited; the last five leave the project as it is. */
  enum Kind {
    CONTENT,
    CONTENT_OF_SAME_SIZE_AND_TIME,
    ADD_FILE,
    REMOVE_FILE,
    RENAME_FILE,
    MODE,
    LINK,
    IGNORE,
    ARCHIVE_CONTENT,
    ARCHIVE_BYTES,
    BASE_CONTENT,
    BASE_VARIABLE,
    BASE_LAYERS,
    BUILD_ARG,
    REPLACE_INSTRUCTION,
    INSERT_INSTRUCTION,
    DELETE_INSTRUCTION,
    SWAP_INSTRUCTIONS,
    BASE_OF_STAGE,
    COMMENT,
    REVERT,
    NOTHING,
    TOUCH,
    OTHER_CHECKOUT,
    REOPEN_STORE,
    NO_CACHE
  }

  private final Randomly randomly;
  private final List<Project> earlier = new ArrayList<>();

  Edits(Randomly randomly) {
    this.randomly = randomly;
  }

  /** A change and what comes of it. */
  record Edit(Kind kind, Project project) {}

  /** A random change after which the project can still be built. */
  Edit next(Project project) {
    earlier.add(project);
    while (true) {
      Kind kind = randomly.one(List.of(Kind.values()));
      Project changed = changed(kind, project);
      if (isPossible(changed)) {
        return new Edit(kind, changed);
      }
    }
  }

  static boolean isPossible(Project project) {
    try {
      Model.of(project);
      return true;
    } catch (Impossible e) {
      return false;
    }
  }

  private Project changed(Kind kind, Project project) {
    BaseImage base = project.base();
    return switch (kind) {
      case CONTENT, CONTENT_OF_SAME_SIZE_AND_TIME, ADD_FILE, REMOVE_FILE, RENAME_FILE, MODE, LINK ->
          project.withFiles(files(kind, new TreeMap<>(project.files())));
      case IGNORE -> project.withIgnore(ignore(project.ignore()));
      case ARCHIVE_CONTENT -> project.withFile("pack.tar", Archives.make(randomly.below(4), 0));
      case ARCHIVE_BYTES -> project.withFile("pack.tar", Archives.make(0, randomly.below(4)));
      case BASE_CONTENT ->
          project.withBase(
              new BaseImage(randomly.below(3), base.variable(), base.cut(), base.busybox()));
      case BASE_VARIABLE ->
          project.withBase(
              new BaseImage(base.content(), randomly.below(3), base.cut(), base.busybox()));
      case BASE_LAYERS ->
          project.withBase(
              new BaseImage(base.content(), base.variable(), base.cut() + 1, base.busybox()));
      case BUILD_ARG ->
          project.withBuildArg(
              "A" + randomly.below(3), randomly.one(List.of("given", "other", "")));
      case REPLACE_INSTRUCTION,
          INSERT_INSTRUCTION,
          DELETE_INSTRUCTION,
          SWAP_INSTRUCTIONS,
          BASE_OF_STAGE ->
          instructions(kind, project);
      case COMMENT -> project.withComment("# comment " + randomly.below(100) + "\n\n");
      case REVERT -> randomly.one(earlier);
      case NOTHING, TOUCH, OTHER_CHECKOUT, REOPEN_STORE, NO_CACHE -> project;
    };
  }

  private Map<String, Node> files(Kind kind, Map<String, Node> files) {
    List<String> paths = new ArrayList<>(files.keySet());
    paths.removeIf(
        path -> path.equals("pack.tar") || files.getOrDefault(path, Node.link("")).isDirectory());
    String path = randomly.one(paths);
    Node node = files.getOrDefault(path, Node.link(""));
    switch (kind) {
      case CONTENT -> files.put(path, Node.file(node.mode(), randomly.text()));
      case CONTENT_OF_SAME_SIZE_AND_TIME ->
          files.put(path, node.kind() == Node.Kind.FILE ? node.withData(turned(node)) : node);
      case REMOVE_FILE -> files.remove(path);
      case RENAME_FILE -> {
        files.remove(path);
        files.put(place(), node);
      }
      case MODE -> files.put(path, mode(node));
      case LINK -> files.put(place().replaceFirst("[^/]*$", "lnk1"), link());
      default -> files.put(place(), Node.file(0644, randomly.text()));
    }
    return files;
  }

  private Node link() {
    return Node.link(randomly.one(Projects.NAMES));
  }

  private String place() {
    return FileSet.child(randomly.one(Projects.DIRECTORIES), randomly.one(Projects.NAMES));
  }

  private Node mode(Node node) {
    int mode = randomly.one(List.of(0600, 0644, 0755, 0400, 04755, 0666));
    return node.kind() == Node.Kind.FILE ? node.withMode(mode) : node;
  }

  private static String turned(Node node) {
    return new StringBuilder(node.data()).reverse().toString();
  }

  private List<String> ignore(List<String> patterns) {
    List<String> changed = new ArrayList<>(patterns);
    if (!changed.isEmpty() && randomly.oneIn(2)) {
      changed.remove(randomly.below(changed.size()));
    } else {
      changed.add(randomly.one(Projects.IGNORE));
    }
    return changed;
  }

  private Project instructions(Kind kind, Project project) {
    int index = randomly.below(project.stages().size());
    Stage stage = project.stages().get(index);
    List<Instruction> all = new ArrayList<>(stage.instructions());
    if (kind == Kind.BASE_OF_STAGE) {
      String base = randomly.one(List.of(BaseImage.NAME, "scratch"));
      return project.withStage(index, new Stage(stage.name(), base, all));
    }
    Instruction made = new Instructions(randomly, project).next(index);
    int at = randomly.below(Math.max(1, all.size()));
    if (kind == Kind.INSERT_INSTRUCTION || all.isEmpty()) {
      all.add(at, made);
    } else if (kind == Kind.REPLACE_INSTRUCTION) {
      all.set(at, made);
    } else if (kind == Kind.DELETE_INSTRUCTION) {
      all.remove(at);
    } else {
      Collections.swap(all, at, randomly.below(all.size()));
    }
    return project.withStage(index, stage.withInstructions(all));
  }
}
