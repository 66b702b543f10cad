package dev.jbuild.builder.attest;

import java.util.Map;

/**
 * What a statement says of an image.
 *
 * @param type the address that says what kind of statement it is
 * @param content in JSON, with members in a certain order
 */
public record Predicate(String type, Map<String, Object> content) {}
