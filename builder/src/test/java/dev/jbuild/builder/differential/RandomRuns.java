package dev.jbuild.builder.differential;

import dev.jbuild.builder.oracle.Randomly;
import java.util.List;

/** Random RUNs: changes of all kinds to the files below, and looks at what a command sees. */
final class RandomRuns {
  private static final List<String> COMMANDS =
      List.of(
          "echo \"$E1 $A1 $A2\" > /out1",
          "(id -un; id -u; id -g) > /out2 2>/dev/null",
          "pwd > /out3",
          "env | sort > /out4",
          "umask > /out5; hostname > /out6; cat /proc/1/comm >> /out6",
          "grep -E '^(Cap|NoNew|Seccomp:|Sig[BI])' /proc/self/status > /out7",
          "find / -xdev -path /proc -prune -o -path /sys -prune -o -path /dev -prune -o -path '/out*' -prune -o -print"
              + " | sort > /out8",
          "stat -c '%n %F %a %u %g' /[a-z]* /app/* /data/* /etc/* > /out9 2>/dev/null || true",
          "rm -rf /app",
          "rm -rf /data/file /data/deep",
          "rm -rf /app && mkdir /app",
          "rm -rf /usr && mkdir -p /usr/bin && echo x > /usr/bin/env",
          "mkdir -p /app/x/y && touch /app/x/y/z",
          "mv /etc/group /etc/moved; mv /etc/moved /etc/group",
          "mv /app /app2 && mkdir /app || true",
          "rm -rf /lnk; ln -s /app /lnk",
          "ln -sfn nowhere /dangling",
          "ln /etc/group /etc/group2 || true",
          "echo 1 > /h1; ln -f /h1 /h2; ln -f /h1 /h3; rm /h1",
          "chmod 700 /app || chmod 711 /etc",
          "chown -R 3:4 /app || chown 3 /etc/group",
          "chmod 4755 /etc/group; chmod g+s /tmp",
          "mkfifo /pipe || true",
          "mknod /null c 1 3 || true",
          "touch -d @1000000000 /old; mkdir -p /oldd/f; touch -d @1000000000 /oldd",
          "dd if=/dev/zero of=/sparse bs=1 count=1 seek=100000 2>/dev/null",
          "touch /bin/busybox",
          "echo > /tmp/x; rm /tmp/x",
          "printf 'a\\nb' > '/sp ace'; touch \"$(printf '/b\\351d')\"",
          "cat /etc/passwd > /dev/null && echo yes > /yes",
          "false || true",
          "ls -ld /proc/sys /sys /dev/null /dev/shm /dev/pts | sed 's/ root .* / /' > /out10",
          "true");

  private final Randomly randomly;
  private final List<String> stages;

  RandomRuns(Randomly randomly, List<String> stages) {
    this.randomly = randomly;
    this.stages = stages;
  }

  String next() {
    if (randomly.oneIn(60)) {
      return "RUN exit 3";
    }
    if (randomly.oneIn(5)) {
      return mounted();
    }
    if (randomly.oneIn(6)) {
      return "RUN [\"touch\", \"/exec $E1\"]";
    }
    StringBuilder text = new StringBuilder("RUN ").append(randomly.one(COMMANDS));
    while (randomly.oneIn(3)) {
      text.append("; ").append(randomly.one(COMMANDS));
    }
    return text.append("; true").toString();
  }

  private String mounted() {
    String mount =
        switch (randomly.below(6)) {
          case 0 -> "type=bind,target=/w";
          case 1 -> "type=bind,source=src,target=/w";
          case 2 -> "type=bind,source=/a.txt,target=/etc/group";
          case 3 -> "type=tmpfs,target=/w";
          case 4 -> "type=cache,target=/w,id=" + "c" + randomly.below(1_000_000);
          default ->
              "from="
                  + (stages.isEmpty() ? RandomDockerfile.BASE : randomly.one(stages))
                  + ",source=/etc,target=/w";
        };
    return "RUN --mount=" + mount + " (find /w /etc/group | sort) > /mounted 2>/dev/null || true";
  }
}
