package dev.jbuild.cli;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.Set;

/** The schemas of both kinds of SBOMs. */
final class SbomSchemas {
  private static final JsonSchema SPDX =
      schema(VersionFlag.V201909, "http://spdx.org/rdf/terms/2.3");
  private static final JsonSchema CYCLONEDX =
      schema(VersionFlag.V7, "http://cyclonedx.org/schema/bom-1.6.schema.json");

  private SbomSchemas() {}

  private static JsonSchema schema(VersionFlag version, String id) {
    return JsonSchemaFactory.getInstance(
            version,
            builder ->
                builder.schemaMappers(
                    mappers ->
                        mappers
                            .mapPrefix(
                                "http://spdx.org/rdf/terms/2.3",
                                "classpath:sbom/spdx-schema-2.3.json")
                            .mapPrefix(
                                "http://cyclonedx.org/schema/bom-1.6.schema",
                                "classpath:sbom/bom-1.6.SNAPSHOT.schema")
                            .mapPrefix("http://cyclonedx.org/schema/", "classpath:sbom/")))
        .getSchema(
            SchemaLocation.of(id),
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
  }

  static Set<ValidationMessage> spdxFaults(String json) {
    return SPDX.validate(json, InputFormat.JSON);
  }

  static Set<ValidationMessage> cycloneDxFaults(String json) {
    return CYCLONEDX.validate(json, InputFormat.JSON);
  }
}
