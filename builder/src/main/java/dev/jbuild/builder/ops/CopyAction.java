package dev.jbuild.builder.ops;

import dev.jbuild.builder.context.Content;
import dev.jbuild.builder.context.ReadableSource;
import dev.jbuild.builder.context.SourceEntry;
import dev.jbuild.builder.context.SourceView;
import dev.jbuild.builder.context.Spool;
import dev.jbuild.builder.context.TreeView;
import dev.jbuild.builder.plan.CopySource;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.layer.LayerForm;
import dev.jbuild.cache.layer.LayerWriter;
import dev.jbuild.cache.layer.NewLayer;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.FileName;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.parser.ignore.IgnoreFile;
import dev.jbuild.parser.ignore.IgnoreFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;

/** One COPY or ADD: what it selects, told for the action key, and the layer that it writes. */
public final class CopyAction {
  private final Store store;
  private final LayerDisk disk;
  private final Op.Copy op;
  private final Inputs.Files base;
  private final List<Inputs> inputs;
  private final Map<CopySource.FromInput, List<Selection.Match>> selected = new HashMap<>();

  /**
   * An action on its inputs.
   *
   * @param inputs the inputs of the vertex; the first is the file system that is changed
   */
  public CopyAction(Store store, LayerDisk disk, Op.Copy op, List<Inputs> inputs) {
    this.store = store;
    this.disk = disk;
    this.op = op;
    this.inputs = inputs;
    this.base = (Inputs.Files) inputs.getFirst();
  }

  /**
   * Adds to an action key: the names and the content of exactly what is selected, where it goes and
   * how.
   */
  public void describe(SortedMap<String, String> parts) throws IOException {
    parts.put("op", op.unpack() ? "add 1" : "copy 1");
    parts.put("base", base.state().tree().toString());
    parts.put("destination", op.destination());
    if (op.chown() != null) {
      parts.put("chown", op.chown());
    }
    if (op.chmod() != null) {
      parts.put("chmod", op.chmod().text());
    }
    if (!op.excludes().isEmpty()) {
      parts.put("exclude", String.join("\n", op.excludes()));
    }
    int number = 0;
    for (CopySource source : op.sources()) {
      number++;
      switch (source) {
        case CopySource.FromInput from -> {
          SourceView view = view(from);
          List<Selection.Match> matches = Selection.of(view, from.path());
          selected.put(from, matches);
          parts.put(
              "source %03d %s".formatted(number, from.path()),
              Selection.describe(view, matches, op.excludes().isEmpty() ? null : excluded()));
        }
        case CopySource.Inline inline ->
            parts.put(
                "source %03d <<%s".formatted(number, inline.name()),
                Digest.sha256(FileName.encode(inline.text())).toString());
      }
    }
  }

  /** Stores what is selected, by the names of the parts that {@link #describe} gave it. */
  public Map<String, Tree> selected() throws IOException {
    Map<String, Tree> trees = new HashMap<>();
    int number = 0;
    for (CopySource source : op.sources()) {
      number++;
      if (source instanceof CopySource.FromInput from) {
        List<Selection.Match> matches = selected.getOrDefault(from, List.of());
        trees.put(
            "source %03d %s".formatted(number, from.path()),
            SelectedFiles.store(store.trees(), view(from), matches));
      }
    }
    return trees;
  }

  private SourceView view(CopySource.FromInput from) {
    return switch (inputs.get(from.input())) {
      case Inputs.Context context -> context.files();
      case Inputs.Files files -> new TreeView(store.trees(), files.state().tree());
    };
  }

  /** Writes the layer; {@link #describe} came before. */
  public NewLayer write(LayerTimes times) throws IOException {
    Target target = new Target(store.trees(), base.state().tree(), times.now());
    CopyRules rules = new CopyRules(op.chown() == null ? null : owner(op.chown()), op.chmod());
    Path temporary = store.newTemporaryDirectory("copy");
    try (Spool spool = new Spool(temporary.resolve("spool"))) {
      collect(target, rules, times, spool);
      try (LayerWriter layer =
          store.layers().create(base.state().tree(), LayerForm.TAR, times.latest())) {
        target.writeTo(layer);
        return layer.finish();
      }
    } finally {
      java.nio.file.Files.deleteIfExists(temporary);
    }
  }

  private Ownership owner(String chown) throws IOException {
    if (base.scratch() && !Owners.isNumeric(chown)) {
      throw new CopyException(
          "--chown="
              + chown
              + ": invalid user index: -1: FROM scratch has no /etc/passwd; use numbers");
    }
    return new Owners(new StateFiles(store, disk, base.state())).resolve(chown);
  }

  private void collect(Target target, CopyRules rules, LayerTimes times, Spool spool)
      throws IOException {
    TreeCopy copy = new TreeCopy(target, rules, excluded());
    Archives archives = new Archives(target, rules, spool);
    for (CopySource source : op.sources()) {
      switch (source) {
        case CopySource.FromInput from -> {
          List<Selection.Match> matches = selected.getOrDefault(from, List.of());
          ReadableSource files = readable(from, matches, spool);
          if (times.epoch() != null) {
            files = new DatedSource(files, times.epoch());
          }
          for (Selection.Match match : matches) {
            copy(files, match, copy, archives);
          }
        }
        case CopySource.Inline inline ->
            copy.file(
                inline.name(),
                Attributes.of(0644, 0, 0, target.now()),
                FileName.encode(inline.text()),
                op.destination());
      }
    }
  }

  private void copy(ReadableSource files, Selection.Match match, TreeCopy copy, Archives archives)
      throws IOException {
    Content content = () -> files.open(match.path());
    boolean archive =
        op.unpack()
            && files.find(match.path()).orElse(null) instanceof SourceEntry.RegularFile
            && Archives.isArchive(content);
    if (archive) {
      archives.unpack(match.word(), content, op.destination());
    } else {
      copy.copy(files, match.path(), match.name(), op.destination());
    }
  }

  private Predicate<String> excluded() throws CopyException {
    if (op.excludes().isEmpty()) {
      return path -> false;
    }
    try {
      return IgnoreFile.of(op.excludes())::excludes;
    } catch (IgnoreFileException e) {
      throw new CopyException("--exclude: " + e.getMessage(), e);
    }
  }

  private ReadableSource readable(
      CopySource.FromInput from, List<Selection.Match> matches, Spool spool) throws IOException {
    return switch (inputs.get(from.input())) {
      case Inputs.Context context -> context.files();
      case Inputs.Files files -> {
        SpooledTree tree = new SpooledTree(spool);
        List<Path> directories = new ArrayList<>();
        for (DiffId layer : matches.isEmpty() ? List.<DiffId>of() : files.state().diffIds()) {
          directories.add(store.layers().directory(layer, disk));
        }
        for (Selection.Match match : matches) {
          disk.read(directories, match.path(), tree);
        }
        yield tree;
      }
    };
  }
}
