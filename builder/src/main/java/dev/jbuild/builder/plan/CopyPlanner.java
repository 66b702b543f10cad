package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.builder.remote.GitAddress;
import dev.jbuild.builder.remote.HttpAddress;
import dev.jbuild.parser.ast.AddFlags;
import dev.jbuild.parser.ast.AddFlags.RemoteFlags;
import dev.jbuild.parser.ast.AddInstruction;
import dev.jbuild.parser.ast.CopyFlags;
import dev.jbuild.parser.ast.CopyInstruction;
import dev.jbuild.parser.ast.Heredoc;
import dev.jbuild.parser.ast.Instruction;
import dev.jbuild.parser.ast.Location;
import dev.jbuild.parser.value.ChmodMode;
import dev.jbuild.parser.value.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans COPY and ADD. */
final class CopyPlanner {
  private final StagePlanner stage;
  private final StageState state;
  private final Words words;
  private final Location place;
  private final RemoteSources remote;
  private final List<Vertex> inputs = new ArrayList<>();

  CopyPlanner(StagePlanner stage, Location place) {
    this.stage = stage;
    this.state = stage.state();
    this.words = stage.planner().words();
    this.place = place;
    this.remote = new RemoteSources(stage.planner(), place);
  }

  void copy(CopyInstruction copy) throws BuildException, InterruptedException {
    CopyFlags flags = copy.flags();
    List<String> words = expandAll(copy.sources());
    Rules rules =
        new Rules(flags.parents(), flags.chown(), flags.chmod(), flags.exclude(), flags.link());
    begin(rules);
    List<CopySource> sources = new ArrayList<>();
    for (String word : words) {
      if (remote.isRemote(word)) {
        String what = remote.git(word).isPresent() ? "git ref" : "URL";
        throw wrong("source can't be a " + what + " for COPY");
      }
    }
    if (!words.isEmpty()) {
      String from = flags.from();
      Vertex source =
          from == null
              ? stage.planner().context()
              : stage.planner().source(stage.stage(), from, place);
      int input = input(source);
      for (String word : words) {
        sources.add(
            flags.parents()
                ? CopySource.Parents.of(input, word)
                : new CopySource.FromInput(input, word, false));
      }
    }
    plan(copy, new Request("COPY", words, sources, copy.heredocs(), copy.destination(), rules));
  }

  void add(AddInstruction add) throws BuildException {
    AddFlags flags = add.flags();
    List<String> words = expandAll(add.sources());
    String checksum = checksum(flags.remote().checksum(), words);
    Rules rules = new Rules(false, flags.chown(), flags.chmod(), flags.exclude(), flags.link());
    begin(rules);
    List<CopySource> sources = new ArrayList<>();
    for (String word : words) {
      sources.add(added(word, checksum, flags.remote()));
    }
    plan(add, new Request("ADD", words, sources, add.heredocs(), add.destination(), rules));
  }

  private @Nullable String checksum(@Nullable String flag, List<String> sources)
      throws BuildException {
    String checksum = words.expandIfGiven(flag, state.variables(), place);
    if (checksum == null || checksum.isEmpty()) {
      return null;
    }
    if (sources.size() != 1) {
      throw wrong("checksum can't be specified for multiple sources");
    }
    if (!remote.isRemote(sources.getFirst())) {
      throw wrong("checksum requires HTTP(S) or Git sources");
    }
    return checksum;
  }

  private CopySource added(String word, @Nullable String checksum, RemoteFlags flags)
      throws BuildException {
    Optional<GitAddress> git = remote.git(word);
    if (git.isPresent()) {
      Op.SourceGit op = remote.git(git.get(), checksum, flags);
      return new CopySource.FromInput(input(stage.planner().remote(op, place)), "/", false);
    }
    if (HttpAddress.isOne(word)) {
      Op.SourceHttp op = remote.http(word, checksum);
      return new CopySource.Downloaded(
          input(stage.planner().remote(op, place)),
          HttpAddress.fileName(op.address()),
          Boolean.TRUE.equals(flags.unpack()));
    }
    boolean unpack = !Boolean.FALSE.equals(flags.unpack());
    return new CopySource.FromInput(input(stage.planner().context()), word, unpack);
  }

  private List<String> expandAll(List<String> sources) throws BuildException {
    return words.expandEach(sources, state.variables(), place);
  }

  /**
   * Begins the inputs; as with docker, {@code --chmod} takes the meaning of {@code --link} away.
   */
  private void begin(Rules rules) {
    inputs.add(rules.isLinked() ? new Vertex(new Op.Scratch(), List.of(), null) : state.vertex());
  }

  /** The number of an input, which is added if it is not one yet. */
  private int input(Vertex vertex) {
    int known = inputs.subList(1, inputs.size()).indexOf(vertex);
    if (known >= 0) {
      return known + 1;
    }
    inputs.add(vertex);
    return inputs.size() - 1;
  }

  private record Rules(
      boolean parents,
      @Nullable String chown,
      @Nullable String chmod,
      List<String> excludes,
      boolean link) {

    boolean isLinked() {
      return link && (chmod == null || chmod.isEmpty());
    }
  }

  private record Request(
      String keyword,
      List<String> words,
      List<CopySource> sources,
      List<Heredoc> heredocs,
      String destination,
      Rules rules) {}

  private List<CopySource.Inline> inline(List<Heredoc> heredocs) throws BuildException {
    List<CopySource.Inline> files = new ArrayList<>();
    for (Heredoc heredoc : heredocs) {
      String text = words.content(heredoc, state.variables(), place);
      files.add(new CopySource.Inline(heredoc.name(), text));
    }
    return files;
  }

  private void plan(Instruction instruction, Request request) throws BuildException {
    Rules rules = request.rules();
    String destination = words.expand(request.destination(), state.variables(), place);
    String chown = words.expandIfGiven(rules.chown(), state.variables(), place);
    String chmod = words.expandIfGiven(rules.chmod(), state.variables(), place);
    List<CopySource> sources = new ArrayList<>(request.sources());
    sources.addAll(inline(request.heredocs()));
    Op.Copy op =
        new Op.Copy(
            sources,
            Paths.destination(state.workingDirectory(), destination),
            chown == null || chown.isEmpty() ? null : chown,
            mode(chmod),
            words.expandEach(rules.excludes(), state.variables(), place));
    String shown = shown(request, destination, op.chown(), chmod);
    if (rules.isLinked()) {
      stage.link(op, inputs, instruction, place, shown);
    } else {
      stage.step(op, inputs, instruction, place, shown);
    }
  }

  private @Nullable ChmodMode mode(@Nullable String chmod) throws BuildException {
    if (chmod == null || chmod.isEmpty()) {
      return null;
    }
    try {
      return ChmodMode.parse(chmod);
    } catch (InvalidValueException e) {
      throw stage.planner().excerpts().wrong(place, String.valueOf(e.getMessage()), e);
    }
  }

  private static String shown(
      Request request, String destination, @Nullable String chown, @Nullable String chmod) {
    StringBuilder text = new StringBuilder(request.keyword());
    if (request.rules().parents()) {
      text.append(" --parents");
    }
    if (chown != null) {
      text.append(" --chown=").append(chown);
    }
    if (chmod != null && !chmod.isEmpty()) {
      text.append(" --chmod=").append(chmod);
    }
    request.words().forEach(word -> text.append(' ').append(word));
    request.heredocs().forEach(file -> text.append(" <<").append(file.name()));
    return text.append(' ').append(destination).append(" # buildkit").toString();
  }

  private BuildException wrong(String message) {
    return stage.planner().excerpts().wrong(place, message);
  }
}
