package dev.jbuild.parser.lint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The build checks. Those of the reference have its names, descriptions and addresses.
 *
 * @see <a href="https://docs.docker.com/reference/build-checks/">the reference's checks</a>
 */
public enum Rule {
  STAGE_NAME_CASING("StageNameCasing", Origin.REFERENCE, "Stage names should be lowercase"),
  FROM_AS_CASING(
      "FromAsCasing",
      Origin.REFERENCE,
      "The 'as' keyword should match the case of the 'from' keyword"),
  NO_EMPTY_CONTINUATION(
      "NoEmptyContinuation",
      Origin.REFERENCE,
      "Empty continuation lines will become errors in a future release"),
  CONSISTENT_INSTRUCTION_CASING(
      "ConsistentInstructionCasing",
      Origin.REFERENCE,
      "All commands within the Dockerfile should use the same casing (either upper " + "or lower)"),
  DUPLICATE_STAGE_NAME("DuplicateStageName", Origin.REFERENCE, "Stage names should be unique"),
  RESERVED_STAGE_NAME(
      "ReservedStageName", Origin.REFERENCE, "Reserved words should not be used as stage names"),
  JSON_ARGS_RECOMMENDED(
      "JSONArgsRecommended",
      Origin.REFERENCE,
      "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior "
          + "related to OS signals"),
  MAINTAINER_DEPRECATED(
      "MaintainerDeprecated",
      Origin.REFERENCE,
      "The MAINTAINER instruction is deprecated, use a label instead to define an "
          + "image author"),
  UNDEFINED_ARG_IN_FROM(
      "UndefinedArgInFrom", Origin.REFERENCE, "FROM command must use declared ARGs"),
  WORKDIR_RELATIVE_PATH(
      "WorkdirRelativePath",
      Origin.REFERENCE,
      "Relative workdir without an absolute workdir declared within the build can "
          + "have unexpected results if the base image changes"),
  UNDEFINED_VAR("UndefinedVar", Origin.REFERENCE, "Variables should be defined before their use"),
  MULTIPLE_INSTRUCTIONS_DISALLOWED(
      "MultipleInstructionsDisallowed",
      Origin.REFERENCE,
      "Multiple instructions of the same type should not be used in the same stage"),
  LEGACY_KEY_VALUE_FORMAT(
      "LegacyKeyValueFormat",
      Origin.REFERENCE,
      "Legacy key/value format with whitespace separator should not be used"),
  INVALID_BASE_IMAGE_PLATFORM(
      "InvalidBaseImagePlatform",
      Origin.REFERENCE,
      "Base image platform does not match expected target platform"),
  REDUNDANT_TARGET_PLATFORM(
      "RedundantTargetPlatform",
      Origin.REFERENCE,
      "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this "
          + "is the default behavior"),
  SECRETS_USED_IN_ARG_OR_ENV(
      "SecretsUsedInArgOrEnv",
      Origin.REFERENCE,
      "Sensitive data should not be used in the ARG or ENV commands"),
  INVALID_DEFAULT_ARG_IN_FROM(
      "InvalidDefaultArgInFrom",
      Origin.REFERENCE,
      "Default value for global ARG results in an empty or invalid base image name"),
  FROM_PLATFORM_FLAG_CONST_DISALLOWED(
      "FromPlatformFlagConstDisallowed",
      Origin.REFERENCE,
      "FROM --platform flag should not use a constant value"),
  COPY_IGNORED_FILE(
      "CopyIgnoredFile",
      Origin.REFERENCE,
      "Attempting to Copy file that is excluded by .dockerignore"),
  INVALID_DEFINITION_DESCRIPTION(
      "InvalidDefinitionDescription",
      Origin.REFERENCE,
      "Comment for build stage or argument should follow the format: `# <arg/stage "
          + "name> <description>`. If this is not intended to be a description comment, "
          + "add an empty line or comment between the instruction and the comment."),
  EXPOSE_PROTO_CASING(
      "ExposeProtoCasing", Origin.REFERENCE, "Protocol in EXPOSE instruction should be lowercase"),
  EXPOSE_INVALID_FORMAT(
      "ExposeInvalidFormat",
      Origin.REFERENCE,
      "IP address and host-port mapping should not be used in EXPOSE instruction. "
          + "This will become an error in a future release"),
  APT_UPDATE_ALONE(
      "AptUpdateAlone",
      Origin.JBUILD,
      "Package lists that are updated in a RUN of their own go stale in the cache"),
  INSTALL_WITHOUT_YES(
      "InstallWithoutYes",
      Origin.JBUILD,
      "A package manager that asks for confirmation gets no answer during a build"),
  RUN_STATE_IS_LOST(
      "RunStateIsLost", Origin.JBUILD, "Nothing but files stays from one RUN to the next"),
  ENV_USES_OLD_VALUE(
      "EnvUsesOldValue", Origin.JBUILD, "All pairs of one ENV see the variables from before it"),
  GLOBAL_ARG_OUT_OF_SCOPE(
      "GlobalArgOutOfScope",
      Origin.JBUILD,
      "An ARG before the first FROM is not visible inside a stage that does not " + "declare it"),
  MISTYPED_STAGE_NAME(
      "MistypedStageName",
      Origin.JBUILD,
      "A --from that is no stage is taken for an image, also when it nearly is one");

  private enum Origin {
    REFERENCE,
    JBUILD
  }

  private static final String REFERENCE_PAGES = "https://docs.docker.com/go/dockerfile/rule/";

  private final String ruleName;
  private final Origin origin;
  private final String description;

  Rule(String ruleName, Origin origin, String description) {
    this.ruleName = ruleName;
    this.origin = origin;
    this.description = description;
  }

  /** The name by which {@code # check=skip=} knows the rule. */
  public String ruleName() {
    return ruleName;
  }

  public static Optional<Rule> of(String ruleName) {
    return Arrays.stream(values()).filter(rule -> rule.ruleName.equals(ruleName)).findFirst();
  }

  public String description() {
    return description;
  }

  /** Whether the reference has the rule; the others are jbuild's own. */
  public boolean isOfReference() {
    return origin == Origin.REFERENCE;
  }

  /** Whether the rule is only checked when {@code experimental=} names it. */
  public boolean isExperimental() {
    return this == INVALID_DEFINITION_DESCRIPTION;
  }

  /** The page of the reference on the rule, or "" where there is none. */
  public String url() {
    if (!isOfReference() || this == INVALID_BASE_IMAGE_PLATFORM) {
      return "";
    }
    return REFERENCE_PAGES + name().toLowerCase(Locale.ROOT).replace('_', '-') + "/";
  }
}
