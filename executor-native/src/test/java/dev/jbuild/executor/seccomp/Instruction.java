package dev.jbuild.executor.seccomp;

/** One instruction of classic BPF, as struct sock_filter of linux/filter.h. */
record Instruction(int code, int jumpTrue, int jumpFalse, int value) {
  static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
  static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
  static final int JUMP = 0x05; // BPF_JMP | BPF_JA
  static final int IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  static final int IF_ABOVE = 0x25; // BPF_JMP | BPF_JGT | BPF_K
  static final int IF_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
  static final int RETURN = 0x06; // BPF_RET | BPF_K

  private static final int FARTHEST = 255;

  Instruction {
    if (jumpTrue < 0 || jumpTrue > FARTHEST || jumpFalse < 0 || jumpFalse > FARTHEST) {
      throw new IllegalArgumentException("a jump of " + jumpTrue + " or " + jumpFalse);
    }
  }

  static Instruction of(int code, int value) {
    return new Instruction(code, 0, 0, value);
  }
}
