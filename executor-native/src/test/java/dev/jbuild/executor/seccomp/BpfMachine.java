package dev.jbuild.executor.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Executes a filter as the kernel does. */
record BpfMachine(List<Instruction> code) {
  private static final int SIZE = 64; // struct seccomp_data

  int run(int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int accumulator = 0;
    for (int at = 0; ; at++) {
      Instruction i = code.get(at);
      switch (i.code()) {
        case Instruction.LOAD -> accumulator = data.getInt(i.value());
        case Instruction.AND -> accumulator &= i.value();
        case Instruction.JUMP -> at += i.value();
        case Instruction.IF_EQUAL -> at += branch(i, accumulator == i.value());
        case Instruction.IF_ABOVE ->
            at += branch(i, Integer.compareUnsigned(accumulator, i.value()) > 0);
        case Instruction.IF_AT_LEAST ->
            at += branch(i, Integer.compareUnsigned(accumulator, i.value()) >= 0);
        case Instruction.RETURN -> {
          return i.value();
        }
        default -> throw new IllegalStateException("no such instruction: " + i);
      }
    }
  }

  private static int branch(Instruction instruction, boolean holds) {
    return holds ? instruction.jumpTrue() : instruction.jumpFalse();
  }
}
