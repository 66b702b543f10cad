package dev.jbuild.builder.diagnosis;

import dev.jbuild.builder.explain.BuildLog;
import dev.jbuild.builder.explain.LoggedStep;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.parser.text.Spelling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the program that a RUN could not execute, in the files that it found. What the step
 * itself changed before it failed is not seen.
 */
public final class Diagnosis {
  /** The complaints of dash, busybox, bash and zsh. */
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(?:.*[ :])?([^\\s:]+): (?:command not found|not found|Permission denied|cannot execute.*"
              + "|No such file or directory|Exec format error|Is a directory)");

  private static final Pattern ZSH = Pattern.compile(".*command not found: (\\S+)");
  private static final int EXECUTABLE = 0111;

  /** Programs of fewer letters are too many to be told from each other by one. */
  private static final int SHORTEST_GUESS = 5;

  private final StepFiles files;

  private Diagnosis(StepFiles files) {
    this.files = files;
  }

  /**
   * Looks at a step that ended with 126 or 127.
   *
   * @param output the last lines that it wrote
   * @param disk asked for the first bytes of the program
   */
  public static Optional<Finding> of(
      Store store, LayerDisk disk, BuildLog build, LoggedStep step, List<String> output)
      throws IOException {
    Optional<StepFiles> files = StepFiles.of(store, disk, build, step);
    return files.isEmpty() ? Optional.empty() : new Diagnosis(files.get()).find(output);
  }

  private Optional<Finding> find(List<String> output) throws IOException {
    for (String line : output.reversed()) {
      Optional<String> program = program(line.strip());
      if (program.isPresent()) {
        return Optional.ofNullable(look(program.get()));
      }
    }
    List<String> args = files.args();
    return args.isEmpty() ? Optional.empty() : Optional.ofNullable(look(args.getFirst()));
  }

  static Optional<String> program(String line) {
    for (Pattern pattern : List.of(ZSH, COMPLAINT)) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private @Nullable Finding look(String program) throws IOException {
    if (program.contains("/")) {
      Optional<TreeEntry> entry = files.find(program);
      return entry.isEmpty() ? new Finding.NoFile(program) : examine(program, program, entry.get());
    }
    for (String directory : files.path()) {
      String path = directory + "/" + program;
      Optional<TreeEntry> entry = files.find(path);
      if (entry.isPresent()) {
        return examine(program, path, entry.get());
      }
    }
    return new Finding.NotFound(program, files.path(), near(program));
  }

  private List<String> near(String program) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (String directory : files.path()) {
      names.addAll(files.names(directory));
    }
    List<String> near = new ArrayList<>();
    if (program.length() >= SHORTEST_GUESS) {
      Spelling.nearest(program, names).ifPresent(near::add);
    }
    for (String name : names) {
      // python for python3, pip for pip3.11
      boolean versioned =
          name.startsWith(program) && name.substring(program.length()).matches("[-0-9.]+");
      if (versioned && !near.contains(name) && near.size() < 3) {
        near.add(name);
      }
    }
    return near;
  }

  private @Nullable Finding examine(String program, String path, TreeEntry entry)
      throws IOException {
    if (entry instanceof TreeEntry.Directory) {
      return new Finding.IsDirectory(program);
    } else if (!(entry instanceof TreeEntry.RegularFile)) {
      return null;
    } else if ((entry.mode() & EXECUTABLE) == 0) {
      return new Finding.NotExecutable(program, entry.mode());
    }
    ProgramHead head = ProgramHead.of(files.head(path, ProgramHead.BYTES));
    if (head.script()) {
      return script(program, head.interpreter());
    }
    String platform = files.platform();
    if (!head.architecture().isEmpty() && !platform.contains("/" + head.architecture())) {
      return new Finding.OtherArchitecture(program, head.architecture(), platform);
    }
    for (String loader : head.interpreter()) {
      if (files.find(loader).isEmpty()) {
        return new Finding.NoLoader(program, loader);
      }
    }
    return null;
  }

  private @Nullable Finding script(String program, List<String> words) throws IOException {
    String last = words.getLast();
    String interpreter = words.getFirst().replace("\r", "");
    if (last.endsWith("\r")) {
      return new Finding.WindowsLines(program, interpreter);
    }
    if (files.find(interpreter).isEmpty()) {
      return new Finding.NoInterpreter(program, interpreter);
    }
    if (interpreter.endsWith("/env") && words.size() > 1 && !last.startsWith("-")) {
      String found = last.replaceFirst(" .*", "");
      for (String directory : files.path()) {
        if (files.find(directory + "/" + found).isPresent()) {
          return null;
        }
      }
      return new Finding.NoInterpreter(program, found);
    }
    return null;
  }
}
