package dev.jbuild.builder.remote;

import static dev.jbuild.builder.remote.GitServer.commit;
import static dev.jbuild.builder.remote.GitServer.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.SshSource;
import dev.jbuild.cache.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories by way of the installed ssh and sshd. */
class GitSshTest {
  @TempDir Path work;
  private SshServer server;
  private GitServer repositories;
  private Path repository;
  private Store store;
  private int checkouts;

  @BeforeEach
  void start() throws Exception {
    store = Store.open(work.resolve("store"));
    server = SshServer.start(work.resolve("ssh"));
    repositories = new GitServer(Files.createDirectories(work.resolve("served")));
    repository = repositories.create("repo");
    Files.writeString(repository.resolve("a.txt"), "a");
    commit(repository, "first");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    repositories.close();
    store.close();
  }

  private RemoteAccess access(Map<String, SshSource> agents) {
    return RemoteAccess.of(
        store, Map.of("GIT_SSH_COMMAND", server.command()), RunAccess.NONE.withAgents(agents));
  }

  private RemoteAccess withKey() {
    return access(Map.of("default", new SshSource.Keys(List.of(server.key()))));
  }

  private List<String> files(RemoteAccess access, String text) throws IOException {
    GitAddress address = GitAddress.parse(text).orElseThrow();
    GitFetch fetch = new GitFetch(access);
    List<String> files = new ArrayList<>();
    Path scratch = Files.createDirectories(work.resolve("scratch" + checkouts++));
    fetch.checkOut(
        address,
        fetch.commit(address),
        false,
        scratch,
        (entry, content) -> files.add(entry.path()));
    return files;
  }

  @Test
  void checkOut_withAKeyOfTheBuild_givesTheFiles() throws Exception {
    assertThat(files(withKey(), server.address(repository))).containsExactly("a.txt");
    assertThat(files(withKey().ofDockerfile(), server.address(repository) + "#main"))
        .containsExactly("a.txt");
    assertThat(work.resolve("store/tmp")).isDirectoryNotContaining("glob:**/ssh*");
  }

  @Test
  void checkOut_withTheUsersConfiguration_knowsItsHostsAndKeys() throws Exception {
    server.keyIsTheUsers();

    String user = System.getProperty("user.name");
    assertThat(files(access(Map.of()), user + "@forge:" + repository)).containsExactly("a.txt");
  }

  @Test
  void checkOut_withAnAgent_asksIt() throws Exception {
    Path socket = work.resolve("agent");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .start();
    try {
      agent.inputReader().readLine(); // it tells the socket when that is there
      ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", server.key().toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      assertThat(add.inheritIO().start().waitFor()).isZero();

      assertThat(
              files(
                  access(Map.of("default", new SshSource.Agent(socket))).ofDockerfile(),
                  server.address(repository)))
          .containsExactly("a.txt");
    } finally {
      agent.destroy();
      agent.waitFor();
    }
  }

  @Test
  void checkOut_withSubmodules_fetchesThemOverSshToo() throws Exception {
    Path inner = repositories.create("inner");
    Files.writeString(inner.resolve("i"), "inner");
    commit(inner, "inner");
    git(repository, "submodule", "add", "-q", inner.toString(), "mod");
    git(repository, "config", "-f", ".gitmodules", "submodule.mod.url", "../inner.git");
    commit(repository, "with submodule");

    assertThat(files(withKey(), server.address(repository))).contains("mod/i");
  }

  @Test
  void commit_onAHostThatIsNotKnown_isRefused() throws Exception {
    Files.writeString(server.knownHosts(), "");
    assertFails(withKey(), "Host key verification failed", "known_hosts");

    SshServer.makeKey(work.resolve("other"));
    Files.writeString(
        server.knownHosts(),
        server.address(Path.of("")).replaceFirst(".*@([^:]*)(:.*)", "[$1]$2")
            + " "
            + Files.readString(work.resolve("other.pub")));
    assertFails(withKey(), "Host key verification failed");
  }

  @Test
  void commit_withAKeyThatTheServerDoesNotTake_tellsWhatSshSays() throws Exception {
    SshServer.makeKey(work.resolve("other"));
    server.keyIsTheUsers(); // but the build was given another

    assertFails(
        access(Map.of("default", new SshSource.Keys(List.of(work.resolve("other"))))),
        "Permission denied (publickey");
  }

  @Test
  void commit_forADockerfile_needsAKeyOfTheBuild() throws Exception {
    server.keyIsTheUsers();

    assertFails(access(Map.of()).ofDockerfile(), "--ssh default");
  }

  @Test
  void commit_withoutTheProgram_namesIt() {
    RemoteAccess access =
        RemoteAccess.of(store, Map.of("GIT_SSH_COMMAND", "no-such-program"), RunAccess.NONE);

    assertFails(access, "no-such-program", "not found");
  }

  @Test
  void commit_whenInterrupted_doesNotWaitForTheServer() throws Exception {
    Path pid = work.resolve("pid");
    RemoteAccess silent =
        RemoteAccess.of(
            store,
            Map.of("GIT_SSH_COMMAND", "echo $$ >" + pid + "; exec sleep 1000 #"),
            RunAccess.NONE);
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread asking =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    files(silent, server.address(repository));
                  } catch (IOException e) {
                    outcome.set(e);
                  }
                });
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.sleep(10);
    }
    ProcessHandle program =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

    asking.interrupt();
    asking.join();

    assertThat(outcome.get()).isInstanceOf(InterruptedIOException.class);
    program.onExit().join();
  }

  @Test
  void commit_ofARepositoryThatIsNotThere_tellsIt() {
    String missing = server.address(work.resolve("missing.git"));

    assertThatThrownBy(() -> files(withKey(), missing))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining(missing)
        .hasMessageContaining("does not appear to be a git repository");
  }

  private void assertFails(RemoteAccess access, String... parts) {
    assertThatThrownBy(() -> files(access, server.address(repository)))
        .isInstanceOf(RemoteException.class)
        .hasMessageStartingWith(server.address(repository) + ": ")
        .message()
        .contains(parts);
  }
}
