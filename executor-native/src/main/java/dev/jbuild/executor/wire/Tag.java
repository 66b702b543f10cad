package dev.jbuild.executor.wire;

import org.jspecify.annotations.Nullable;

/** The names of the fields in a frame. */
public enum Tag {
  PATH(1),
  LOWER(2),
  UPPER(3),
  ARG(4),
  ENV(5),
  CWD(6),
  USER(7),
  HOSTNAME(8),
  CAPS(9),
  NO_NEW_PRIVS(10),
  NETWORK(11),
  TTY(12),
  STDIN(13),
  MOUNT(14),
  FILE(15),
  ROWS(16),
  COLUMNS(17),
  SOURCE(18),
  KIND(19),
  READ_ONLY(20),
  MODE(21),
  BYTES(22),
  TO(23),
  RLIMIT(24),
  SHM_SIZE(25),
  INSECURE(26),
  DEVICE(27),
  MEMORY(28),
  CPU(29),
  PIDS(30),
  EMULATOR(31),
  UID(32),
  GID(33),
  SECONDS(34),
  NANOS(35),
  SIZE(36),
  LINK(37),
  MAJOR(38),
  MINOR(39),
  XATTR_NAME(40),
  XATTR_VALUE(41),
  PORT(42),
  FIRST(43),
  LAST(44),
  GROUP(45),
  RUNTIME(46),
  JOIN(47),
  STEP(48),
  ERRNO(49),
  TEXT(50),
  CODE(51),
  SIGNALLED(52),
  OOM(53),
  WALL(54),
  USER_TIME(55),
  SYSTEM_TIME(56),
  MAX_RSS(57),
  PID(58),
  FACT(59),
  SOFT(60),
  HARD(61),
  LISTED(70),
  DETACHED(71),
  REMOVAL(72),
  HEALTH(73),
  REAPER(74),
  RESTART(75),
  FINAL(76);

  private static final Tag[] BY_CODE = byCode();

  private final int code;

  Tag(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Null for a field of a newer helper, which is skipped. */
  static @Nullable Tag of(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : null;
  }

  private static Tag[] byCode() {
    Tag[] tags = new Tag[128];
    for (Tag tag : values()) {
      tags[tag.code] = tag;
    }
    return tags;
  }
}
