package dev.jbuild.parser.ast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.parser.expand.WordExpander;
import dev.jbuild.parser.expand.WordExpansion;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountFlagTest {
  private static final WordExpansion EXPANSION =
      word -> new WordExpander('\\').expand(word, Map.of("T", "/t")::get);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          target=/a                     | Bind[target=/a, from=null, source=, readOnly=true]
          type=BIND,dst=$T,src=s,from=b,rw | Bind[target=/t, from=b, source=s, readOnly=false]
          "target=/a,b",source=x        | Bind[target=/a,b, from=null, source=x, readOnly=true]
          type=cache,target=/c          | Cache[target=/c, id=null, sharing=SHARED, seed=Seed[from=null, source=], readOnly=false, attributes=FileAttributes[mode=null, uid=null, gid=null]]
          type=cache,target=/c,id=i,sharing=locked,mode=0700,uid=1,gid=2,ro | Cache[target=/c, id=i, sharing=LOCKED, seed=Seed[from=null, source=], readOnly=true, attributes=FileAttributes[mode=448, uid=1, gid=2]]
          type=tmpfs,target=/t,size=1.5k | Tmpfs[target=/t, size=1536, readOnly=false]
          type=secret,id=s,required     | Secret[target=, id=s, env=null, required=true, attributes=FileAttributes[mode=null, uid=null, gid=null]]
          type=secret,target=/x/y,env=E | Secret[target=/x/y, id=y, env=E, required=false, attributes=FileAttributes[mode=null, uid=null, gid=null]]
          type=ssh                      | Ssh[target=, id=default, required=false, attributes=FileAttributes[mode=null, uid=null, gid=null]]
          """)
  void resolve_ofFields_makesATypedMount(String text, String expected) throws MountException {
    assertThat(new MountFlag(text).resolve(EXPANSION)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          type=binds,target=/x       | unsupported mount type "binds" (did you mean bind?)
          target=/x,foo=bar          | unexpected key 'foo' in 'foo=bar' (did you mean from?)
          target                     | invalid field 'target' must be a key=value pair
          type=tmpfs,target=/x,size=a | invalid value for size: a
          target=/x,size=1           | unexpected key 'size' for mount type 'bind'
          target=/x,required         | unexpected key 'required' for mount type 'bind'
          type=secret,mode=9         | invalid value 9 for mode
          target=/x,uid=1            | uid not allowed for "bind" type mounts
          type=secret                | invalid secret mount. one of source, target required
          type=secret,id=a,source=b  | both source and id can't be set
          type=secret,id=a,from=b    | secret mount should not have a from
          target=/x,sharing=shared   | invalid cache sharing set for bind mount
          type=cache,sharing=none    | unsupported sharing value "none"
          target=/x,ro=maybe         | invalid value for ro: maybe
          target=${x                 | failed to process "${x": unsupported modifier (\ufffd) in substitution
          target="/x"                | failed to parse csv mounts: bare " in non-quoted field
          "target=/x                 | failed to parse csv mounts: extraneous or missing " in quoted-field
          """)
  void resolve_ofNonsense_saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> new MountFlag(text).resolve(EXPANSION))
        .isInstanceOf(MountException.class)
        .hasMessage(message);
  }

  @Test
  void check_ofVariableInFrom_refusesIt() {
    assertThatThrownBy(() -> new MountFlag("from=$x,target=/y").check())
        .hasMessage("'from' doesn't support variable expansion, define alias stage instead");
  }
}
