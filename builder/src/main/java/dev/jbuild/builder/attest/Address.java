package dev.jbuild.builder.attest;

import java.util.regex.Pattern;

/** Addresses as everybody may read them. */
final class Address {
  private static final Pattern USER = Pattern.compile("^([a-z][a-z0-9+.-]*://)[^/@]*@");

  private Address() {}

  /** Without user and password, and without a query, which often is a key. */
  static String open(String address) {
    return USER.matcher(address).replaceFirst("$1").replaceFirst("\\?[^#]*", "");
  }
}
