package dev.jbuild.builder.sbom;

import dev.jbuild.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An inventory as SPDX 2.3 in JSON. */
final class SpdxDocument {
  private static final String NONE = "NOASSERTION";
  private static final String IMAGE = "SPDXRef-Image";

  private final SbomSubject subject;
  private final Inventory inventory;
  private final LicenseNames names = new LicenseNames();
  private final Map<String, String> otherLicenses = new TreeMap<>();
  private final List<Object> packages = new ArrayList<>();
  private final List<Object> relationships = new ArrayList<>();

  SpdxDocument(SbomSubject subject, Inventory inventory) {
    this.subject = subject;
    this.inventory = inventory;
  }

  Map<String, Object> toJson() {
    packages.add(image());
    relate("SPDXRef-DOCUMENT", "DESCRIBES", IMAGE);
    if (!inventory.os().equals(OsRelease.UNKNOWN)) {
      add(operatingSystem());
    }
    inventory.packages().forEach(each -> add(of(each)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("spdxVersion", "SPDX-2.3");
    json.put("dataLicense", "CC0-1.0");
    json.put("SPDXID", "SPDXRef-DOCUMENT");
    json.put("name", subject.id().toString());
    json.put(
        "documentNamespace",
        "https://spdx.org/spdxdocs/jbuild-" + subject.uuid("spdx") + "-" + subject.id().hex());
    Map<String, Object> creation = new LinkedHashMap<>(); // Map.of has no certain order
    creation.put("created", subject.created().toString());
    creation.put("creators", List.of("Tool: jbuild"));
    json.put("creationInfo", creation);
    json.put("packages", packages);
    if (!otherLicenses.isEmpty()) {
      List<Object> texts = new ArrayList<>();
      otherLicenses.forEach(
          (id, text) -> {
            Map<String, Object> license = new LinkedHashMap<>();
            license.put("licenseId", id);
            license.put("name", text);
            license.put("extractedText", text);
            texts.add(license);
          });
      json.put("hasExtractedLicensingInfos", texts);
    }
    json.put("relationships", relationships);
    return json;
  }

  private void add(Map<String, Object> element) {
    packages.add(element);
    relate(IMAGE, "CONTAINS", String.valueOf(element.get("SPDXID")));
  }

  private void relate(String from, String type, String to) {
    Map<String, Object> relationship = new LinkedHashMap<>();
    relationship.put("spdxElementId", from);
    relationship.put("relationshipType", type);
    relationship.put("relatedSpdxElement", to);
    relationships.add(relationship);
  }

  private Map<String, Object> image() {
    Map<String, Object> json = base(IMAGE, subject.id().toString(), subject.id().toString());
    json.put("primaryPackagePurpose", "CONTAINER");
    return json;
  }

  private Map<String, Object> operatingSystem() {
    OsRelease os = inventory.os();
    Map<String, Object> json = base("SPDXRef-OperatingSystem", os.id(), os.version());
    json.put("primaryPackagePurpose", "OPERATING_SYSTEM");
    if (!os.title().isEmpty()) {
      json.put("summary", os.title());
    }
    return json;
  }

  private Map<String, Object> of(SoftwarePackage found) {
    String purl = found.purl().toString();
    String hash = hash(purl);
    Map<String, Object> json = base("SPDXRef-Package-" + hash, found.name(), found.version());
    if (found.supplier() != null) {
      json.put("supplier", supplier(found.supplier()));
    }
    json.put("sourceInfo", "found in /" + found.location());
    json.put("licenseConcluded", NONE);
    json.put("licenseDeclared", license(found.licenses()));
    json.put("copyrightText", NONE);
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("referenceCategory", "PACKAGE-MANAGER");
    reference.put("referenceType", "purl");
    reference.put("referenceLocator", purl);
    json.put("externalRefs", List.of(reference));
    return json;
  }

  private static Map<String, Object> base(String id, String name, String version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("SPDXID", id);
    json.put("name", name);
    if (!version.isEmpty()) {
      json.put("versionInfo", version);
    }
    json.put("downloadLocation", NONE);
    json.put("filesAnalyzed", false);
    return json;
  }

  /** Clause 7.5: a person or an organization, with the address in round brackets. */
  private static String supplier(String text) {
    String plain = text.replaceAll("\\s+", " ").strip();
    boolean address = plain.endsWith(">") && plain.contains(" <");
    String named = address ? plain.replaceFirst(" <(.*)>$", " ($1)") : plain;
    return (address ? "Person: " : "Organization: ") + named;
  }

  private String license(List<String> licenses) {
    if (licenses.isEmpty()) {
      return NONE;
    }
    List<String> all = new ArrayList<>();
    for (String license : licenses) {
      String known = names.expression(license).orElse(null);
      if (known == null) {
        String reference = "LicenseRef-" + hash(license);
        otherLicenses.put(reference, license);
        all.add(reference);
      } else {
        all.add(licenses.size() > 1 && known.contains(" ") ? "(" + known + ")" : known);
      }
    }
    return String.join(" AND ", all);
  }

  private static String hash(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
  }
}
