package dev.jbuild.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.jbuild.parser.Dockerfile;
import dev.jbuild.parser.check.Check;
import dev.jbuild.parser.check.CheckContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report against the schema that comes with the standard. */
class SarifSchemaTest {
  private final JsonSchema schema = schema();

  private static JsonSchema schema() {
    try (InputStream in =
        SarifSchemaTest.class.getResourceAsStream("/sarif/sarif-schema-2.1.0.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V7)
          .getSchema(
              Objects.requireNonNull(in),
              SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Dockerfile            | ~FROM scratch\n~
          Dockerfile            | ~~
          ./my dir/%.Dockerfile | ~FROM scratch AS Base\nCMD echo\nEXPOSE abc\n~
          /a/b:c                | ~# check=error=true\nfrom scratch as A\nMAINTAINER "\u00e9\u0001\\"\n~
          b:c#?                 | ~RUM x\nFROM a\nRUN \\\n\nx\nCOPY --from=9 a b\n~
          -                     | ~FROM a\nRUN <<E\n~
          """)
  void sarif_ofAnything_isValid(String name, String source) {
    Dockerfile file = Dockerfile.parse(source.getBytes(StandardCharsets.UTF_8), name);
    var checked = new CheckedFile(name, file.source(), Check.run(file, CheckContext.DEFAULT));
    assertThat(schema.validate(ReportFormat.SARIF.write(checked), InputFormat.JSON)).isEmpty();
  }

  @Test
  void schema_ofAReportWithoutRuns_refusesIt() {
    assertThat(schema.validate("{\"version\":\"2.1.0\"}", InputFormat.JSON)).isNotEmpty();
  }
}
