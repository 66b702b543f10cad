package dev.jbuild.executor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the native program does for networks that several containers share. Each network that is
 * used has a holder, a process that outlives all who use it by a moment only.
 */
public final class NetworkClient {
  private static final String STEP = "use network";

  private final AgentOptions options;

  /**
   * @param options say which native program it is
   */
  public NetworkClient(AgentOptions options) {
    this.options = options;
  }

  /**
   * Sees to it that the network has a holder, and keeps an address.
   *
   * @param address null for any that is free
   */
  public NetworkLease lease(NetworkSpec spec, @Nullable String address) throws ExecutorException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "hold",
                spec.directory().toString(),
                spec.name(),
                spec.subnet(),
                spec.gateway(),
                spec.internal() ? "internal" : "open"));
    if (address != null) {
      command.add(address);
    }
    Process process = start(command);
    try {
      BufferedReader reader = reader(process);
      String line = reader.readLine();
      String[] words = words(line == null ? "" : line);
      if (words.length != 2) {
        throw new ExecutorException(STEP, 0, "the native program ended without a word");
      }
      return new NetworkLease(process, words[1]);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw known(e);
    }
  }

  /** Who uses the network now. */
  public List<NetworkUser> users(Path directory) throws ExecutorException {
    List<NetworkUser> users = new ArrayList<>();
    for (String[] words : run(List.of("list", directory.toString()))) {
      users.add(new NetworkUser(words[1], Arrays.asList(words).subList(2, words.length)));
    }
    return users;
  }

  /** Gives the container that has the address, if there is one, another name in the network. */
  public void rename(Path directory, String address, String from, String to)
      throws ExecutorException {
    run(List.of("rename", directory.toString(), address, from, to));
  }

  /** Removes the network with its directory; false when somebody uses it. */
  public boolean remove(Path directory) throws ExecutorException {
    List<String[]> answer = run(List.of("remove", directory.toString()));
    return !answer.isEmpty() && answer.getFirst()[0].equals("OK");
  }

  private List<String[]> run(List<String> command) throws ExecutorException {
    Process process = start(command);
    try (BufferedReader reader = reader(process)) {
      process.getOutputStream().close();
      List<String[]> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(words(line));
      }
      return lines;
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw known(e);
    }
  }

  private Process start(List<String> command) throws ExecutorException {
    Path override = options.executable();
    Path program = override == null ? NativeProgram.unpack(options.nativeCache()) : override;
    List<String> words = new ArrayList<>(List.of(program.toString(), "network"));
    words.addAll(command);
    return AgentProcess.spawn(words, options.variables());
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String[] words(String line) throws ExecutorException {
    String[] words = line.split("\t", -1);
    if (words[0].equals("FAIL") && words.length == 4) {
      throw new ExecutorException(words[2], Integer.parseInt(words[1]), words[3]);
    }
    return words;
  }

  private static ExecutorException known(Exception e) {
    return e instanceof ExecutorException known
        ? known
        : new ExecutorException(STEP, "read what the native program says", e);
  }
}
