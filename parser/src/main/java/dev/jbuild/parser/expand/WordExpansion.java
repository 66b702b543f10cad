package dev.jbuild.parser.expand;

/** A word expander with its variables. */
@FunctionalInterface
public interface WordExpansion {
  String expand(String word) throws ExpansionException;
}
