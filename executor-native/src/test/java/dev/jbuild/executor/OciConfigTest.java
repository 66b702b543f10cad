package dev.jbuild.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jbuild.oci.json.Json;
import dev.jbuild.oci.layer.ByteString;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The configuration for a runtime, held against recorded ones: whoever changes what a container is
 * in the native helper has to change it here.
 */
class OciConfigTest {
  private static final Account WEB = new Account(33, 33, List.of(33L, 50L), "/var/www");
  private static final Set<Capability> AVAILABLE =
      EnumSet.of(Capability.CHOWN, Capability.SYS_ADMIN);

  private static ContainerSpec spec() {
    return ContainerSpec.of(
            List.of(Path.of("/lower")),
            null,
            new ProcessSpec(List.of("/bin/sh", "-c", "x"), List.of("A=b"), "/srv", "web", false))
        .withHostname("buildkitsandbox")
        .withMounts(
            List.of(
                MountSpec.bind(Path.of("/src"), "/data", true),
                new MountSpec.Tmpfs("/fast", 01777, 4096),
                new MountSpec.Layers(List.of(Path.of("/l")), "p", true, "/layers", false),
                new MountSpec.Socket(Path.of("/s"), "/run/agent", 0600, 33, 33)))
        .withFiles(
            List.of(
                FileSpec.of("/etc/hosts", "h"),
                new FileSpec("/run/secrets/a", ByteString.of(new byte[1]), 0400, 33, 33)))
        .withConfinement(
            Confinement.DEFAULT
                .withShmSize(4096)
                .withRlimits(List.of(Rlimit.parse("nofile=10:20")))
                .withDevices(List.of(DeviceSpec.parse("/dev/zero:/dev/nothing"))));
  }

  /** Without the seccomp rules, which have tests of their own. */
  private static Object config(ContainerSpec spec, Isolation isolation) {
    Map<?, ?> config = map(Json.parse(new OciConfig(spec, WEB, isolation, AVAILABLE).json()));
    map(config.get("linux")).remove("seccomp");
    return config;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }

  private static Object recorded(String name) throws Exception {
    try (InputStream in = OciConfigTest.class.getResourceAsStream("config-" + name + ".json")) {
      return map(Json.parse(in.readAllBytes()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"root-none", "rootless-full-host", "rootless-full-private"})
  void json_ofAContainer_isAsRecorded(String name) throws Exception {
    int dash = name.lastIndexOf('-');
    Isolation isolation = Isolation.parse(name.substring(0, dash));
    NetworkMode network = NetworkMode.valueOf(name.substring(dash + 1).toUpperCase(Locale.ROOT));

    assertThat(text(config(spec().withNetwork(network), isolation)))
        .isEqualTo(text(recorded(name)));
  }

  private static String text(Object json) {
    return new String(Json.write(json), StandardCharsets.UTF_8);
  }

  @Test
  void paths_ofTheKernel_areThoseOfTheNativeHelper() throws Exception {
    assertThat(OciMounts.MASKED).isEqualTo(listOf("mounts.c", "hidden"));
    assertThat(OciMounts.READ_ONLY).isEqualTo(listOf("mounts.c", "read_only"));
    assertThat(OciMounts.INSECURE_DEVICES).isEqualTo(listOf("rootfs.c", "nodes"));
  }

  /** The texts of an array in a source of the native helper. */
  private static List<String> listOf(String file, String name) throws Exception {
    String source = Files.readString(Path.of("src/main/c", file));
    String start = "static const char *const " + name + "[] = {";
    int from = source.indexOf(start);
    assertThat(from).isPositive();
    return Pattern.compile("\"([^\"]+)\"")
        .matcher(source.substring(from, source.indexOf("};", from)))
        .results()
        .map(each -> each.group(1))
        .toList();
  }

  @Test
  void json_ofAnUnlimitedResource_hasTheKernelsNumber() {
    Rlimit core = new Rlimit(Rlimit.Resource.CORE, 0, Rlimit.UNLIMITED);
    ContainerSpec unlimited =
        spec().withConfinement(Confinement.DEFAULT.withRlimits(List.of(core)));
    byte[] json = new OciConfig(unlimited, WEB, Isolation.ROOT, AVAILABLE).json();

    assertThat(new String(json, StandardCharsets.UTF_8))
        .contains("{\"type\":\"RLIMIT_CORE\",\"hard\":18446744073709551615,\"soft\":0}");
  }

  @Test
  void json_ofAnInsecureContainer_hidesAndFiltersNothing() {
    ContainerSpec insecure =
        spec().withConfinement(Confinement.DEFAULT.withSecurity(Security.INSECURE));
    Map<?, ?> config =
        map(Json.parse(new OciConfig(insecure, WEB, Isolation.ROOT, AVAILABLE).json()));

    assertThat(map(config.get("linux")).keySet().toString()).isEqualTo("[namespaces]");
    Map<?, ?> capabilities = map(map(config.get("process")).get("capabilities"));
    for (String set : List.of("bounding", "effective", "permitted", "inheritable", "ambient")) {
      assertThat(capabilities.get(set)).isEqualTo(List.of("CAP_CHOWN", "CAP_SYS_ADMIN"));
    }
  }

  @Test
  void seccomp_ofDefaultCapabilities_keepsTheRulesThatHold() {
    Map<String, Object> seccomp = OciSeccomp.of(Capability.DEFAULT);

    assertThat(seccomp).containsEntry("defaultAction", "SCMP_ACT_ERRNO");
    assertThat(actionOf(seccomp, "clone3")).isEqualTo("SCMP_ACT_ERRNO 38");
    assertThat(actionOf(seccomp, "chroot")).isEqualTo("SCMP_ACT_ALLOW null");
    assertThat(actionOf(seccomp, "mount")).isEqualTo("none");
    assertThat(actionOf(OciSeccomp.of(EnumSet.of(Capability.SYS_ADMIN)), "mount"))
        .isEqualTo("SCMP_ACT_ALLOW null");
    assertThat(actionOf(OciSeccomp.of(Set.of()), "chroot")).isEqualTo("none");
  }

  private static String actionOf(Map<String, Object> seccomp, String call) {
    for (Object each : list(seccomp.get("syscalls"))) {
      Map<?, ?> rule = map(each);
      if (list(rule.get("names")).contains(call)) {
        return rule.get("action") + " " + rule.get("errnoRet");
      }
    }
    return "none";
  }
}
