package dev.jbuild.executor;

import dev.jbuild.executor.wire.Connection;
import dev.jbuild.executor.wire.Fields;
import dev.jbuild.executor.wire.Frame;
import dev.jbuild.executor.wire.FrameType;
import dev.jbuild.executor.wire.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes requests of containers that an OCI runtime runs, and reads what it said in the end. */
final class RuntimeClient {
  private static final String STEP = "start runtime";

  /** Lines of a log that say why nothing ran; warnings are none. */
  private static final Pattern FAILURE =
      Pattern.compile("(?m)^(?:.*level=(?:error|fatal) msg=\"(.*)\"|(?!.*level=)(.+))$");

  private final Path socket;
  private final Isolation isolation;

  RuntimeClient(Path socket, Isolation isolation) {
    this.socket = socket;
    this.isolation = isolation;
  }

  /**
   * The request for a container of {@code runtime}.
   *
   * @throws ExecutorException when the container asks for what only the helper itself can do
   */
  Fields exec(ContainerSpec spec, OciRuntime runtime, boolean hasStdin) throws IOException {
    if (spec.emulator() != null) {
      throw new ExecutorException(
          STEP,
          0,
          "a runtime cannot run programs of another processor: leave --runtime out, or build on a"
              + " machine of that platform");
    }
    Account account = account(spec);
    ContainerSpec numbered =
        spec.withProcess(spec.process().withUser(account.uid() + ":" + account.gid()));
    byte[] config = new OciConfig(spec, account, isolation, available()).json();
    Fields fields =
        new Fields()
            .put(Tag.PATH, runtime.program().toString())
            .put(Tag.KIND, runtime.kind().code())
            .put(Tag.BYTES, config);
    runtime.kind().options().forEach(option -> fields.put(Tag.ARG, option));
    return Requests.exec(numbered, hasStdin).put(Tag.RUNTIME, fields);
  }

  private Account account(ContainerSpec spec) throws IOException {
    Fields fields = new Fields().put(Tag.USER, spec.process().user());
    spec.lowers().forEach(lower -> fields.put(Tag.LOWER, lower.toString()));
    try (Connection connection = Connection.open(socket)) {
      connection.send(FrameType.ACCOUNT, fields);
      connection.flush();
      Frame frame = connection.receive();
      if (frame.type() == FrameType.FAIL) {
        throw Requests.failure(frame);
      }
      return Account.parse(frame);
    }
  }

  /** What the helper may pass on: the bounding set is that of this process (proc(5), status). */
  private static Set<Capability> available() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("CapBnd:")) {
        return Capability.of(Long.parseUnsignedLong(line.substring(7).strip(), 16));
      }
    }
    throw new IOException("/proc/self/status has no bounding set of capabilities");
  }

  /**
   * The end of a container, told from that of a runtime which could not start it. As docker does, a
   * command that does not exist is 127, one that cannot be executed 126.
   */
  static ExecResult judge(ExecResult result) throws ExecutorException {
    Matcher failure = FAILURE.matcher(result.message());
    if (result.exitCode() == 0 || !failure.find()) {
      return new ExecResult(
          result.exitCode(), result.signalled(), result.outOfMemory(), result.wall(), "");
    }
    String text = (failure.group(1) == null ? failure.group(2) : failure.group(1)).strip();
    int code = commandCode(text);
    if (code == 0) {
      throw new ExecutorException(STEP, 0, text);
    }
    return new ExecResult(code, false, result.outOfMemory(), result.wall(), text);
  }

  private static int commandCode(String text) {
    boolean ofCommand = text.contains("exec") && !text.contains("mount");
    if (ofCommand
        && (text.contains("executable file") || text.contains("no such file or directory"))) {
      return 127;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return ofCommand
            && (lower.contains("permission denied")
                || lower.contains("operation not permitted")
                || lower.contains("exec format error")
                || lower.contains("is a directory"))
        ? 126
        : 0;
  }
}
