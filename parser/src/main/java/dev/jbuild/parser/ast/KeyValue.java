package dev.jbuild.parser.ast;

/** A {@code name=value} pair with its quotes and escapes as written. */
public record KeyValue(String key, String value) {}
