package dev.jbuild.cli.command;

import dev.jbuild.runner.NetworkOptions;
import dev.jbuild.runner.RunNetwork;
import dev.jbuild.runner.network.PlaceRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code run --network} says. */
final class NetworkWord {
  private static final Pattern ALIAS =
      Pattern.compile("[0-9A-Za-z_]([0-9A-Za-z_.-]{0,251}[0-9A-Za-z_])?");

  private NetworkWord() {}

  /**
   * The options with the network.
   *
   * @param word null for what the other options make of it
   * @param address null for any
   * @throws IllegalArgumentException naming what is wrong
   */
  static NetworkOptions apply(
      @Nullable String word,
      List<String> aliases,
      @Nullable String address,
      NetworkOptions options) {
    RunNetwork mode = mode(word);
    if (word != null && mode == RunNetwork.SHARED) {
      aliases.forEach(NetworkWord::checkAlias);
      return options.withPlace(new PlaceRequest(word, aliases, address));
    }
    if (!aliases.isEmpty()) {
      throw new IllegalArgumentException(
          "network-scoped aliases are only supported for user-defined networks: --network NAME");
    }
    if (address != null) {
      throw new IllegalArgumentException(
          "user specified IP address is supported on user-defined networks only: --network NAME");
    }
    return options.withMode(mode);
  }

  private static @Nullable RunNetwork mode(@Nullable String word) {
    if (word == null || word.equals("default")) {
      return null;
    }
    if (word.startsWith("container:")) {
      throw new IllegalArgumentException(
          "a container cannot be in the network namespace of another one ("
              + word
              + "): put both in one network, jbuild network create");
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "host" -> RunNetwork.HOST;
      case "none" -> RunNetwork.NONE;
      case "private", "bridge" -> RunNetwork.PRIVATE;
      default -> RunNetwork.SHARED;
    };
  }

  private static void checkAlias(String alias) {
    if (!ALIAS.matcher(alias).matches()) {
      throw new IllegalArgumentException(
          "an alias has letters, digits, dots, hyphens and underscores: \"" + alias + "\"");
    }
  }
}
