package dev.jbuild.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** What the build writes for the annotations of options, against what picocli makes of them. */
class SpecsTest {
  @TestFactory
  Stream<DynamicTest> spec_ofEachCommand_isThatOfItsAnnotations() {
    Map<String, CommandLine> annotated = Programs.commands(Programs.annotated());
    Map<String, CommandLine> written = Programs.commands(Programs.written());
    assertThat(written.keySet()).isEqualTo(annotated.keySet()).hasSizeGreaterThan(90);
    return written.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertSame(
                            each.getValue(),
                            Objects.requireNonNull(annotated.get(each.getKey())))));
  }

  private static void assertSame(CommandLine written, CommandLine annotated) {
    assertThat(written.getUsageMessage()).isEqualTo(annotated.getUsageMessage());
    assertThat(texts(written.getCommandSpec())).isEqualTo(texts(annotated.getCommandSpec()));
  }

  private static List<String> texts(CommandSpec spec) {
    List<String> texts = new ArrayList<>();
    texts.add(spec.qualifiedName() + Arrays.toString(spec.aliases()) + spec.optionsMap().keySet());
    spec.options().forEach(option -> texts.add(text(option)));
    spec.positionalParameters().forEach(each -> texts.add(text(each)));
    spec.mixins()
        .forEach(
            (name, mixin) -> {
              texts.add(name + ": ");
              texts.addAll(texts(mixin));
            });
    return texts;
  }

  private static String text(OptionSpec option) {
    Map<String, @Nullable Object> facts = facts(option);
    facts.put("names", Arrays.toString(option.names()));
    facts.put("fallbackValue", option.fallbackValue());
    facts.put("help", option.usageHelp() + " " + option.versionHelp());
    facts.put("negatable", option.negatable());
    facts.put("order", option.order());
    return facts.toString();
  }

  private static String text(PositionalParamSpec parameter) {
    Map<String, @Nullable Object> facts = facts(parameter);
    facts.put("index", parameter.index() + " " + parameter.index().isUnspecified());
    return facts.toString();
  }

  private static Map<String, @Nullable Object> facts(ArgSpec argument) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("arity", argument.arity() + " " + argument.arity().isUnspecified());
    facts.put("type", argument.type() + Arrays.toString(argument.auxiliaryTypes()));
    facts.put("converters", classes(argument.converters()));
    facts.put("preprocessor", argument.preprocessor().getClass());
    facts.put("parameterConsumer", argument.parameterConsumer());
    facts.put("completionCandidates", argument.completionCandidates());
    facts.put("defaultValue", argument.defaultValue());
    facts.put("initialValue", argument.hasInitialValue() + " " + argument.initialValue());
    facts.put("mapFallbackValue", argument.mapFallbackValue());
    facts.put("description", Arrays.toString(argument.description()));
    facts.put("hidden", argument.hidden());
    facts.put("hideParamSyntax", argument.hideParamSyntax());
    facts.put("inherited", argument.inherited() + " " + argument.scopeType());
    facts.put("interactive", argument.interactive() + " " + argument.echo());
    facts.put("paramLabel", argument.paramLabel());
    facts.put("required", argument.required() + " " + argument.originallyRequired());
    facts.put("showDefaultValue", argument.showDefaultValue());
    facts.put("split", argument.splitRegex() + " " + argument.splitRegexSynopsisLabel());
    return facts;
  }

  private static List<?> classes(Object[] objects) {
    return Stream.of(objects).map(Object::getClass).toList();
  }

  /** Those that picocli made of annotations have a {@link Field} or a method. */
  @Test
  void arguments_ofAllCommands_areNotReadFromAnnotations() {
    for (CommandLine each : Programs.commands(Programs.written()).values()) {
      assertThat(each.getCommandSpec().args()).extracting(ArgSpec::userObject).containsOnlyNulls();
    }
    assertThat(Programs.annotated().getCommandSpec().args())
        .extracting(ArgSpec::userObject)
        .doesNotContainNull();
  }

  @Test
  void fieldsOfSpecs_ofAllCommands_areSet() throws IllegalAccessException {
    int found = 0;
    for (CommandLine each : Programs.commands(Programs.written()).values()) {
      found += specsOf(each.getCommandSpec(), each.getCommandSpec());
    }
    assertThat(found).isGreaterThan(4);
  }

  private static int specsOf(CommandSpec spec, CommandSpec mixee) throws IllegalAccessException {
    int found = 0;
    for (Field field : spec.userObject().getClass().getDeclaredFields()) {
      Spec annotation = field.getAnnotation(Spec.class);
      if (annotation != null) {
        field.setAccessible(true);
        assertThat(field.get(spec.userObject()))
            .as(field.toString())
            .isSameAs(annotation.value() == Spec.Target.MIXEE ? mixee : spec);
        found++;
      }
    }
    for (CommandSpec mixin : spec.mixins().values()) {
      found += specsOf(mixin, spec);
    }
    return found;
  }
}
