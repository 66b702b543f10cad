package dev.jbuild.builder.explain;

import dev.jbuild.cache.disk.LostContentException;
import dev.jbuild.cache.tree.Tree;
import dev.jbuild.cache.tree.TreeStore;
import dev.jbuild.oci.json.Json;
import dev.jbuild.oci.layer.FileName;
import dev.jbuild.parser.check.SecretNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between the parts of the keys of two steps, as causes. The base is left out. */
final class PartChanges {
  static final String BASE = "base";
  private static final String SOURCE = "source ";
  private static final String ENV = "env";

  /** Parts that the words of the line itself give. */
  private static final Set<String> OF_THE_LINE =
      Set.of("args", "destination", "chown", "chmod", "exclude", "path", "name");

  private final TreeStore trees;
  private final Set<String> arguments;
  private final LoggedStep before;
  private final LoggedStep after;
  private final List<Cause> causes = new ArrayList<>();

  private PartChanges(TreeStore trees, Set<String> arguments, LoggedStep before, LoggedStep after) {
    this.trees = trees;
    this.arguments = arguments;
    this.before = before;
    this.after = after;
  }

  /**
   * @param arguments the names declared with ARG
   */
  static List<Cause> between(
      TreeStore trees, Set<String> arguments, LoggedStep before, LoggedStep after)
      throws IOException {
    PartChanges changes = new PartChanges(trees, arguments, before, after);
    changes.find();
    return changes.causes;
  }

  private void find() throws IOException {
    boolean sameLine = before.place().text().equals(after.place().text());
    if (!sameLine) {
      causes.add(new Cause.Line(before.place().text(), after.place().text()));
    }
    TreeSet<String> names = new TreeSet<>(before.parts().keySet());
    names.addAll(after.parts().keySet());
    for (String name : names) {
      String was = before.parts().get(name);
      String is = after.parts().get(name);
      if (!Objects.equals(was, is) && !name.equals(BASE)) {
        part(name, was, is, sameLine);
      }
    }
  }

  private void part(String name, @Nullable String was, @Nullable String is, boolean sameLine)
      throws IOException {
    boolean everywhere = was != null && is != null;
    if (name.equals(ENV) && was != null && is != null) {
      variables(was, is);
    } else if (name.startsWith(SOURCE)) {
      if (everywhere) {
        files(name);
      } else if (sameLine) {
        causes.add(new Cause.Value(word(name), was == null ? null : "", is == null ? null : ""));
      }
    } else if (sameLine || !OF_THE_LINE.contains(name)) {
      causes.add(new Cause.Value(name, was, is));
    }
  }

  /** The {@code src} of {@code source 001 src}. */
  private static String word(String part) {
    return part.substring(part.indexOf(' ', SOURCE.length()) + 1);
  }

  private void files(String part) throws IOException {
    String was = before.files().get(part);
    String is = after.files().get(part);
    if (was == null || is == null) {
      causes.add(new Cause.Files(word(part)));
      return;
    }
    try {
      List<Cause> changed = FileChanges.between(trees, Tree.parse(was), Tree.parse(is));
      // The order of matches, or which of several names was meant, is no change of a file.
      causes.addAll(changed.isEmpty() ? List.of(new Cause.Files(word(part))) : changed);
    } catch (LostContentException e) {
      causes.add(new Cause.Files(word(part)));
    }
  }

  private void variables(String was, String is) {
    Map<String, String> old = variables(was);
    Map<String, String> young = variables(is);
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(young.keySet());
    boolean found = false;
    for (String name : names) {
      if (!Objects.equals(old.get(name), young.get(name))) {
        causes.add(
            new Cause.Variable(
                arguments.contains(name),
                name,
                old.get(name),
                young.get(name),
                SecretNames.isSecret(name)));
        found = true;
      }
    }
    if (!found) {
      causes.add(new Cause.Value("order of the variables", null, null));
    }
  }

  private static Map<String, String> variables(String json) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (Json.parse(FileName.encode(json)) instanceof List<?> words) {
      for (Object word : words) {
        String text = String.valueOf(word);
        int equals = text.indexOf('=');
        variables.put(
            equals < 0 ? text : text.substring(0, equals),
            equals < 0 ? "" : text.substring(equals + 1));
      }
    }
    return variables;
  }
}
