package dev.jbuild.cli.command;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.cli.failure.ExitCode;
import dev.jbuild.runner.RunException;
import dev.jbuild.runner.container.ContainerList;
import dev.jbuild.runner.container.ContainerPorts;
import dev.jbuild.runner.container.Listed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The values of {@code ps --filter}, with docker's names: of one name any may hold, of several
 * names all must; of labels all must.
 */
final class ContainerFilter implements Predicate<Listed> {
  private final Map<String, List<Predicate<Listed>>> byName;

  private ContainerFilter(Map<String, List<Predicate<Listed>>> byName) {
    this.byName = byName;
  }

  static ContainerFilter parse(List<String> words, ContainerList list)
      throws CommandException, IOException {
    Map<String, List<Predicate<Listed>>> byName = new TreeMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw wrong(word);
      }
      byName
          .computeIfAbsent(word.substring(0, equals), name -> new ArrayList<>())
          .add(one(word, word.substring(0, equals), word.substring(equals + 1), list));
    }
    return new ContainerFilter(byName);
  }

  private static Predicate<Listed> one(String word, String name, String value, ContainerList list)
      throws CommandException, IOException {
    return switch (name) {
      case "id" -> each -> each.id().startsWith(value);
      case "name" -> each -> matches(each.definition().name(), value);
      case "label" -> label(value);
      case "status" -> each -> each.state().status().word().equals(value);
      case "health" ->
          each -> value.equals(each.health() == null ? "none" : each.health().status());
      case "exited" ->
          each ->
              !each.state().isRunning() && value.equals(Integer.toString(each.state().exitCode()));
      case "ancestor" -> each -> isOf(each, value);
      case "before" -> {
        Instant time = created(value, list);
        yield each -> each.definition().created().isBefore(time);
      }
      case "since" -> {
        Instant time = created(value, list);
        yield each -> each.definition().created().isAfter(time);
      }
      case "volume" ->
          each ->
              each.definition().mounts().stream()
                  .anyMatch(
                      mount ->
                          mount.name().equals(value)
                              || mount.source().equals(value)
                              || mount.target().equals(value));
      case "publish" ->
          each ->
              ContainerPorts.of(each).stream()
                  .anyMatch(port -> value.equals(port.host()) || isPort(port.inside(), value));
      case "expose" ->
          each -> ContainerPorts.of(each).stream().anyMatch(port -> isPort(port.inside(), value));
      default -> throw wrong(word);
    };
  }

  private static boolean matches(String name, String pattern) {
    return java.util.regex.Pattern.compile(pattern).matcher(name).find()
        || java.util.regex.Pattern.compile(pattern).matcher("/" + name).find();
  }

  private static boolean isPort(String inside, String value) {
    return inside.equals(value.contains("/") ? value : value + "/tcp");
  }

  private static boolean isOf(Listed container, String image) {
    String name = container.definition().image();
    String id = container.definition().imageId();
    String hex = image.startsWith("sha256:") ? image : "sha256:" + image;
    return name.equals(image)
        || (name + ":latest").equals(image)
        || name.equals(image + ":latest")
        || name.startsWith(image + ":")
        || id.startsWith(hex);
  }

  private static Predicate<Listed> label(String value) {
    int equals = value.indexOf('=');
    String name = equals < 0 ? value : value.substring(0, equals);
    return each -> {
      Map<String, String> labels = each.definition().labels();
      return equals < 0
          ? labels.containsKey(name)
          : value.substring(equals + 1).equals(labels.get(name));
    };
  }

  private static Instant created(String container, ContainerList list)
      throws CommandException, IOException {
    try {
      return list.find(container).definition().created();
    } catch (RunException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Then those that ended are looked at, too. */
  boolean asksForStatus() {
    return byName.containsKey("status") || byName.containsKey("exited");
  }

  @Override
  public boolean test(Listed container) {
    return byName.entrySet().stream()
        .allMatch(
            entry ->
                entry.getKey().equals("label")
                    ? entry.getValue().stream().allMatch(one -> one.test(container))
                    : entry.getValue().stream().anyMatch(one -> one.test(container)));
  }

  private static CommandException wrong(String word) {
    return new CommandException(
        ExitCode.USAGE,
        "--filter "
            + word
            + ": it is id, name, label, status, health, exited, ancestor, before, since, volume,"
            + " publish or expose, and a value");
  }
}
