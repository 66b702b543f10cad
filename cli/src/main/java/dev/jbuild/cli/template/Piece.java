package dev.jbuild.cli.template;

import java.util.List;

/** What a template is cut into first. */
sealed interface Piece {
  record Plain(String text) implements Piece {}

  record Action(List<Token> tokens, String source) implements Piece {}
}
