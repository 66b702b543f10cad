package dev.jbuild.executor;

import dev.jbuild.oci.layer.Attributes;
import dev.jbuild.oci.layer.LayerEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Main program of {@link OwnerTest}: what a step that deals with many owners leaves, a line for
 * each entry of its layer, and what it printed itself.
 */
final class OwnerChecks {
  /** Everything that gives owners to files, in a Debian. */
  private static final String SCRIPT =
      """
      set -eu
      chmod 755 /
      touch /file && chown 33:44 /file && chmod 4755 /file
      stat -c '%u:%g %a' /file /etc/shadow
      install -o www-data -g 50 /bin/true /installed
      ln -s file /link && chown -h 7:8 /link && stat -c %u:%g /link
      mkdir /dir && chown www-data:www-data /dir && cp -a /dir /copy
      tar -C / -cf /all.tar file dir link && mkdir /x && tar -C /x -xpf /all.tar && rm /all.tar
      mkdir -m 2775 /group && chgrp 50 /group && touch /group/f && mkdir /group/d
      chown -R 5:6 /srv /home && chown 1:1 /etc/shadow
      (umask 077; setpriv --reuid 33 --regid 33 --init-groups sh -ec '
        id; touch /dir/f; mkdir /dir/d; ln -s q /dir/l; mkfifo /dir/p; cp /dir/f /dir/new; mv /dir/new /dir/named')
      mkdir -p /p/DEBIAN /p/srv/p && chown 105:106 /p/srv/p && echo x >/p/srv/p/f && chown 107:108 /p/srv/p/f
      printf 'Package: p\\nVersion: 1\\nArchitecture: all\\nMaintainer: p\\nDescription: p\\n' >/p/DEBIAN/control
      dpkg-deb -b /p /p.deb && dpkg -i /p.deb && rm -r /p /p.deb
      dpkg-statoverride --update --add root www-data 2750 /srv/p
      find / -xdev -user 33 | sort
      """;

  private OwnerChecks() {}

  public static void main(String[] args) throws Exception {
    try (Sandbox sandbox = new Sandbox(Path.of(args[0]), Isolation.parse(args[1]))) {
      Path base = DebianBase.unpack(sandbox, Path.of(args[2]));
      Path upper = sandbox.state.resolve("upper");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ProcessSpec process =
          ProcessSpec.of("/bin/sh", "-c", SCRIPT)
              .withEnv(List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"));
      ExecResult result =
          sandbox.agent.exec(ContainerSpec.of(List.of(base), upper, process), ExecIo.of(out, out));
      show(out.toString(StandardCharsets.UTF_8) + result.exitCode());
      for (Layer.Content content :
          Layer.of(sink -> sandbox.agent.diff(upper, sink)).contents().values()) {
        show(describe(content.entry()));
      }
      sandbox.log.forEach(OwnerChecks::show);
      sandbox.agent.remove(upper);
      sandbox.agent.remove(base);
    }
  }

  static String describe(LayerEntry entry) {
    return switch (entry) {
      case LayerEntry.RegularFile file -> owner(entry, file.attributes());
      case LayerEntry.Directory directory -> owner(entry, directory.attributes());
      case LayerEntry.Symlink link -> owner(entry, link.attributes());
      case LayerEntry.Fifo fifo -> owner(entry, fifo.attributes());
      default -> entry.getClass().getSimpleName() + " " + entry.path();
    };
  }

  private static String owner(LayerEntry entry, Attributes attributes) {
    return "%s %d:%d %o %s"
        .formatted(
            entry.path(),
            attributes.uid(),
            attributes.gid(),
            attributes.mode(),
            attributes.xattrs().keySet());
  }

  @SuppressWarnings("SystemOut") // this program's result is its output
  private static void show(String line) {
    System.out.println(line);
  }
}
