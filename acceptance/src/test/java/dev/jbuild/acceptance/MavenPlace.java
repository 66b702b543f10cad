package dev.jbuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A local repository with the modules as they were just built, and settings that have the user's
 * own local repository in the place of Maven Central: that one is read and never written, and no
 * server is called.
 */
final class MavenPlace {
  private final Bench bench;
  private final Path repository;
  private final Path settings;
  private String more = "";

  MavenPlace(Bench bench) throws IOException {
    this.bench = bench;
    this.repository = bench.home().resolve("repository");
    this.settings = bench.home().resolve("settings.xml");
    if (!Files.exists(repository)) {
      putModules();
    }
  }

  /** Adds elements to settings.xml, such as servers. */
  MavenPlace withSettings(String elements) {
    more = elements;
    return this;
  }

  /** Runs Maven on the project in the context of the bench. */
  Outcome run(MavenVersion version, String... words) throws IOException {
    String own = central();
    Files.writeString(
        settings,
        "<settings>"
            + more
            + "<profiles><profile><id>own</id><repositories><repository>"
            + own
            + "</repository></repositories><pluginRepositories><pluginRepository>"
            + own
            + "</pluginRepository></pluginRepositories></profile></profiles>"
            + "<activeProfiles><activeProfile>own</activeProfile></activeProfiles></settings>");
    List<String> all = new ArrayList<>(version.program());
    all.addAll(List.of("--batch-mode", "-f", bench.context().toString()));
    all.addAll(List.of("-s", settings.toString()));
    all.add("-Dmaven.repo.local=" + repository);
    if (version.hasTail()) {
      all.add("-Dmaven.repo.local.tail=" + System.getProperty("localRepository"));
      all.add("-Dmaven.repo.local.tail.ignoreAvailability=true");
    }
    all.add("-Djbuild.root=" + bench.store());
    all.addAll(List.of(words));
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "HOME",
            bench.home().toString(),
            "MAVEN_USER_HOME",
            wrapperHome());
    return new Command(all, bench.context(), environment).run();
  }

  private static String central() {
    return "<id>central</id><url>file://"
        + System.getProperty("localRepository")
        + "</url><releases><checksumPolicy>ignore</checksumPolicy></releases>"
        + "<snapshots><enabled>false</enabled></snapshots>";
  }

  /** Where the wrapper keeps its Maven. */
  private static String wrapperHome() {
    return Path.of(System.getProperty("user.home"), ".m2").toString();
  }

  /** Lays the modules out as `mvn install` does. */
  private void putModules() throws IOException {
    try (Stream<Path> entries = Files.list(Checkout.ROOT)) {
      for (Path module : entries.filter(each -> Files.exists(each.resolve("pom.xml"))).toList()) {
        putModule(module, "jbuild-" + module.getFileName());
      }
    }
    putModule(Checkout.ROOT, "jbuild-parent");
  }

  private void putModule(Path module, String artifact) throws IOException {
    String file = artifact + "-" + Checkout.VERSION;
    Path to = repository.resolve("dev/jbuild").resolve(artifact).resolve(Checkout.VERSION);
    Files.createDirectories(to);
    Files.copy(module.resolve("pom.xml"), to.resolve(file + ".pom"));
    Path jar = module.resolve("target").resolve(file + ".jar");
    if (Files.exists(jar)) {
      Files.copy(jar, to.resolve(file + ".jar"));
    }
  }
}
