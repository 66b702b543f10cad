package dev.jbuild.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.oci.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are what {@code docker inspect -f} of docker 20.10 and 28.2 says. */
final class TemplateTest {
  private static final String IMAGE =
      """
      {"Os":"linux","Size":1234,"Tags":["a:1","b:2"],"None":[],"Null":null,"Yes":true,
       "Config":{"Env":["A=1","B=2"],"Labels":{"y":"2","x":"1"},"User":"","Cmd":null}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{{.Os}}/{{ .Size }}#linux/1234",
        "{{json .Config.Env}}#[\"A=1\",\"B=2\"]",
        "{{.Config.Env}} {{.Config.Labels}}#[A=1 B=2] map[x:1 y:2]",
        "{{index .Tags 1}} {{index .Config.Labels \"x\"}}#b:2 1",
        "{{index .Config.Labels \"none\"}}.{{.Config.Labels.none}}#.<no value>",
        "{{range .Tags}}<{{.}}>{{else}}none{{end}}#<a:1><b:2>",
        "{{range .None}}<{{.}}>{{else}}none{{end}}#none",
        "{{range $i, $e := .Tags}}{{$i}}={{$e}};{{end}}#0=a:1;1=b:2;",
        "{{range $k, $v := .Config.Labels}}{{$k}}{{$v}} {{end}}#x1 y2 ",
        "{{range .Tags}}{{if eq . \"b:2\"}}{{break}}{{end}}{{.}}{{end}}#a:1",
        "{{range .Tags}}{{if eq . \"a:1\"}}{{continue}}{{end}}{{$.Os}}{{.}}{{end}}#linuxb:2",
        "{{if .Config.User}}u{{else if .Yes}}yes{{else}}no{{end}}#yes",
        "{{with .Config.User}}{{.}}{{else}}root{{end}}#root",
        "{{with $c := .Config}}{{len $c.Env}}{{end}}#2",
        "{{$n := 1}}{{range .Tags}}{{$n = .}}{{end}}{{$n}}#b:2",
        "{{.Tags | len}}{{/* how many */}}#2",
        "{{join .Tags \", \"}}#a:1, b:2",
        "{{(index .Config.Env 0) | printf \"%5s|%-5s|\" \"x\"}}#    x|A=1  |",
        "{{printf \"%d %05d %q %.2f %x %% %v\" .Size 7 \"q\" 1.5 255 .Tags}}#1234 00007 \"q\" 1.50 ff % [a:1 b:2]",
        "{{(slice .Tags 1)}} {{slice .Os 1 3}}#[b:2] in",
        "{{split \"a/b\" \"/\"}} {{upper .Os}} {{title .Os}} {{truncate .Os 3}} {{pad .Os 1 2}}|#[a b] LINUX Linux lin  linux  |",
        "{{and .Yes .Os}} {{or .Config.User \"root\"}} {{not .Yes}}#linux root false",
        "{{ne 1 2}} {{lt 1 2}} {{ge .Size 1234}} {{gt \"b\" \"a\"}} {{eq 3 1 3}}#true true true true true",
        "a {{- /* trimmed */ -}} b  {{- \" c\" }}#ab c",
        "{{`raw \"}}\"`}}\\t{{\"\\\"q\\\"\"}}#raw \"}}\"\t\"q\"",
        "{{print 1 2 \"x\" 3}} {{.Config.Cmd}}#1 2x3 <no value>",
      })
  void of_givesWhatGoGives(String template, String expected) {
    assertThat(of(template)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{{.Os#{{.Os is not closed with }}",
        "{{range .Tags}}x#{{range .Tags}}: its {{end}} is missing",
        "{{if .Os}}a{{else}}b#{{if .Os}}: its {{end}} is missing",
        "{{if .Os}}a{{else}}b{{else}}c{{end}}#{{else}}: there is an {{else}} already",
        "x{{end}}#{{end}}: there is nothing that it belongs to",
        "{{}}#{{}}: a value is missing",
        "{{(.Os}}#{{(.Os}}: a parenthesis is not closed",
        "{{.Os ! }}#{{.Os !}}: ! is not understood",
        "{{template \"x\"}}#templates within templates are not supported",
        "{{nosuch .Os}}#there is no function nosuch",
        "{{$x}}#there is no variable $x",
        "{{.Nothing}}#there is no field Nothing; there are Os, Size",
        "{{.Os.Name}}#linux has no field Name",
        "{{.Os 1}}#a value is not a function and takes no arguments",
        "{{index .Tags 2}}#index out of range: 2",
        "{{eq .Os 1}}#linux and 1 are of two kinds and cannot be compared",
        "{{len .Size}}#1234 has no len",
        "{{printf \"%d\" .Os}}#linux is not a number",
        "{{printf \"%d\"}}#printf \"%d\" has too few values",
        "{{.Tags | join \",\"}}#join takes a list, not ,",
        "{{range .Os}}{{end}}#range over linux, not a list",
      })
  void template_thatIsWrong_saysWhereAndWhy(String template, String message) {
    assertThatThrownBy(() -> of(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void headings_areTheNamesOfTheFields_whateverIsDoneToTheirValues() {
    Template template = Template.parse("{{.ID}}\\t{{lower .CreatedBy}}\\t{{truncate .Size 3}}");

    assertThat(template.headings(Map.of("ID", "IMAGE ID"))).isEqualTo("IMAGE ID\tCREATED BY\tSIZE");
  }

  private static String of(String template) {
    Object values = Objects.requireNonNull(Json.parse(IMAGE.getBytes(StandardCharsets.UTF_8)));
    @SuppressWarnings("unchecked")
    Map<String, ?> fields = (Map<String, ?>) values;
    return Template.parse(template).of(fields);
  }
}
