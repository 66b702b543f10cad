package dev.jbuild.builder.corpus;

import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.RunOptions;
import dev.jbuild.builder.SecretSource;
import dev.jbuild.executor.Confinement;
import dev.jbuild.executor.Rlimit;
import dev.jbuild.executor.net.ExtraHost;
import dev.jbuild.oci.layer.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a step of a case says about its RUNs. */
final class RunSettings {
  private RunSettings() {}

  static RunOptions of(Data step) {
    Map<String, SecretSource> secrets = new HashMap<>();
    step.textMap("secrets")
        .forEach(
            (id, value) ->
                secrets.put(
                    id,
                    new SecretSource.Value(ByteString.of(value.getBytes(StandardCharsets.UTF_8)))));
    Confinement confinement = Confinement.DEFAULT;
    if (step.has("ulimit")) {
      confinement = confinement.withRlimits(List.of(Rlimit.parse(step.text("ulimit", ""))));
    }
    if (step.has("shmSize")) {
      confinement = confinement.withShmSize(Long.parseLong(step.text("shmSize", "")));
    }
    return RunOptions.DEFAULT
        .withAccess(RunAccess.NONE.withSecrets(secrets))
        .withHostname(step.has("hostname") ? step.text("hostname", "") : null)
        .withHosts(step.texts("addHosts").stream().map(ExtraHost::parse).toList())
        .withConfinement(confinement);
  }
}
