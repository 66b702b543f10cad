package dev.jbuild.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What Maven and its users are told of the goals. */
class MavenDescriptorTest {
  private static final Map<String, String> PHASES =
      Map.of(
          "build", "package",
          "push", "deploy",
          "check", "validate",
          "run", "integration-test",
          "prune", "");

  @Test
  void goals_always_haveThePhasesThatAreDocumented() throws Exception {
    Map<String, String> phases = new LinkedHashMap<>();
    for (Element mojo : mojos()) {
      if (!text(mojo, "goal").equals("help")) {
        phases.put(text(mojo, "goal"), text(mojo, "phase"));
      }
      assertThat(text(mojo, "threadSafe")).isEqualTo("true");
    }
    assertThat(phases).containsExactlyInAnyOrderEntriesOf(PHASES);
  }

  @Test
  void parameters_always_areDescribedHereAndInTheDocument() throws Exception {
    String page = Files.readString(Checkout.ROOT.resolve("docs/maven-plugin.md"));
    List<String> seen = new ArrayList<>();
    for (Element mojo : mojos()) {
      NodeList parameters = mojo.getElementsByTagName("parameter");
      for (int i = 0; i < parameters.getLength(); i++) {
        Element parameter = (Element) parameters.item(i);
        String name = text(parameter, "name");
        if (text(parameter, "editable").equals("true")) {
          seen.add(name);
          assertThat(text(parameter, "description")).as(name).isNotEmpty();
          assertThat(page).contains("`" + name + "`");
        }
      }
    }
    assertThat(seen).contains("tags", "buildArgs", "ports", "olderThan", "failOnWarning");
  }

  private static List<Element> mojos() throws Exception {
    Document descriptor =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                Checkout.ROOT
                    .resolve("maven-plugin/target/classes/META-INF/maven/plugin.xml")
                    .toFile());
    NodeList found = descriptor.getElementsByTagName("mojo");
    List<Element> mojos = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      mojos.add((Element) found.item(i));
    }
    assertThat(mojos).isNotEmpty();
    return mojos;
  }

  /** The text of the first element of that name, empty if there is none. */
  private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
