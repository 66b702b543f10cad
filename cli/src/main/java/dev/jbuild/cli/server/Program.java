package dev.jbuild.cli.server;

import dev.jbuild.cli.host.Host;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server runs. */
public interface Program {

  /** Why these words need a process of their own, null when they do not. */
  @Nullable String refusal(List<String> words, Map<String, String> environment);

  /** Runs one command; returns its exit code. Called by several threads at once. */
  int run(Host host, List<String> words);
}
