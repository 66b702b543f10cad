package dev.jbuild.executor;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A limit of each process, as {@code ulimit} sets it (setrlimit(2)).
 *
 * @param soft in the resource's own unit, or {@link #UNLIMITED}
 * @param hard what a process may raise its soft limit to
 */
public record Rlimit(Resource resource, long soft, long hard) {
  public static final long UNLIMITED = -1;

  public Rlimit {
    if (soft < UNLIMITED || hard < UNLIMITED) {
      throw new IllegalArgumentException("a limit is a number, or -1 for unlimited");
    }
    if (Long.compareUnsigned(soft, hard) > 0) {
      throw new IllegalArgumentException("the soft limit is above the hard one");
    }
  }

  /** By the names of {@code docker run --ulimit}. */
  public enum Resource {
    CPU(0),
    FSIZE(1),
    DATA(2),
    STACK(3),
    CORE(4),
    RSS(5),
    NPROC(6),
    NOFILE(7),
    MEMLOCK(8),
    LOCKS(10),
    SIGPENDING(11),
    MSGQUEUE(12),
    NICE(13),
    RTPRIO(14),
    RTTIME(15);

    private final int number; // asm-generic/resource.h

    Resource(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code name=soft[:hard]}; without a hard limit it is the soft one.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static Rlimit parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("a ulimit is NAME=SOFT[:HARD], not \"" + text + "\"");
    }
    String[] numbers = text.substring(equals + 1).split(":", -1);
    try {
      long soft = Long.parseLong(numbers[0]);
      long hard = numbers.length == 2 ? Long.parseLong(numbers[1]) : soft;
      if (numbers.length <= 2) {
        return new Rlimit(resource(text.substring(0, equals)), soft, hard);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a ulimit has numbers as limits: \"" + text + "\"", e);
    }
    throw new IllegalArgumentException("a ulimit is NAME=SOFT[:HARD], not \"" + text + "\"");
  }

  private static Resource resource(String word) {
    return Arrays.stream(Resource.values())
        .filter(resource -> resource.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no ulimit \""
                        + word
                        + "\": "
                        + Arrays.stream(Resource.values())
                            .map(Resource::word)
                            .collect(Collectors.joining(", "))));
  }
}
