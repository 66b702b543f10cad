package dev.jbuild.builder.ops;

import dev.jbuild.builder.plan.InlineFile;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.RunMount;
import dev.jbuild.cache.Store;
import dev.jbuild.executor.net.ExtraHost;
import dev.jbuild.oci.Platform;
import dev.jbuild.oci.json.Json;
import dev.jbuild.parser.ast.FileAttributes;
import dev.jbuild.parser.ast.Mount;
import dev.jbuild.parser.ast.RunDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * All that the process of a RUN can see and that counts for reuse. As with BuildKit the contents of
 * caches and secrets and the limits do not, but what is asked for does.
 */
final class RunKey {
  private final Store store;
  private final Op.Exec op;
  private final List<Inputs> inputs;

  RunKey(Store store, Op.Exec op, List<Inputs> inputs) {
    this.store = store;
    this.op = op;
    this.inputs = inputs;
  }

  void describe(Platform platform, SortedMap<String, String> parts) throws IOException {
    Op.ExecOptions options = op.options();
    parts.put("op", "run 1");
    parts.put("base", ((Inputs.Files) inputs.getFirst()).state().tree().toString());
    parts.put("args", json(op.args()));
    parts.put("env", json(op.env()));
    parts.put("cwd", op.cwd());
    parts.put("user", op.user());
    parts.put("network", options.network().toString());
    parts.put("hostname", options.hostname());
    parts.put("platform", platform.toString());
    for (InlineFile file : op.files()) {
      parts.put("file " + file.path(), file.text());
    }
    if (options.insecure()) {
      parts.put("security", "insecure");
    }
    if (!options.hosts().isEmpty()) {
      parts.put("hosts", json(options.hosts().stream().map(RunKey::line).toList()));
    }
    for (RunDevice device : options.devices()) {
      parts.put("device " + device.name(), device.required() ? "required" : "optional");
    }
    int number = 0;
    for (RunMount mount : op.mounts()) {
      number++;
      parts.put("mount %03d %s".formatted(number, mount.mount().target()), describe(mount));
    }
  }

  private static String line(ExtraHost host) {
    return host.address() + " " + host.name();
  }

  private String describe(RunMount planned) throws IOException {
    return switch (planned.mount()) {
      case Mount.Bind bind -> "bind " + access(bind.readOnly()) + files(planned, bind.source());
      case Mount.Cache cache ->
          "cache %s %s %s%s%s"
              .formatted(
                  cache.id(),
                  cache.sharing().toString().toLowerCase(Locale.ROOT),
                  access(cache.readOnly()),
                  attributes(cache.attributes()),
                  planned.input() == RunMount.NONE ? "" : files(planned, cache.seed().source()));
      case Mount.Tmpfs tmpfs -> "tmpfs " + access(tmpfs.readOnly()) + tmpfs.size();
      case Mount.Secret secret ->
          "secret %s %s %s%s"
              .formatted(
                  secret.id(),
                  secret.env() == null ? "" : "env " + secret.env(),
                  secret.required() ? "required " : "",
                  attributes(secret.attributes()));
      case Mount.Ssh ssh ->
          "ssh %s %s%s"
              .formatted(ssh.id(), ssh.required() ? "required " : "", attributes(ssh.attributes()));
    };
  }

  /** The identity of exactly what is mounted, its own attributes included. */
  private String files(RunMount planned, String source) throws IOException {
    BoundFiles files = BoundFiles.of(store, inputs.get(planned.input()), source);
    return store.trees().digestOf(files.entry()).toString();
  }

  private static String access(boolean readOnly) {
    return readOnly ? "ro " : "rw ";
  }

  private static String attributes(FileAttributes attributes) {
    Integer mode = attributes.mode();
    return (mode == null ? "" : "mode " + Integer.toOctalString(mode) + " ")
        + (attributes.uid() == null ? "" : "uid " + attributes.uid() + " ")
        + (attributes.gid() == null ? "" : "gid " + attributes.gid() + " ");
  }

  private static String json(List<String> words) {
    return new String(Json.write(words), StandardCharsets.UTF_8);
  }
}
