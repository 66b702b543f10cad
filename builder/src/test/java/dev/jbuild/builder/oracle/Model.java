package dev.jbuild.builder.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a build of a project comes to, worked out without any builder or store. */
final class Model {
  /** A step that the target needs. Equal keys have equal results. */
  record Step(String stage, String text, String key) {}

  /** The files of the image, busybox apart, and the steps stage by stage. */
  record Outcome(FileSet files, Map<String, List<Step>> steps) {}

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([AE][0-9])}?");
  private static final Set<String> ROOT = Set.of("", "0", "root");

  private final Project project;
  private final FileSet context;
  private final Map<String, StageModel> stages = new LinkedHashMap<>();

  private Model(Project project) {
    this.project = project;
    this.context = new Patterns(project.ignore()).visible(new FileSet(project.context()));
  }

  static Outcome of(Project project) throws Impossible {
    Model model = new Model(project);
    StageModel target = model.stage(project.stages().getLast().name());
    Map<String, List<Step>> steps = new LinkedHashMap<>();
    model.stages.forEach((name, stage) -> steps.put(name, stage.steps));
    return new Outcome(target.files, steps);
  }

  private StageModel stage(String name) throws Impossible {
    StageModel known = stages.get(name);
    if (known != null) {
      return known;
    }
    Stage stage =
        project.stages().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    StageModel made = new StageModel(name, begin(stage.base()));
    List<Instruction> triggers = List.copyOf(made.triggers);
    made.triggers.clear();
    for (Instruction trigger : triggers) {
      made.apply(trigger);
    }
    for (Instruction instruction : stage.instructions()) {
      made.apply(instruction);
    }
    stages.put(name, made);
    return made;
  }

  private StageModel begin(String base) throws Impossible {
    if (!base.equals("scratch") && !base.equals(BaseImage.NAME)) {
      return stage(base);
    }
    boolean scratch = base.equals("scratch");
    StageModel begin = new StageModel(scratch ? new FileSet(Map.of()) : project.base().files());
    begin.variables.put("PATH", "usual");
    if (!scratch) {
      begin.variables.put("BV", String.valueOf(project.base().variable()));
      begin.busybox = project.base().busybox();
    }
    return begin;
  }

  /** The ids of a user, as the image's /etc/passwd has them. */
  static long[] user(FileSet files, String name) {
    if (name.matches("[0-9]+")) {
      return new long[] {Long.parseLong(name), Long.parseLong(name)};
    }
    Node passwd = files.get("etc/passwd");
    boolean app = name.equals("app") && passwd != null && passwd.data().contains("app:");
    return app ? new long[] {11, 22} : new long[] {0, 0};
  }

  /** One stage on its way. */
  private final class StageModel {
    private final String name;
    private final FileSet files;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<Instruction> triggers = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private String directory = "/";
    private String user = "";
    private boolean busybox;

    StageModel(FileSet files) {
      this.name = "";
      this.files = files;
    }

    StageModel(String name, StageModel base) {
      this.name = name;
      this.files = base.files.copy();
      variables.putAll(base.variables);
      triggers.addAll(base.triggers);
      directory = base.directory;
      user = base.user;
      busybox = base.busybox;
    }

    void apply(Instruction instruction) throws Impossible {
      switch (instruction) {
        case Instruction.Env env -> variables.put(env.name(), expand(env.value()));
        case Instruction.Arg arg -> {
          String given = project.buildArgs().get(arg.name());
          if (given != null) {
            variables.put(arg.name(), given);
          } else if (arg.defaultValue() != null) {
            variables.put(arg.name(), expand(arg.defaultValue()));
          }
        }
        case Instruction.User change -> user = change.name();
        case Instruction.Metadata metadata -> {}
        case Instruction.Onbuild onbuild -> triggers.add(onbuild.trigger());
        case Instruction.Workdir workdir -> workdir(workdir);
        case Instruction.Copy copy -> copy(copy);
        case Instruction.Run run -> run(run);
      }
    }

    private void step(Instruction instruction, String key) {
      steps.add(new Step(name, instruction.text(), key));
    }

    private String expand(String text) {
      Matcher matcher = VARIABLE.matcher(text);
      return matcher.replaceAll(
          match -> Matcher.quoteReplacement(variables.getOrDefault(match.group(1), "")));
    }

    private String absolute(String path) {
      return path.startsWith("/")
          ? path
          : directory.replaceAll("/+$", "") + "/" + path.replaceFirst("^\\./", "");
    }

    private void workdir(Instruction.Workdir workdir) throws Impossible {
      String path = expand(workdir.path());
      // A relative path is cleaned, an absolute one is taken as it is.
      directory = path.startsWith("/") ? path : absolute(path).replaceAll("/+$", "");
      String key = "workdir " + files.fingerprint() + directory + " " + user;
      long[] ids = user(files, user);
      files.makeDirectories(
          directory.replaceAll("^/+|/+$", ""), Node.directory(0755).withOwner(ids[0], ids[1]));
      step(workdir, key);
    }

    private void copy(Instruction.Copy copy) throws Impossible {
      List<String> sources = copy.sources().stream().map(this::expand).toList();
      Instruction.Copy expanded =
          new Instruction.Copy(
              copy.add(),
              copy.from(),
              copy.chown(),
              copy.chmod(),
              copy.excludes(),
              sources,
              absolute(expand(copy.destination())));
      FileSet from = copy.from() == null ? context : stage(copy.from()).files;
      String before = files.fingerprint();
      String selected = new CopyModel(files, from.copy(), expanded).run();
      String how = " " + copy.add() + copy.chown() + copy.chmod() + copy.excludes();
      step(copy, "copy " + before + expanded.destination() + how + selected);
    }

    private void run(Instruction.Run run) throws Impossible {
      Node cwd = files.get(directory.replaceAll("^/+|/+$", ""));
      if (!busybox || cwd == null || !cwd.isDirectory()) {
        throw new Impossible("a RUN without a shell or a directory");
      }
      boolean writes = run.command() != Instruction.Run.Command.NOTHING;
      if (writes && !ROOT.contains(user)) {
        throw new Impossible("a RUN that may not write");
      }
      String key = "run " + files.fingerprint() + run.script() + variables + directory + user;
      switch (run.command()) {
        case NOTHING -> {}
        case REMOVE -> files.remove(run.argument().substring(1));
        case VARIABLES -> write(run, variableLines());
        case READ -> write(run, content(run.argument().substring(1)));
      }
      step(run, key);
    }

    private String variableLines() {
      return variables.entrySet().stream()
          .filter(each -> each.getKey().matches("[AE][0-9]"))
          .map(each -> each.getKey() + "=" + each.getValue() + "\n")
          .sorted()
          .reduce("", String::concat);
    }

    private String content(String path) throws Impossible {
      Node node = files.get(path);
      if (node == null || node.kind() != Node.Kind.FILE) {
        throw new Impossible("no file " + path);
      }
      return node.data();
    }

    private void write(Instruction.Run run, String content) throws Impossible {
      files.makeDirectories("runs", Node.directory(0755));
      Node there = files.get(run.output());
      if (there != null && there.kind() != Node.Kind.FILE) {
        throw new Impossible("a file over " + run.output());
      }
      files.put(run.output(), there == null ? Node.file(0644, content) : there.withData(content));
    }
  }
}
