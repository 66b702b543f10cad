package dev.jbuild.executor.wire;

import java.net.ProtocolException;

/** The first byte of a frame. Requests are below 16, what follows one below 32, replies above. */
public enum FrameType {
  PROBE(1),
  EXEC(2),
  APPLY(3),
  DIFF(4),
  READ(5),
  RENAME(6),
  REMOVE(7),
  MKDIRS(8),
  CLAMP(9),
  ACCOUNT(10),
  PUT(12),
  ENTER(13),
  KILL(14),
  GET(15),
  STDIN(16),
  STDIN_EOF(17),
  SIGNAL(18),
  RESIZE(19),
  ENTRY(24),
  DATA(25),
  END(26),
  DONE(32),
  FAIL(33),
  STARTED(34),
  OUT(35),
  ERR(36),
  EXIT(37),
  WARN(38),
  STDIN_TAKEN(39);

  private static final FrameType[] BY_CODE = byCode();

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static FrameType of(int code) throws ProtocolException {
    FrameType type = code < BY_CODE.length ? BY_CODE[code] : null;
    if (type == null) {
      throw new ProtocolException("unknown frame type " + code);
    }
    return type;
  }

  private static FrameType[] byCode() {
    FrameType[] types = new FrameType[64];
    for (FrameType type : values()) {
      types[type.code] = type;
    }
    return types;
  }
}
