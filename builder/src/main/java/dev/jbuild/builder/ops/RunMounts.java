package dev.jbuild.builder.ops;

import dev.jbuild.builder.RunAccess;
import dev.jbuild.builder.plan.Op;
import dev.jbuild.builder.plan.RunMount;
import dev.jbuild.builder.secret.Secrets;
import dev.jbuild.cache.Store;
import dev.jbuild.cache.mount.CacheMount;
import dev.jbuild.executor.FileSpec;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerDisk;
import dev.jbuild.parser.ast.FileAttributes;
import dev.jbuild.parser.ast.Mount;
import dev.jbuild.parser.ast.RunDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Opens the mounts of the RUNs of one build. Safe for threads. */
public final class RunMounts {
  private static final int SECRET_MODE = 0400;
  private static final int ANYBODY = 01777;

  private final Store store;
  private final LayerDisk disk;
  private final CacheDirectories caches;
  private final Secrets secrets;
  private final SshSockets agents;
  private final RunDevices devices;

  public RunMounts(Store store, LayerDisk disk, RunAccess access) {
    this.store = store;
    this.disk = disk;
    this.caches = new CacheDirectories(store, disk);
    this.secrets = new Secrets(access.secrets());
    this.agents = new SshSockets(store, access.agents());
    this.devices = new RunDevices(access.deviceSpecs());
  }

  /**
   * Waits for the caches and reads the secrets of a RUN.
   *
   * @param anew whether caches that begin with something begin again
   * @throws RunSetupException when something is required and not there
   */
  OpenMounts open(Op.Exec op, List<Inputs> inputs, boolean anew)
      throws IOException, InterruptedException {
    OpenMounts open = new OpenMounts();
    try {
      Map<RunMount, Path> directories = caches(op, inputs, open, anew);
      for (RunDevice device : op.options().devices()) {
        devices.open(device, open);
      }
      for (RunMount planned : op.mounts()) {
        switch (planned.mount()) {
          case Mount.Bind bind ->
              open.mount(
                  bind(bind, BoundFiles.of(store, inputs.get(planned.input()), bind.source())));
          case Mount.Cache cache ->
              open.mount(
                  MountSpec.bind(
                      directory(directories, planned), cache.target(), cache.readOnly()));
          case Mount.Tmpfs tmpfs ->
              open.mount(
                  new MountSpec.Tmpfs(tmpfs.target(), ANYBODY, tmpfs.size(), tmpfs.readOnly()));
          case Mount.Secret secret -> secret(secret, open);
          case Mount.Ssh ssh -> {
            agents.open(ssh, open);
            open.agentAt(ssh.target());
          }
        }
      }
      return open;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      open.close();
      throw e;
    }
  }

  /** In one order, so that two RUNs with the same locked caches never wait for each other. */
  private Map<RunMount, Path> caches(Op.Exec op, List<Inputs> inputs, OpenMounts open, boolean anew)
      throws IOException {
    Map<CacheDirectories.Wanted, List<RunMount>> wanted =
        new TreeMap<>(Comparator.comparing((CacheDirectories.Wanted one) -> one.key().toString()));
    for (RunMount planned : op.mounts()) {
      if (planned.mount() instanceof Mount.Cache cache) {
        wanted
            .computeIfAbsent(caches.wanted(planned, cache, inputs), key -> new ArrayList<>())
            .add(planned);
      }
    }
    Map<RunMount, Path> directories = new HashMap<>();
    for (Map.Entry<CacheDirectories.Wanted, List<RunMount>> entry : wanted.entrySet()) {
      CacheMount mount = caches.use(entry.getKey(), anew);
      open.hold(mount::close);
      entry.getValue().forEach(planned -> directories.put(planned, mount.directory()));
    }
    return directories;
  }

  private static Path directory(Map<RunMount, Path> directories, RunMount planned) {
    Path directory = directories.get(planned);
    if (directory == null) {
      throw new IllegalStateException("a cache mount was not opened");
    }
    return directory;
  }

  private MountSpec bind(Mount.Bind bind, BoundFiles files) throws IOException {
    List<Path> lowers = store.layers().directories(files.state().diffIds(), disk);
    return new MountSpec.Layers(
        lowers, "/" + files.path(), files.isDirectory(), bind.target(), bind.readOnly());
  }

  private void secret(Mount.Secret secret, OpenMounts open)
      throws IOException, InterruptedException {
    ByteString value = secrets.find(secret.id());
    if (value == null) {
      if (secret.required()) {
        throw new RunSetupException(
            "secret "
                + secret.id()
                + ": not found; give it with --secret id="
                + secret.id()
                + ",src=FILE or ,env=VARIABLE");
      }
      return;
    }
    byte[] bytes = value.toByteArray();
    open.secret(bytes);
    if (secret.env() != null) {
      open.variable(secret.env(), new String(bytes, StandardCharsets.UTF_8));
    }
    if (!secret.target().isEmpty()) {
      FileAttributes attributes = secret.attributes();
      Integer mode = attributes.mode();
      open.file(
          new FileSpec(
              secret.target(),
              value,
              mode == null ? SECRET_MODE : mode & 0777,
              id(attributes.uid()),
              id(attributes.gid())));
    }
  }

  private static long id(@Nullable Long id) {
    return id == null ? 0 : id;
  }
}
