package dev.jbuild.options;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An attribute of an annotation and the method of picocli's that takes it.
 *
 * @param instance whether the annotation names classes, and the method takes instances of them
 */
record Attribute(String name, String method, boolean instance) {
  /** What {@code @Parameters} may say beside its index. */
  private static final Map<String, Attribute> ARGUMENT =
      table(
          value("arity", "arity"),
          value("defaultValue", "defaultValue"),
          value("description", "description"),
          value("hidden", "hidden"),
          value("hideParamSyntax", "hideParamSyntax"),
          value("paramLabel", "paramLabel"),
          value("scope", "scopeType"),
          value("showDefaultValue", "showDefaultValue"),
          value("split", "splitRegex"),
          value("splitSynopsisLabel", "splitRegexSynopsisLabel"),
          instance("completionCandidates", "completionCandidates"),
          instance("converter", "converters"),
          instance("parameterConsumer", "parameterConsumer"),
          instance("preprocessor", "preprocessor"));

  /** Of {@code Parameters}, by name. */
  static final Map<String, Attribute> PARAMETERS = and(ARGUMENT, table(value("index", "index")));

  /** Of {@code Option}, by name, but for its names. */
  static final Map<String, Attribute> OPTION =
      and(
          ARGUMENT,
          table(
              value("fallbackValue", "fallbackValue"),
              value("help", "help"),
              value("negatable", "negatable"),
              value("order", "order"),
              value("required", "required"),
              value("usageHelp", "usageHelp"),
              value("versionHelp", "versionHelp")));

  /** Of {@code Command}, by name. */
  static final Map<String, Attribute> COMMAND =
      and(
          table(value("name", "name"), value("aliases", "aliases")),
          usage(
              "abbreviateSynopsis",
              "commandListHeading",
              "customSynopsis",
              "description",
              "descriptionHeading",
              "footer",
              "footerHeading",
              "header",
              "headerHeading",
              "hidden",
              "optionListHeading",
              "parameterListHeading",
              "showDefaultValues",
              "sortOptions",
              "sortSynopsis",
              "synopsisHeading",
              "synopsisSubcommandLabel"));

  private static Attribute value(String name, String method) {
    return new Attribute(name, method, false);
  }

  private static Attribute instance(String name, String method) {
    return new Attribute(name, method, true);
  }

  private static Map<String, Attribute> usage(String... names) {
    return table(
        Stream.of(names)
            .map(name -> value(name, "usageMessage()." + name))
            .toArray(Attribute[]::new));
  }

  private static Map<String, Attribute> table(Attribute... attributes) {
    return Stream.of(attributes).collect(Collectors.toMap(Attribute::name, each -> each));
  }

  private static Map<String, Attribute> and(
      Map<String, Attribute> some, Map<String, Attribute> more) {
    Map<String, Attribute> all = new HashMap<>(some);
    all.putAll(more);
    return Map.copyOf(all);
  }
}
