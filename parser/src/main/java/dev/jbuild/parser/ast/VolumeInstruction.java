package dev.jbuild.parser.ast;

import java.util.List;

/** {@code VOLUME path ...}. */
public record VolumeInstruction(Origin origin, List<String> paths) implements Instruction {
  public VolumeInstruction {
    paths = List.copyOf(paths);
  }
}
