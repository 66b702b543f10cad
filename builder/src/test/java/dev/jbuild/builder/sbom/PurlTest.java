package dev.jbuild.builder.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Examples of the specification of package URLs. */
class PurlTest {
  private static String purl(
      String type, String namespace, String name, String version, Map<String, String> qualifiers) {
    return new Purl(type, namespace, name, version, new TreeMap<>(qualifiers)).toString();
  }

  @Test
  void toString_ofAnything_isCanonical() {
    assertThat(purl("npm", "@angular", "animation", "12.3.1", Map.of()))
        .isEqualTo("pkg:npm/%40angular/animation@12.3.1");
    assertThat(purl("deb", "debian", "attr", "1:2.4.47-2+b1", Map.of("arch", "amd64")))
        .isEqualTo("pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64");
    assertThat(
            purl(
                "rpm",
                "fedora",
                "curl",
                "7.50.3-1.fc25",
                Map.of("distro", "fedora-25", "arch", "i386", "epoch", "")))
        .isEqualTo("pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25");
    assertThat(purl("generic", "", "näme /", "", Map.of()))
        .isEqualTo("pkg:generic/n%C3%A4me%20%2F");
  }
}
