package dev.jbuild.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.cli.failure.CommandException;
import dev.jbuild.executor.MountSpec;
import dev.jbuild.runner.BindMount;
import dev.jbuild.runner.container.VolumeUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The words of {@code --mount}; the messages of refusals are docker's where it has the same. */
class MountFlagsTest {
  @TempDir Path here;

  private static MountFlags flags(String... words) {
    MountFlags flags = new MountFlags();
    new CommandLine(CommandSpec.create().addMixin("mounts", CommandSpec.forAnnotatedObject(flags)))
        .parseArgs(words);
    return flags;
  }

  private void readAll(MountFlags flags) throws Exception {
    flags.volumes();
    flags.mounts();
    flags.binds(here::resolve);
  }

  @Test
  void bind_isOfWhatIsThere() throws Exception {
    String text = here.toString();
    BindMount open = new BindMount(here, "/m", false);
    BindMount closed = new BindMount(here, "/m", true);

    assertThat(bind("type=bind,src=" + text + ",dst=/m")).isEqualTo(open);
    assertThat(bind("TYPE=Bind,Source=" + text + ",Destination=/m,readonly")).isEqualTo(closed);
    assertThat(bind("type=bind,source=" + text + ",target=/m,ro=T")).isEqualTo(closed);
    assertThat(bind("type=bind,src=" + text + ",dst=/m,ro=0,consistency=cached")).isEqualTo(open);
    assertThat(bind("type=bind,src=" + text + ",dst=/n,dst=/m,bind-propagation=rprivate"))
        .isEqualTo(open);
    assertThat(bind("type=bind,src=.,dst=/m,bind-recursive=readonly,ro").target()).isEqualTo("/m");
    assertThat(bind("\"type=bind\",src=" + text + ",\"dst=/a,b\"").target()).isEqualTo("/a,b");
    bind("type=bind,src=./new,dst=/m,bind-create-src");
    assertThat(here.resolve("new")).isDirectory();
  }

  private BindMount bind(String word) throws Exception {
    List<BindMount> binds = flags("--mount", word).binds(here::resolve);
    assertThat(binds).hasSize(1);
    return binds.getFirst();
  }

  @Test
  void volume_isMeantWithoutAType() throws Exception {
    assertThat(flags("--mount", "src=v,dst=/m").volumes())
        .containsExactly(new VolumeUse("v", "/m", false, true));
    assertThat(flags("--mount", "type=volume,dst=/m,volume-driver=local,volume-nocopy").volumes())
        .containsExactly(new VolumeUse(null, "/m", false, false));
    assertThat(flags("--mount", "src=v,dst=/m,ro,volume-label=a=b=c,volume-label=d").volumes())
        .containsExactly(new VolumeUse("v", "/m", true, true, Map.of("a", "b=c", "d", "")));
  }

  @Test
  void tmpfs_hasSizeAndMode() throws Exception {
    assertThat(flags("--mount", "type=tmpfs,dst=/m").mounts())
        .containsExactly(new MountSpec.Tmpfs("/m", 01777, 0));
    assertThat(flags("--mount", "type=tmpfs,dst=/m,tmpfs-size=1.5m,tmpfs-mode=0700,ro").mounts())
        .containsExactly(new MountSpec.Tmpfs("/m", 0700, 3 << 19, true));
    assertThat(flags("--tmpfs", "/m:size=1m").mounts())
        .containsExactly(new MountSpec.Tmpfs("/m", 01777, 1 << 20));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          type=bind,src=/no/such,dst=/m       | bind source path does not exist: /no/such
          type=bind,src=rel,dst=/m            | the source is an absolute path, or begins with ./: rel
          type=bind,dst=/m                    | a bind needs its source
          type=bind,src=/                     | target is required
          type=bind,src=/,dst=m               | the target is an absolute path in the container other than /: m
          src=v,dst=/                         | the target is an absolute path in the container other than /: /
          src=v,dst=/m,ro=x                   | invalid value for readonly: x
          src=v,dst=/m,rw                     | invalid field 'rw' must be a key=value pair
          src=v,dst=/m,source                 | invalid field 'source' must be a key=value pair
          foo=x,dst=/m                        | unexpected key 'foo' in 'foo=x'
          src=v,dst=/m,read-only              | unexpected key 'read-only' in 'read-only' (did you mean readonly?)
          src=v,dts=/m                        | unexpected key 'dts' in 'dts=/m'
          src=/abs,dst=/m                     | a volume has a name; a path of this machine is type=bind,src=/abs
          src=?,dst=/m                        | "?" is no name of a volume
          src=v,dst=/m,volume-subpath=a       | volume-subpath: a volume is mounted as a whole
          src=v,dst=/m,volume-opt=type=nfs    | volume-opt: volumes are directories of the store and have no options
          src=v,dst=/m,volume-driver=x        | volume-driver: volumes are directories of the store; there is only local
          src=v,dst=/m,bind-propagation=x     | cannot mix 'bind-*' options with mount type 'volume'
          src=v,dst=/m,tmpfs-size=1           | cannot mix 'tmpfs-*' options with mount type 'volume'
          type=tmpfs,dst=/m,volume-nocopy     | cannot mix 'volume-*' options with mount type 'tmpfs'
          type=tmpfs,dst=/m,tmpfs-mode=9      | invalid value for tmpfs-mode: 9
          type=tmpfs,dst=/m,tmpfs-size=x      | invalid value for tmpfs-size: x
          type=tmpfs,src=a,dst=/m             | a tmpfs has no source
          type=bind,src=/,dst=/m,bind-propagation=rslave | bind-propagation=rslave: mounts that are made later
          type=bind,src=/,dst=/m,bind-propagation=x  | invalid value for bind-propagation: x
          type=bind,src=/,dst=/m,bind-recursive=disabled | bind-recursive=disabled: what is mounted below the source
          type=bind,src=/,dst=/m,bind-nonrecursive | bind-nonrecursive: what is mounted below the source
          type=npipe,src=a,dst=/m             | there is no type npipe; it is bind, volume or tmpfs
          type=image,src=a,dst=/m             | there is no type image; it is bind, volume or tmpfs
          """,
      delimiter = '|')
  void mount_thatCannotBe_isRefusedWithTheReason(String word, String message) {
    assertThatThrownBy(() -> readAll(flags("--mount", word)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(message);
  }

  @Test
  void mounts_atOnePlace_areRefused() throws Exception {
    Files.createDirectory(here.resolve("d"));
    for (String[] words :
        List.of(
            new String[] {"-v", "v:/m", "--mount", "src=w,dst=/m"},
            new String[] {"-v", here + ":/m", "-v", here + "/d:/m/"},
            new String[] {"--tmpfs", "/x/../m", "--mount", "type=bind,src=" + here + ",dst=/m"})) {
      assertThatThrownBy(() -> readAll(flags(words)))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("Duplicate mount point: /");
    }
  }
}
