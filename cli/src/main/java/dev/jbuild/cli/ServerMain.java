package dev.jbuild.cli;

import dev.jbuild.cli.host.Host;
import dev.jbuild.cli.server.Program;
import dev.jbuild.cli.server.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the client enters when it starts a warm server: SOCKET BUILD IDLE-SECONDS. */
final class ServerMain {
  private ServerMain() {}

  public static void main(String[] args) throws IOException {
    Duration idle = Duration.ofSeconds(Long.parseLong(args[2]));
    new Server(Path.of(args[0]), args[1], idle, new Jbuild()).run();
    Runtime.getRuntime().halt(0);
  }

  private static final class Jbuild implements Program {
    @Override
    public @Nullable String refusal(List<String> words, Map<String, String> environment) {
      return Served.refusal(words, environment);
    }

    @Override
    public int run(Host host, List<String> words) {
      return new Application(host).run(words);
    }
  }
}
