package dev.jbuild.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsageTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path home;

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          biuld .              | 2   | "biuld" is no command of jbuild (did you mean build?)
          build                | 2   | a build needs the directory of its context: jbuild build -t app .
          build /no/such/dir   | 2   | unable to prepare context: path "/no/such/dir" not found
          build -f /no/f .     | 2   | there is no Dockerfile /no/f
          build -f pon.xml .   | 2   | there is no Dockerfile pon.xml (did you mean pom.xml?)
          build -f src .       | 2   | the Dockerfile src is not a file but a directory; the directory of the context stands
          build pom.xml        | 2   | a directory or a tar, and pom.xml is neither; a Dockerfile is named by -f
          build --isolation x . | 2  | --isolation is auto, root, rootless, rootless-single, nested, chroot, not "x"
          build --network x .  | 2   | --network is default, host, private, none, not "x"
          build --progress x . | 2   | --progress is auto, plain, tty, rawjson, quiet, not "x"
          build --platform x . | 2   | --platform x: a platform has the form os/architecture[/variant]
          build --memory lots . | 2  | "lots" is no size such as 64m or 1.5g
          build -o type=foo .  | 2   | -o type=foo: there is no type foo; it is local, tar, oci
          build --secret foo . | 2   | --secret: invalid field 'foo' must be a key=value pair, as in id=NAME,src=FILE
          build --tga app .    | 2   | jbuild build: unknown option --tga (did you mean --tag?)
          build . again        | 2   | jbuild build: too many arguments: again
          -t App .             | 2   | App: invalid reference format: repository name (library/App) must be lowercase
          build --push .       | 2   | --push needs a name to push to: -t NAME
          build --build-arg =x . | 2 | --build-arg is NAME=VALUE, not "=x"
          build --secret src=f . | 2 | secret missing ID: --secret id=NAME,src=FILE
          build --secret id=x,src=/no/f . | 2 | failed to stat /no/f
          build --secret id=x,foo=1 . | 2 | unexpected key 'foo' in 'foo=1'
          build --secret id=x,type=y . | 2 | unsupported secret type "y"
          build --ssh default . | 2   | make sure SSH_AUTH_SOCK is set
          build --ssh x=/no/f . | 2   | --ssh x: failed to stat /no/f
          build --add-host a .  | 2   | bad format for add-host: "a"
          build --add-host a:1.2.3 . | 2 | invalid IP address in add-host: "1.2.3"
          build --allow all .  | 2    | unknown entitlement all
          build --ulimit x=1 . | 2    | --ulimit x=1: there is no ulimit "x"
          build --cpus 1 --cpu-quota 5 . | 2 | give either --cpus or --cpu-quota
          build --cache-from type=inline . | 2 | a cache in an image is read with --cache-from IMAGE
          build --cache-from type=gha . | 2 | the type gha is not supported; it is local or registry
          build --cache-to type=inline,mode=max . | 2 | holds only the steps of the image
          build --cache-to type=inline,ref=x . | 2 | type=inline has no field ref
          build --cache-from type=local . | 2 | --cache-from type=local: src is missing
          build --cache-to type=local,src=d . | 2 | invalid field src=d
          build --cache-to r:1,mode=all . | 2 | invalid field r:1
          build --cache-to type=registry,ref=r,mode=all . | 2 | mode is min or max, not all
          build --cache-to App . | 2  | must be lowercase
          inspect              | 2   | jbuild inspect: Missing required parameter: 'NAME'
          tag nothing x@y      | 2   | x@y: a digest has the form
          load -i /no/such     | 4   | load /no/such
          --root /proc/x images | 4  | /proc/x
          run --nothing x      | 125 | jbuild run: unknown option --nothing
          run -w rel scratch-like | 125 | the working directory must be absolute: rel
          run -i -t x          | 125 | standard input is not a terminal: leave -t out
          pull localhost:1/x   | 3   | localhost:1
          push nothing         | 2   | no image nothing:latest in the local store
          """,
      delimiter = '|',
      quoteCharacter = '`')
  void command_whenItCannotBeDone_failsWithOneMessage(String words, int code, String message) {
    Program.Ended ended = new Program(home).run(words.split(" "));

    assertThat(ended.err()).startsWith("error: ").contains(message).doesNotContain("\tat ");
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void failure_whenDebugging_hasStackTrace() {
    Program.Ended ended = new Program(home).run("--debug", "inspect", "nothing");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("\tat dev.jbuild.");
  }

  @Test
  void version_whenAsked_isOneLine() {
    Program program = new Program(home);

    assertThat(program.run("--version").out()).matches("jbuild version \\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(program.run("version").out()).isEqualTo(program.run("--version").out());
    assertThat(program.run("--debug", "version").out()).isEqualTo(program.run("version").out());
  }

  @Test
  void help_whenAsked_listsCommandsAndOptions() {
    Program program = new Program(home);
    Program.Ended ended = program.run("--help");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("Commands:", "  build ", "  run ", "  import ");
    assertThat(program.run().out()).isEqualTo(ended.out());
    assertThat(program.run("help").out()).isEqualTo(ended.out());
    assertThat(program.run("help", "build").out())
        .isEqualTo(program.run("build", "--help").out())
        .contains("--build-arg=NAME[=VALUE]");
  }
}
