package dev.jbuild.builder.corpus;

import dev.jbuild.builder.BuildResult;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeChild;
import dev.jbuild.cache.tree.TreeEntry;
import dev.jbuild.oci.ContainerConfig;
import dev.jbuild.oci.DiffId;
import dev.jbuild.oci.Digest;
import dev.jbuild.oci.Healthcheck;
import dev.jbuild.oci.HistoryEntry;
import dev.jbuild.oci.ImageConfig;
import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares an image with what a case expects and collects the differences. */
final class Facts {
  private static final List<String> LEFT_OUT =
      List.of("proc", "sys", "etc/hosts", "etc/resolv.conf", "etc/hostname", "etc/mtab");

  private final Store store;
  private final List<String> differences = new ArrayList<>();

  Facts(Store store) {
    this.store = store;
  }

  List<String> differences() {
    return differences;
  }

  /** Compares files and config, and gives the tree of the image. */
  Tree compare(BuildResult result, Data expect) throws IOException {
    List<DiffId> layers = result.config().diffIds();
    Tree tree = store.layers().treeOf(layers);
    boolean busybox = expect.text("base", "scratch").equals("busybox");
    Tree base = busybox ? store.layers().treeOf(layers.subList(0, 1)) : store.trees().empty();
    compareFiles(base, tree, expect);
    compareConfig(result.config(), busybox ? 2 : 0, busybox ? 1 : 0, expect);
    return tree;
  }

  private void compareFiles(Tree base, Tree tree, Data expect) throws IOException {
    Map<String, TreeEntry> before = new TreeMap<>();
    Map<String, TreeEntry> after = new TreeMap<>();
    walk(base, "", before);
    walk(tree, "", after);
    Map<String, Data> wanted = new TreeMap<>();
    expect.object("rootfs").values().forEach((path, facts) -> wanted.put(path, Data.of(facts)));
    for (Map.Entry<String, TreeEntry> entry : after.entrySet()) {
      Data want = wanted.remove(entry.getKey());
      boolean same = isSame(entry.getValue(), before.get(entry.getKey()));
      if (want != null) {
        compare(entry.getKey(), entry.getValue(), want);
      } else if (!same) {
        differences.add("file " + entry.getKey() + " not expected: " + entry.getValue());
      }
    }
    wanted.keySet().forEach(path -> differences.add("file " + path + " is missing"));
    for (String path : before.keySet()) {
      boolean deleted =
          expect.texts("deleted").stream().anyMatch(gone -> (path + "/").startsWith(gone + "/"));
      if (deleted == after.containsKey(path)) {
        differences.add("base file " + path + (deleted ? " is still there" : " is gone"));
      }
    }
  }

  private static boolean isSame(TreeEntry entry, @Nullable TreeEntry before) {
    return (entry instanceof TreeEntry.Directory && before instanceof TreeEntry.Directory)
        ? entry.attributes().equals(before.attributes())
        : entry.equals(before);
  }

  private void walk(Tree tree, String directory, Map<String, TreeEntry> files) throws IOException {
    for (TreeChild child : store.trees().list(tree, directory)) {
      String path = directory.isEmpty() ? child.name() : directory + "/" + child.name();
      if (!LEFT_OUT.contains(path) && !path.startsWith("dev/")) {
        files.put(path, child.entry());
        if (child.entry() instanceof TreeEntry.Directory) {
          walk(tree, path, files);
        }
      }
    }
  }

  private void compare(String path, TreeEntry entry, Data want) {
    String kind =
        switch (entry) {
          case TreeEntry.Directory directory -> "dir";
          case TreeEntry.RegularFile file -> "file";
          case TreeEntry.Symlink link -> "symlink";
          case TreeEntry.Device device -> device.block() ? "block" : "char";
          case TreeEntry.Fifo fifo -> "fifo";
        };
    check(path + " type", kind, want.text("type", ""));
    if (want.has("mode")) {
      check(path + " mode", "%04o".formatted(entry.mode()), want.text("mode", ""));
    }
    check(path + " owner", entry.uid() + ":" + entry.gid(), owner(want));
    switch (entry) {
      case TreeEntry.RegularFile file -> {
        if (!want.flag("contentVaries", false)) {
          Digest content =
              want.has("sha256")
                  ? new Digest("sha256", want.text("sha256", ""))
                  : Digest.sha256(ContextFiles.content(want));
          check(path + " content", file.content(), content);
        }
      }
      case TreeEntry.Symlink link -> check(path, link.target(), want.text("target", ""));
      case TreeEntry.Device device ->
          check(path, device.major() + "," + device.minor(), numbers(want));
      case TreeEntry.Directory directory -> {}
      case TreeEntry.Fifo fifo -> {}
    }
    Map<String, String> xattrs = new HashMap<>();
    entry
        .xattrs()
        .forEach(
            (name, value) ->
                xattrs.put(name, Base64.getEncoder().encodeToString(value.toByteArray())));
    check(path + " xattrs", xattrs, want.textMap("xattrs"));
  }

  private static String owner(Data want) {
    return want.number("uid", 0) + ":" + want.number("gid", 0);
  }

  private static String numbers(Data want) {
    List<String> numbers = want.texts("dev");
    return numbers.isEmpty() ? want.text("dev", "").replace(':', ',') : String.join(",", numbers);
  }

  private void compareConfig(ImageConfig image, int baseHistory, int baseLayers, Data expect) {
    if (expect.has("config")) {
      Data want = expect.object("config");
      ContainerConfig have = image.config();
      check("User", Objects.requireNonNullElse(have.user(), ""), want.text("User", ""));
      check("Env", have.env(), want.texts("Env"));
      check("Cmd", orEmpty(have.cmd()), want.texts("Cmd"));
      check("Entrypoint", orEmpty(have.entrypoint()), want.texts("Entrypoint"));
      check("Shell", orEmpty(have.shell()), want.texts("Shell"));
      check("OnBuild", have.onBuild(), want.texts("OnBuild"));
      check(
          "WorkingDir",
          Objects.requireNonNullElse(have.workingDir(), ""),
          want.text("WorkingDir", ""));
      check("Labels", have.labels(), want.textMap("Labels"));
      check(
          "ExposedPorts",
          have.exposedPorts(),
          new TreeSet<>(want.object("ExposedPorts").values().keySet()));
      check("Volumes", have.volumes(), new TreeSet<>(want.object("Volumes").values().keySet()));
      check(
          "StopSignal",
          Objects.requireNonNullElse(have.stopSignal(), ""),
          want.text("StopSignal", ""));
      healthcheck(have.healthcheck(), want.object("Healthcheck"));
    }
    if (expect.has("author")) {
      check("author", Objects.requireNonNullElse(image.author(), ""), expect.text("author", ""));
    }
    if (expect.has("layersAboveBase")) {
      long layers = image.diffIds().size() - (long) baseLayers;
      check("layers", layers, expect.number("layersAboveBase", 0));
    }
    if (expect.has("history")) {
      check(
          "history",
          image.history().stream().skip(baseHistory).map(Facts::shown).toList(),
          expect.objects("history").stream().map(Facts::shown).toList());
    }
    long layersInHistory = image.history().stream().filter(h -> !h.emptyLayer()).count();
    check("layers in history", layersInHistory, (long) image.diffIds().size());
  }

  private static String shown(HistoryEntry entry) {
    return (entry.emptyLayer() ? "- " : "+ ") + entry.createdBy();
  }

  private static String shown(Data entry) {
    return (entry.flag("empty_layer", false) ? "- " : "+ ") + entry.text("created_by", "");
  }

  private void healthcheck(@Nullable Healthcheck have, Data want) {
    check("Healthcheck", have == null ? List.of() : have.test(), want.texts("Test"));
    if (have != null) {
      check("Interval", have.intervalNanos(), want.number("Interval", 0));
      check("Timeout", have.timeoutNanos(), want.number("Timeout", 0));
      check("StartPeriod", have.startPeriodNanos(), want.number("StartPeriod", 0));
      check("StartInterval", have.startIntervalNanos(), want.number("StartInterval", 0));
      check("Retries", (long) have.retries(), want.number("Retries", 0));
    }
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }

  private void check(String what, Object have, Object want) {
    if (!have.equals(want)) {
      differences.add(what + ": " + have + ", expected " + want);
    }
  }

  static List<Data> array(byte[] json) {
    return Data.of(Map.of("list", parsed(json))).objects("list");
  }

  private static Object parsed(byte[] json) {
    return Objects.requireNonNull(Json.parse(json), "an empty file");
  }

  static Data parse(byte[] json) {
    return Data.of(parsed(json));
  }
}
