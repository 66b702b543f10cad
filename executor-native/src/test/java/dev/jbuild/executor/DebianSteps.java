package dev.jbuild.executor;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.ByteString;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Steps in a Debian and what their layers hold, for root and ordinary users. */
final class DebianSteps implements AutoCloseable {
  private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin";

  /** setxattr by its number, because a small Debian has no program that sets attributes. */
  private static final String ATTRIBUTES =
      """
      : > /s; chown 33:44 /s; chmod 4711 /s
      perl -e '
        my $number = `uname -m` =~ /aarch64/ ? 5 : 188;
        sub set {
          my ($path, $name, $value) = ("/s", @_);
          syscall($number, $path, $name, $value, length $value, 0) == 0 or die "$name: $!";
        }
        set("security.capability", pack("V5", 0x02000001, 0x2000, 0, 0, 0));
        set("user.note", "n");
        set("user.overlay.own", "mine");'
      """;

  private final Sandbox sandbox;
  private final Path base;
  private final Path upper;

  /**
   * @param archive a Debian that the helper's user can read
   */
  DebianSteps(Sandbox sandbox, Path archive) throws IOException, InterruptedException {
    this.sandbox = sandbox;
    this.base = DebianBase.unpack(sandbox, archive);
    this.upper = sandbox.state.resolve("upper");
  }

  /** What the layer says of a file with a file capability and attributes. */
  List<String> attributes() throws IOException, InterruptedException {
    Layer layer = run(ContainerSpec.of(List.of(base), upper, sh(ATTRIBUTES)));
    List<String> lines = new ArrayList<>(List.of(describe(layer, "s")));
    if (layer.entry("s") instanceof LayerEntry.RegularFile file) {
      file.attributes().xattrs().forEach((name, value) -> lines.add(name + "=" + hex(value)));
    }
    return lines;
  }

  private static String hex(ByteString value) {
    return HexFormat.of().formatHex(value.toByteArray());
  }

  /**
   * What the layer of a debootstrap in a step says of some files.
   *
   * @param packages from {@link DebianBase#packages}, readable for the helper's user
   */
  List<String> debootstrap(Path packages, Security security, String... env)
      throws IOException, InterruptedException {
    List<String> environment = new ArrayList<>(List.of(PATH));
    environment.addAll(Arrays.asList(env));
    // It asks for wget even when there is nothing to fetch.
    ProcessSpec process =
        sh("ln -s false /usr/bin/wget && debootstrap --variant=minbase --unpack-tarball=/debs.tgz "
                + DebianBase.SUITE
                + " /new"
                + " && chroot /new dpkg --audit && chroot /new su -s /bin/sh -c id nobody >&2")
            .withEnv(environment);
    Path share = Path.of("/usr/share/debootstrap");
    Path program = Path.of("/usr/sbin/debootstrap");
    Layer layer =
        run(
            ContainerSpec.of(List.of(base), upper, process)
                .withMounts(
                    List.of(
                        MountSpec.bind(share, share.toString(), true),
                        MountSpec.bind(program, program.toString(), true),
                        MountSpec.bind(packages, "/debs.tgz", true)))
                .withConfinement(Confinement.DEFAULT.withSecurity(security)));
    List<String> lines = new ArrayList<>();
    for (String path : List.of("bin/su", "usr/bin/chage", "tmp", "var/mail", "usr/bin/perl")) {
      lines.add(describe(layer, "new/" + path.replaceFirst("^bin/", "usr/bin/")));
    }
    lines.add(String.valueOf(layer.entry("new/usr/bin/perl5.36.0")));
    lines.add(String.valueOf(layer.entry("new/bin") instanceof LayerEntry.Symlink));
    return lines;
  }

  private static ProcessSpec sh(String script) {
    return ProcessSpec.of("/bin/sh", "-ec", script).withEnv(List.of(PATH));
  }

  private Layer run(ContainerSpec spec) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExecResult result = sandbox.agent.exec(spec, ExecIo.of(out, out));
    if (result.exitCode() != 0) {
      throw new IOException(result + ": " + out.toString(StandardCharsets.UTF_8));
    }
    Layer layer = Layer.of(sink -> sandbox.agent.diff(upper, sink));
    sandbox.agent.remove(upper);
    return layer;
  }

  private static String describe(Layer layer, String path) {
    return path
        + switch (layer.entry(path)) {
          case LayerEntry.RegularFile file -> " file " + describe(file.attributes());
          case LayerEntry.Directory directory -> " directory " + describe(directory.attributes());
          case LayerEntry other -> " " + other;
        };
  }

  private static String describe(Attributes attributes) {
    return Integer.toOctalString(attributes.mode())
        + " "
        + attributes.uid()
        + ":"
        + attributes.gid();
  }

  @Override
  public void close() throws IOException {
    sandbox.agent.remove(base);
  }

  /** Main program as an ordinary user: home directory, archive, packages. */
  @SuppressWarnings("SystemOut") // this program's result is its output
  public static void main(String[] args) throws Exception {
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]), Isolation.AUTO);
        DebianSteps steps = new DebianSteps(sandbox, Path.of(args[1]))) {
      steps.attributes().forEach(System.out::println);
      steps
          .debootstrap(Path.of(args[2]), Security.INSECURE, "container=lxc")
          .forEach(System.out::println);
    }
  }
}
