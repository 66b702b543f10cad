package dev.jbuild.builder;

import java.util.Arrays;
import java.util.Optional;

/** Something that a Dockerfile may ask for only if whoever builds it allows it. */
public enum Entitlement {
  /** {@code RUN --network=host} in a build of another network. */
  NETWORK_HOST("network.host"),
  /** {@code RUN --security=insecure}. */
  SECURITY_INSECURE("security.insecure"),
  /** {@code RUN --device}. */
  DEVICE("device");

  private final String word;

  Entitlement(String word) {
    this.word = word;
  }

  /** The entitlement of that name, as in {@code --allow}. */
  public static Optional<Entitlement> parse(String word) {
    return Arrays.stream(values()).filter(value -> value.word.equals(word)).findFirst();
  }

  /** The name as {@code --allow} has it. */
  @Override
  public String toString() {
    return word;
  }
}
