package dev.jbuild.executor;

import dev.jbuild.oci.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A container as {@code config.json} of the OCI runtime specification 1.0.2, with what the native
 * helper gives it otherwise. The bundle that the helper makes has the root file system as {@code
 * rootfs} and the sources of mounts as {@code mount<n>}, {@code device<n>} and {@code file<n>}, by
 * their places in the lists of the specification of the container. The network namespace, limits
 * and the control of devices are the helper's.
 */
final class OciConfig {
  private static final int UMASK = 022;
  private static final String CAPABILITY = "CAP_";

  private final ContainerSpec spec;
  private final Account account;
  private final Set<Capability> available;
  private final OciMounts mounts;

  /**
   * @param available the capabilities that the helper has
   */
  OciConfig(ContainerSpec spec, Account account, Isolation isolation, Set<Capability> available) {
    this.spec = spec;
    this.account = account;
    this.available = available;
    this.mounts = new OciMounts(spec, isolation);
  }

  byte[] json() {
    return Json.write(config());
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("ociVersion", "1.0.2");
    config.put("process", process());
    config.put("root", Map.of("path", "rootfs"));
    config.put("hostname", spec.hostname());
    config.put("mounts", mounts.list());
    config.put("linux", linux());
    return config;
  }

  private boolean insecure() {
    return spec.confinement().security() == Security.INSECURE;
  }

  private Map<String, Object> process() {
    ProcessSpec process = spec.process();
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("uid", account.uid());
    user.put("gid", account.gid());
    user.put("umask", UMASK);
    user.put("additionalGids", account.groups());
    Map<String, Object> config = new LinkedHashMap<>();
    if (process.tty()) {
      config.put("terminal", true);
    }
    config.put("user", user);
    config.put("args", process.args());
    config.put("env", environment());
    config.put("cwd", process.cwd());
    config.put("capabilities", capabilities());
    config.put("rlimits", rlimits());
    config.put("noNewPrivileges", false);
    return config;
  }

  private List<String> environment() {
    List<String> environment = new ArrayList<>(spec.process().env());
    if (environment.stream().noneMatch(variable -> variable.startsWith("HOME="))) {
      environment.add("HOME=" + account.home());
    }
    return environment;
  }

  private Map<String, Object> capabilities() {
    Set<Capability> wanted = insecure() ? available : spec.process().capabilities();
    List<String> names = new ArrayList<>();
    if (!wanted.isEmpty()) {
      EnumSet.copyOf(wanted).forEach(capability -> names.add(CAPABILITY + capability));
    }
    Map<String, Object> sets = new LinkedHashMap<>();
    sets.put("bounding", names);
    sets.put("effective", names);
    sets.put("permitted", names);
    if (insecure()) {
      sets.put("inheritable", names);
      sets.put("ambient", names);
    }
    return sets;
  }

  private List<Object> rlimits() {
    List<Object> limits = new ArrayList<>();
    for (Rlimit limit : spec.confinement().rlimits()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("type", "RLIMIT_" + limit.resource().name().toUpperCase(Locale.ROOT));
      each.put("hard", unsigned(limit.hard()));
      each.put("soft", unsigned(limit.soft()));
      limits.add(each);
    }
    return limits;
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private Map<String, Object> linux() {
    Map<String, Object> linux = new LinkedHashMap<>();
    linux.put(
        "namespaces",
        List.of(
            Map.of("type", "pid"),
            Map.of("type", "ipc"),
            Map.of("type", "uts"),
            Map.of("type", "mount")));
    if (!insecure()) {
      linux.put("seccomp", OciSeccomp.of(spec.process().capabilities()));
      linux.put("maskedPaths", OciMounts.MASKED);
      linux.put("readonlyPaths", OciMounts.READ_ONLY);
    }
    return linux;
  }
}
