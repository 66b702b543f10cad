package dev.jbuild.registry;

import dev.jbuild.oci.json.Json;
import dev.jbuild.registry.Credentials.IdentityToken;
import dev.jbuild.registry.Credentials.Login;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A credential helper, {@code docker-credential-NAME}, and what is said to it
 * (docker-credential-helpers, README, "Development"): one word on the command line, a server or
 * JSON on its standard input, JSON or the reason of a failure on its standard output.
 *
 * <p>The only class outside the executor that starts a process: decision 0010.
 */
final class CredentialProgram {

  /** People may have to type a passphrase meanwhile. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int LONGEST_ANSWER = 1 << 20;
  private static final int LONGEST_QUOTE = 300;
  private static final String NOT_FOUND = "credentials not found in native keychain";

  /** The user name that says that the secret is an identity token. */
  private static final String TOKEN_USER = "<token>";

  private final String program;
  private final Path configuration;
  private final Map<String, String> environment;
  private final Duration patience;

  private record Answer(int exitCode, String out, String err) {}

  /**
   * A helper that is looked for on the PATH when it is called.
   *
   * @param configuration the file that names it, for messages
   * @param environment all variables that it gets, PATH among them
   */
  CredentialProgram(String name, Path configuration, Map<String, String> environment) {
    this(name, configuration, environment, PATIENCE);
  }

  CredentialProgram(
      String name, Path configuration, Map<String, String> environment, Duration patience) {
    this.program = "docker-credential-" + name;
    this.configuration = configuration;
    this.environment = environment;
    this.patience = patience;
  }

  /** The name of the program. */
  String program() {
    return program;
  }

  /**
   * What is kept for a server, empty when nothing is.
   *
   * @throws IOException naming the program and what to do, quoting no secret
   */
  Optional<Credentials> get(String server) throws IOException {
    Answer answer = run("get", server);
    if (answer.exitCode() != 0) {
      if (answer.out().contains(NOT_FOUND)) {
        return Optional.empty();
      }
      throw failed("get", answer, Set.of());
    }
    Map<?, ?> json = object(answer.out());
    if (!(json.get("Username") instanceof String user)
        || !(json.get("Secret") instanceof String secret)) {
      throw new IOException(
          program
              + " did not answer \"get\" with a user and a secret in JSON: check that program"
              + leaving());
    }
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        user.equals(TOKEN_USER)
            ? new IdentityToken(secret, program)
            : new Login(user, secret, program));
  }

  /** Keeps credentials for a server in the place of those that are there. */
  void store(String server, Login login) throws IOException {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("ServerURL", server);
    json.put("Username", login.user());
    json.put("Secret", login.password());
    Answer answer = run("store", new String(Json.write(json), StandardCharsets.UTF_8));
    if (answer.exitCode() != 0) {
      throw failed("store", answer, Set.of(login.password()));
    }
  }

  /** Forgets a server's credentials; it need not have any. */
  void erase(String server) throws IOException {
    Answer answer = run("erase", server);
    if (answer.exitCode() != 0 && !answer.out().contains(NOT_FOUND)) {
      throw failed("erase", answer, Set.of());
    }
  }

  private static Map<?, ?> object(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> map
          ? map
          : Map.of();
    } catch (IllegalArgumentException e) {
      return Map.of(); // the caller says what is missing, without a text that may be secret
    }
  }

  /** Quotes what the protocol has for reasons, and never JSON, which holds secrets. */
  private IOException failed(String action, Answer answer, Set<String> secrets) {
    String said = (answer.out().isBlank() ? answer.err() : answer.out()).strip();
    String reason = said.startsWith("{") ? "" : ServerText.clean(said, secrets);
    if (reason.length() > LONGEST_QUOTE) {
      reason = reason.substring(0, LONGEST_QUOTE) + "…";
    }
    return new IOException(
        program
            + " "
            + action
            + " ended with "
            + answer.exitCode()
            + (reason.isEmpty() ? "" : " (" + reason + ")")
            + ": make that program work"
            + leaving());
  }

  private String leaving() {
    return ", or take it out of " + configuration;
  }

  private Answer run(String action, String input) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(find().toString(), action);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = false;
    try {
      long end = System.nanoTime() + patience.toNanos();
      CompletableFuture<String> out = reading(process.getInputStream());
      CompletableFuture<String> err = reading(process.getErrorStream());
      write(process, input);
      process.onExit().get(left(end), TimeUnit.NANOSECONDS);
      Answer answer =
          new Answer(
              process.exitValue(),
              out.get(left(end), TimeUnit.NANOSECONDS),
              err.get(left(end), TimeUnit.NANOSECONDS));
      ended = true;
      return answer;
    } catch (InterruptedException e) {
      throw Backoff.interrupted(e);
    } catch (TimeoutException e) {
      throw new IOException(
          program + " " + action + " did not end: make that program work" + leaving());
    } catch (ExecutionException e) {
      throw new IOException("read what " + program + " says: " + e.getCause(), e);
    } finally {
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static long left(long end) {
    return Math.max(0, end - System.nanoTime());
  }

  /** Not by the JDK's search, which would use the PATH of this process instead of the user's. */
  private Path find() throws IOException {
    if (program.matches("[A-Za-z0-9._-]+")) {
      for (String directory : environment.getOrDefault("PATH", "").split(":", -1)) {
        Path candidate = Path.of(directory, program);
        if (candidate.isAbsolute()
            && Files.isRegularFile(candidate)
            && Files.isExecutable(candidate)) {
          return candidate;
        }
      }
    }
    throw new IOException(
        configuration
            + " leaves credentials to the helper "
            + program
            + ", which is not on the PATH: install it"
            + leaving());
  }

  private static CompletableFuture<String> reading(InputStream in) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try (in) {
            byte[] bytes = in.readNBytes(LONGEST_ANSWER);
            text.complete(new String(bytes, StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.completeExceptionally(new UncheckedIOException(e));
          }
        });
    return text;
  }

  private static void write(Process process, String input) throws IOException {
    OutputStream in = process.getOutputStream();
    try {
      in.write(input.getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      return; // a helper need not read what it does not need; its exit code tells the rest
    } finally {
      closeQuietly(in);
    }
  }

  private static void closeQuietly(OutputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      return; // as above: the reader is gone
    }
  }
}
