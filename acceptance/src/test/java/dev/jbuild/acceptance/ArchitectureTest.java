package dev.jbuild.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of docs/architecture.md, section "Modules". */
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/acceptance/"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.jbuild");

  /** A module's packages, and the modules that it may use or see in the API of those. */
  private record Module(String name, Set<String> uses) {
    static Module of(String name, String... uses) {
      return new Module(name, Set.of(uses));
    }

    String packages() {
      return "dev.jbuild." + name + "..";
    }
  }

  private static final List<Module> MODULES =
      List.of(
          Module.of("grammar"),
          Module.of("parser", "grammar"),
          Module.of("oci"),
          Module.of("cache", "oci"),
          Module.of("registry", "oci"),
          Module.of("executor", "oci"),
          Module.of("builder", "parser", "oci", "cache", "registry", "executor"),
          Module.of("runner", "oci", "cache", "executor"),
          Module.of("options"),
          Module.of("cli", "parser", "builder", "runner", "registry", "oci", "cache", "executor"),
          Module.of(
              "maven", "parser", "builder", "runner", "registry", "oci", "cache", "executor"));

  @Test
  void packages_always_belongToAModuleThatHasClasses() {
    String[] known = MODULES.stream().map(Module::packages).toArray(String[]::new);
    classes().should().resideInAnyPackage(known).check(PRODUCT);
    for (Module module : MODULES) {
      assertThat(PRODUCT.that(resideInAPackage(module.packages()))).as(module.name()).isNotEmpty();
    }
  }

  @TestFactory
  Stream<DynamicTest> module_always_dependsOnlyOnTheModulesItMay() {
    return MODULES.stream()
        .map(module -> DynamicTest.dynamicTest(module.name(), () -> checkArrows(module)));
  }

  private static void checkArrows(Module module) {
    String[] forbidden =
        MODULES.stream()
            .filter(other -> !other.equals(module) && !module.uses().contains(other.name()))
            .map(Module::packages)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(module.packages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(PRODUCT);
  }

  @Test
  void packages_always_areFreeOfCycles() {
    slices().matching("dev.jbuild.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void standardStreams_outsideTheFrontEnds_areNotUsed() {
    noClasses()
        .that(not(resideInAnyPackage("dev.jbuild.cli..", "dev.jbuild.maven..")))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(PRODUCT);
  }

  /** A process may run the commands of several terminals: docs/decisions/0035-warm-server.md. */
  @Test
  void theProcessItself_outsideTheHost_isNotAsked() {
    noClasses()
        .that(resideInAPackage("dev.jbuild.cli.."))
        .and(not(resideInAnyPackage("dev.jbuild.cli.host..", "dev.jbuild.cli.server..")))
        .and(not(nameMatching("dev\\.jbuild\\.cli\\.(Main|ServerMain)")))
        .should()
        .accessField(System.class, "in")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(PRODUCT);
  }

  /** Credential helpers are programs: docs/decisions/0010-credential-helpers.md. */
  @Test
  void processes_outsideTheExecutorAndCredentialPrograms_areNotStarted() {
    noClasses()
        .that(not(resideInAPackage("dev.jbuild.executor..")))
        .and(not(name("dev.jbuild.registry.CredentialProgram")))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .callMethodWhere(target(nameMatching("exec")).and(target(owner(type(Runtime.class)))))
        .check(PRODUCT);
  }

  @Test
  void httpClient_outsideTheRegistryClient_isNotUsed() {
    noClasses()
        .that(not(resideInAPackage("dev.jbuild.registry..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .check(PRODUCT);
  }

  /** It takes half a second to load, so only what fetches a repository may touch it. */
  @Test
  void gitLibrary_outsideRemoteSources_isNotUsed() {
    noClasses()
        .that(not(resideInAPackage("dev.jbuild.builder.remote..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jgit..")
        .check(PRODUCT);
  }

  @Test
  void tarLibrary_outsideLayersAndArchives_isNotUsed() {
    noClasses()
        .that(not(resideInAnyPackage("dev.jbuild.cache.layer..", "dev.jbuild.builder.image..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.commons.compress..")
        .check(PRODUCT);
  }

  @Test
  void packageNames_always_sayWhatIsInside() {
    Set<String> empty = Set.of("util", "utils", "common", "helper", "helpers", "impl", "manager");
    for (JavaPackage each : productPackages()) {
      assertThat(Arrays.asList(each.getName().split("\\.")))
          .as(each.getName())
          .doesNotContainAnyElementsOf(empty);
    }
  }

  @Test
  void classNames_always_sayMoreThanAPattern() {
    noClasses().should().haveSimpleNameEndingWith("Manager").check(PRODUCT);
    noClasses().should().haveSimpleNameEndingWith("Helper").check(PRODUCT);
    noClasses().should().haveSimpleNameEndingWith("Util").check(PRODUCT);
    noClasses().should().haveSimpleNameEndingWith("Utils").check(PRODUCT);
    noClasses().should().haveSimpleNameEndingWith("Factory").check(PRODUCT);
  }

  @Test
  void packages_always_areNullMarked() {
    for (JavaPackage each : productPackages()) {
      if (!each.getName().startsWith("dev.jbuild.grammar")) { // generated
        assertThat(each.isAnnotatedWith(NullMarked.class)).as(each.getName()).isTrue();
      }
    }
  }

  private static List<JavaPackage> productPackages() {
    List<JavaPackage> all = PRODUCT.stream().map(JavaClass::getPackage).distinct().toList();
    assertThat(all).isNotEmpty();
    return all;
  }
}
