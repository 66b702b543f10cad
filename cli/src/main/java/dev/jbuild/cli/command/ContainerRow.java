package dev.jbuild.cli.command;

import dev.jbuild.cli.text.Quantity;
import dev.jbuild.runner.container.ContainerPorts;
import dev.jbuild.runner.container.ContainerState;
import dev.jbuild.runner.container.Definition;
import dev.jbuild.runner.container.Health;
import dev.jbuild.runner.container.Listed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One line of the list of containers. */
record ContainerRow(Listed container) {
  private static final int SHOWN_COMMAND = 19;

  /**
   * The fields of docker's rows.
   *
   * @param formatted whether a format may ask for times, for which Java opens all jars once
   */
  Map<String, String> fields(boolean whole, Instant now, boolean formatted) {
    Definition definition = container.definition();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ID", whole ? container.id() : container.shortId());
    fields.put("Image", definition.image());
    fields.put("Command", command(whole));
    fields.put("CreatedAt", formatted ? Quantity.moment(definition.created()) : "");
    fields.put("RunningFor", Quantity.age(definition.created(), now));
    fields.put("Status", status(now));
    fields.put("State", container.state().status().word());
    fields.put("Ports", ports());
    fields.put("Names", definition.name());
    fields.put(
        "Labels",
        definition.labels().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(",")));
    fields.put(
        "Mounts",
        definition.mounts().stream()
            .map(mount -> mount.name().isEmpty() ? mount.source() : mount.name())
            .collect(Collectors.joining(",")));
    fields.put("Networks", definition.networkMode());
    return fields;
  }

  private String command(boolean whole) {
    String command = String.join(" ", container.definition().command());
    boolean cut = !whole && command.length() > SHOWN_COMMAND + 1;
    return "\"" + (cut ? command.substring(0, SHOWN_COMMAND) + "…" : command) + "\"";
  }

  private String status(Instant now) {
    ContainerState state = container.state();
    return switch (state.status()) {
      case CREATED -> "Created";
      case RUNNING -> "Up " + span(state.started(), now) + health();
      case RESTARTING ->
          "Restarting (" + state.exitCode() + ") " + Quantity.age(state.finished(), now);
      case EXITED -> "Exited (" + state.exitCode() + ") " + Quantity.age(state.finished(), now);
    };
  }

  private String health() {
    Health health = container.health();
    if (health == null) {
      return "";
    }
    return health.status().equals("starting")
        ? " (health: starting)"
        : " (" + health.status() + ")";
  }

  private static String span(@Nullable Instant then, Instant now) {
    return Quantity.age(then, now).replaceFirst(" ago$", "");
  }

  private String ports() {
    return ContainerPorts.of(container).stream()
        .map(ContainerPorts.Port::shown)
        .collect(Collectors.joining(", "));
  }
}
