package dev.jbuild.parser.ast;

import java.util.List;

/** {@code EXPOSE port[-port][/protocol] ...}: the words as written, sorted. */
public record ExposeInstruction(Origin origin, List<String> ports) implements Instruction {
  public ExposeInstruction {
    ports = List.copyOf(ports);
  }
}
