package dev.jbuild.builder.sbom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An inventory as CycloneDX 1.6 in JSON. */
final class CycloneDxDocument {
  private final SbomSubject subject;
  private final Inventory inventory;
  private final LicenseNames names = new LicenseNames();

  CycloneDxDocument(SbomSubject subject, Inventory inventory) {
    this.subject = subject;
    this.inventory = inventory;
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    json.put("bomFormat", "CycloneDX");
    json.put("specVersion", "1.6");
    json.put("serialNumber", "urn:uuid:" + subject.uuid("cyclonedx"));
    json.put("version", 1L);
    json.put("metadata", metadata());
    List<Object> components = new ArrayList<>();
    OsRelease os = inventory.os();
    if (!os.equals(OsRelease.UNKNOWN)) {
      Map<String, Object> system = component("operating-system", "os", os.id(), os.version());
      if (!os.title().isEmpty()) {
        system.put("description", os.title());
      }
      components.add(system);
    }
    inventory.packages().forEach(each -> components.add(of(each)));
    json.put("components", components);
    return json;
  }

  private Map<String, Object> metadata() {
    Map<String, Object> tool = new LinkedHashMap<>();
    tool.put("type", "application");
    tool.put("name", "jbuild");
    String id = subject.id().toString();
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("timestamp", subject.created().toString());
    metadata.put("tools", Map.of("components", List.of(tool)));
    metadata.put("component", component("container", "image", id, id));
    return metadata;
  }

  private static Map<String, Object> component(
      String type, String reference, String name, String version) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("type", type);
    component.put("bom-ref", reference);
    component.put("name", name);
    if (!version.isEmpty()) {
      component.put("version", version);
    }
    return component;
  }

  private Map<String, Object> of(SoftwarePackage found) {
    String purl = found.purl().toString();
    Map<String, Object> component =
        component("library", purl, found.purl().name(), found.version());
    if (!found.purl().namespace().isEmpty() && !isOfSystem(found)) {
      component.put("group", found.purl().namespace());
    }
    if (found.supplier() != null) {
      component.put("supplier", Map.of("name", found.supplier()));
    }
    if (!found.licenses().isEmpty()) {
      component.put("licenses", licenses(found.licenses()));
    }
    component.put("purl", purl);
    component.put(
        "evidence", Map.of("occurrences", List.of(Map.of("location", "/" + found.location()))));
    return component;
  }

  /** Whose namespace is the distribution and not a part of the name. */
  private static boolean isOfSystem(SoftwarePackage found) {
    return List.of("deb", "apk", "rpm").contains(found.purl().type());
  }

  /** Either one expression, or a list of licenses by ID or name. */
  private List<Object> licenses(List<String> licenses) {
    if (licenses.size() == 1) {
      Optional<String> expression = names.expression(licenses.getFirst());
      if (expression.isPresent() && names.id(expression.get()).isEmpty()) {
        return List.of(Map.of("expression", expression.get()));
      }
    }
    List<Object> all = new ArrayList<>();
    for (String license : licenses) {
      Optional<String> id = names.id(license);
      all.add(Map.of("license", id.isPresent() ? Map.of("id", id.get()) : Map.of("name", license)));
    }
    return all;
  }
}
