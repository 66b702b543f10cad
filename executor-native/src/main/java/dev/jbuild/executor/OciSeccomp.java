package dev.jbuild.executor;

import dev.jbuild.oci.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Docker's seccomp profile in the form of the OCI runtime specification: the rules that hold for
 * the capabilities of a container, this processor, and any kernel that the helper runs on.
 */
final class OciSeccomp {
  private OciSeccomp() {}

  private record Machine(String word, List<String> architectures) {
    static Machine ofThis() {
      return System.getProperty("os.arch", "").equals("aarch64")
          ? new Machine("arm64", List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"))
          : new Machine("amd64", List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"));
    }
  }

  static Map<String, Object> of(Set<Capability> capabilities) {
    Machine machine = Machine.ofThis();
    Set<String> names =
        capabilities.stream().map(each -> "CAP_" + each).collect(Collectors.toSet());
    Map<?, ?> profile = profile();
    Map<String, Object> seccomp = new LinkedHashMap<>();
    copy(profile, seccomp, "defaultAction", "defaultErrnoRet");
    seccomp.put("architectures", machine.architectures());
    List<Object> rules = new ArrayList<>();
    for (Object each : (List<?>) required(profile.get("syscalls"))) {
      Map<?, ?> rule = (Map<?, ?>) each;
      if (applies(rule, names, machine)) {
        Map<String, Object> kept = new LinkedHashMap<>();
        copy(rule, kept, "names", "action", "errnoRet", "args");
        rules.add(kept);
      }
    }
    seccomp.put("syscalls", rules);
    return seccomp;
  }

  private static boolean applies(Map<?, ?> rule, Set<String> capabilities, Machine machine) {
    List<?> machines = words(rule, "includes", "arches");
    return capabilities.containsAll(words(rule, "includes", "caps"))
        && words(rule, "excludes", "caps").stream().noneMatch(capabilities::contains)
        && (machines.isEmpty() || machines.contains(machine.word()))
        && !words(rule, "excludes", "arches").contains(machine.word());
  }

  private static List<?> words(Map<?, ?> rule, String filter, String kind) {
    Object words = rule.get(filter) instanceof Map<?, ?> map ? map.get(kind) : null;
    return words instanceof List<?> list ? list : List.of();
  }

  private static void copy(Map<?, ?> from, Map<String, Object> to, String... keys) {
    for (String key : keys) {
      Object value = from.get(key);
      if (value != null) {
        to.put(key, value);
      }
    }
  }

  private static Map<?, ?> profile() {
    try (InputStream in = OciSeccomp.class.getResourceAsStream("/seccomp/default.json")) {
      return (Map<?, ?>) required(Json.parse(((InputStream) required(in)).readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("read the packaged seccomp profile", e);
    }
  }

  private static Object required(@Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("the packaged seccomp profile is not complete");
    }
    return value;
  }
}
