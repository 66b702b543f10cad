package dev.jbuild.executor;

import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.Tag;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container of {@link AgentOptions#container} in the form in which the helper is asked for it. It
 * can be kept and sent again by a later process, which need not know its parts.
 */
public final class ContainerRequest {
  /** What a further command in the container has in common with its first. */
  private static final Set<Tag> CONFINEMENT =
      EnumSet.of(
          Tag.CAPS,
          Tag.NO_NEW_PRIVS,
          Tag.NETWORK,
          Tag.RLIMIT,
          Tag.INSECURE,
          Tag.PIDS,
          Tag.HOSTNAME);

  private final byte[] fields;

  private ContainerRequest(byte[] fields) {
    this.fields = fields;
  }

  /**
   * The request for a container.
   *
   * @param hasStdin whether something may be written to the command
   * @param health null for no check
   * @param removals paths of the state directory that go with the container; none: it stays
   */
  public static ContainerRequest of(
      ContainerSpec spec,
      boolean hasStdin,
      List<Path> removals,
      @Nullable HealthSpec health,
      RestartSpec restart) {
    Fields fields = Requests.exec(spec, hasStdin).put(Tag.LISTED, true);
    if (restart.when() != RestartSpec.When.NO) {
      fields.put(
          Tag.RESTART,
          new Fields().put(Tag.KIND, restart.when().code()).put(Tag.SIZE, restart.retries()));
    }
    if (health != null) {
      fields.put(Tag.HEALTH, health(fields.toByteArray(), health));
    }
    removals.forEach(path -> fields.put(Tag.REMOVAL, path.toString()));
    return new ContainerRequest(fields.toByteArray());
  }

  private static Fields health(byte[] container, HealthSpec health) {
    try {
      return new Fields()
          .put(
              Tag.BYTES,
              new ContainerRequest(container).enter(health.process(), false, false).toByteArray())
          .put(Tag.FIRST, health.interval().toNanos())
          .put(Tag.LAST, health.timeout().toNanos())
          .put(Tag.WALL, health.startPeriod().toNanos())
          .put(Tag.NANOS, health.startInterval().toNanos())
          .put(Tag.SIZE, health.retries());
    } catch (ProtocolException e) {
      throw new IllegalStateException("fields of our own are well-formed", e);
    }
  }

  /** What {@link #bytes} gave. */
  public static ContainerRequest of(byte[] bytes) {
    return new ContainerRequest(bytes.clone());
  }

  public byte[] bytes() {
    return fields.clone();
  }

  /** The same under another name in the networks that it joins. */
  public ContainerRequest renamed(String from, String to) throws ProtocolException {
    Fields changed = new Fields();
    Frame.visit(
        fields,
        (tag, value) -> {
          if (tag == Tag.JOIN) {
            changed.put(Tag.JOIN, joined(value.bytes(), from, to));
          } else {
            changed.put(tag, value.bytes());
          }
        });
    return new ContainerRequest(changed.toByteArray());
  }

  private static Fields joined(byte[] membership, String from, String to) throws ProtocolException {
    Fields changed = new Fields();
    Frame.visit(
        membership,
        (tag, value) -> {
          boolean isName = tag == Tag.ARG && value.text().equals(from);
          changed.put(tag, isName ? to.getBytes(StandardCharsets.UTF_8) : value.bytes());
        });
    return changed;
  }

  Fields attached() {
    return new Fields().putAll(fields);
  }

  Fields detached() {
    return attached().put(Tag.DETACHED, true);
  }

  /** The same at another address of the network that it joins, which its /etc/hosts has, too. */
  public ContainerRequest readdressed(String from, String to) throws ProtocolException {
    Fields changed = new Fields();
    Frame.visit(
        fields,
        (tag, value) -> {
          switch (tag) {
            case JOIN -> changed.put(tag, replaced(value.bytes(), Tag.SOURCE, from, to));
            case FILE ->
                changed.put(
                    tag, replaced(value.bytes(), Tag.BYTES, "\n" + from + "\t", "\n" + to + "\t"));
            default -> changed.put(tag, value.bytes());
          }
        });
    return new ContainerRequest(changed.toByteArray());
  }

  private static Fields replaced(byte[] record, Tag of, String from, String to)
      throws ProtocolException {
    Fields changed = new Fields();
    Frame.visit(
        record,
        (tag, value) -> {
          byte[] bytes = value.bytes();
          changed.put(
              tag,
              tag == of
                  ? new String(bytes, StandardCharsets.ISO_8859_1)
                      .replace(from, to)
                      .getBytes(StandardCharsets.ISO_8859_1)
                  : bytes);
        });
    return changed;
  }

  /** The request for a further command, confined as the first. */
  Fields enter(ProcessSpec process, boolean insecure, boolean hasStdin) throws ProtocolException {
    Fields request = new Fields();
    Frame.visit(
        fields,
        (tag, value) -> {
          if (CONFINEMENT.contains(tag)) {
            request.put(tag, value.bytes());
          }
        });
    if (insecure) {
      request.put(Tag.INSECURE, true);
    }
    process.args().forEach(arg -> request.put(Tag.ARG, arg));
    process.env().forEach(variable -> request.put(Tag.ENV, variable));
    return request
        .put(Tag.CWD, process.cwd())
        .put(Tag.USER, process.user())
        .put(Tag.TTY, process.tty())
        .put(Tag.STDIN, hasStdin);
  }
}
