package dev.jbuild.builder.plan;

import dev.jbuild.builder.BuildException;
import dev.jbuild.parser.ast.AddFlags;
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
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plans COPY and ADD. */
final class CopyPlanner {
  private static final Pattern URL = Pattern.compile("(?i)https?://.*");
  private static final Pattern GIT =
      Pattern.compile("(?i)git://.*|ssh://.*|git@[^:]+:.*|github\\.com/.*|https?://.*\\.git(#.*)?");

  private final StagePlanner stage;
  private final StageState state;
  private final Words words;
  private final Location place;

  CopyPlanner(StagePlanner stage, Location place) {
    this.stage = stage;
    this.state = stage.state();
    this.words = stage.planner().words();
    this.place = place;
  }

  void copy(CopyInstruction copy) throws BuildException, InterruptedException {
    CopyFlags flags = copy.flags();
    unsupportedIf(flags.link(), "COPY --link");
    unsupportedIf(flags.parents(), "COPY --parents");
    List<String> sources = words.expandEach(copy.sources(), state.variables(), place);
    for (String source : sources) {
      if (URL.matcher(source).matches()) {
        throw wrong("source can't be a URL for COPY");
      }
    }
    String from = flags.from();
    Vertex input =
        sources.isEmpty()
            ? null
            : from == null
                ? stage.planner().context()
                : stage.planner().source(stage.stage(), from, place);
    plan(
        copy,
        new Request(
            "COPY",
            input,
            sources,
            inline(copy.heredocs()),
            copy.destination(),
            new Rules(flags.chown(), flags.chmod(), false, flags.exclude())));
  }

  void add(AddInstruction add) throws BuildException {
    AddFlags flags = add.flags();
    unsupportedIf(flags.link(), "ADD --link");
    List<String> sources = words.expandEach(add.sources(), state.variables(), place);
    for (String source : sources) {
      unsupportedIf(GIT.matcher(source).matches(), "ADD of a git repository (" + source + ")");
      unsupportedIf(URL.matcher(source).matches(), "ADD of a URL (" + source + ")");
    }
    if (flags.remote().checksum() != null) {
      throw wrong("checksum requires HTTP(S) or Git sources");
    }
    boolean unpack = !Boolean.FALSE.equals(flags.remote().unpack());
    plan(
        add,
        new Request(
            "ADD",
            sources.isEmpty() ? null : stage.planner().context(),
            sources,
            inline(add.heredocs()),
            add.destination(),
            new Rules(flags.chown(), flags.chmod(), unpack, flags.exclude())));
  }

  private record Rules(
      @Nullable String chown, @Nullable String chmod, boolean unpack, List<String> excludes) {}

  private record Request(
      String keyword,
      @Nullable Vertex input,
      List<String> sources,
      List<CopySource.Inline> inline,
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
    String destination = words.expand(request.destination(), state.variables(), place);
    String chown = words.expandIfGiven(request.rules().chown(), state.variables(), place);
    String chmod = words.expandIfGiven(request.rules().chmod(), state.variables(), place);
    List<String> excludes = words.expandEach(request.rules().excludes(), state.variables(), place);
    List<Vertex> inputs = new ArrayList<>(List.of(state.vertex()));
    List<CopySource> sources = new ArrayList<>();
    if (request.input() != null) {
      inputs.add(request.input());
      for (String source : request.sources()) {
        sources.add(new CopySource.FromInput(1, source));
      }
    }
    sources.addAll(request.inline());
    Op.Copy op =
        new Op.Copy(
            sources,
            Paths.destination(state.workingDirectory(), destination),
            chown == null || chown.isEmpty() ? null : chown,
            mode(chmod),
            request.rules().unpack(),
            excludes);
    stage.step(op, inputs, instruction, place, shown(request, destination, op.chown(), chmod));
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
    StringBuilder text = new StringBuilder(request.keyword().toUpperCase(Locale.ROOT));
    if (chown != null) {
      text.append(" --chown=").append(chown);
    }
    if (chmod != null && !chmod.isEmpty()) {
      text.append(" --chmod=").append(chmod);
    }
    request.sources().forEach(source -> text.append(' ').append(source));
    request.inline().forEach(file -> text.append(" <<").append(file.name()));
    return text.append(' ').append(destination).append(" # buildkit").toString();
  }

  private void unsupportedIf(boolean used, String what) throws BuildException {
    if (used) {
      throw wrong(what + " is not supported yet");
    }
  }

  private BuildException wrong(String message) {
    return stage.planner().excerpts().wrong(place, message);
  }
}
