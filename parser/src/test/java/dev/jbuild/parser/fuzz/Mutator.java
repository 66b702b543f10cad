package dev.jbuild.parser.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes inputs from seeds by chance: the same chance makes the same inputs. */
final class Mutator {
  static final String[] WORDS = {
    "FROM a AS b\n",
    "RUN ",
    "COPY ",
    "ADD ",
    "ENV ",
    "ARG ",
    "LABEL ",
    "CMD ",
    "ONBUILD ",
    "SHELL ",
    "HEALTHCHECK ",
    "CMD",
    "NONE",
    "VOLUME ",
    "EXPOSE ",
    "USER ",
    "WORKDIR ",
    "STOPSIGNAL ",
    "FOO ",
    "MAINTAINER ",
    "ENTRYPOINT ",
    " AS ",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\\\n",
    "\\ \n",
    "\\\n\n",
    "\\\n# c\n",
    "`\n",
    "\\",
    "\\\\",
    "`",
    "# escape=`\n",
    "# syntax=x\n",
    "# check=skip=all\n",
    "# c\n",
    "#",
    "a",
    "=",
    "a=b",
    "\"",
    "'",
    "[",
    "]",
    "[\"a\"]",
    "[\"a\",1]",
    ",",
    "{",
    "}",
    "\"\\u00e9\"",
    "$",
    "${x}",
    "${x:-",
    "${x#",
    "${x//a/b}",
    "${x:?",
    "${x+",
    "${x%%*",
    "${x/#a/",
    "$1",
    "<<E",
    "<<-'E'",
    "<<\"E\"",
    "<< E",
    "3<<E",
    "<<",
    "E\n",
    "\nE\n",
    "\tE\n",
    "--",
    "-- ",
    "--x=",
    "--from=a ",
    "--link ",
    "--chown=\"a b\" ",
    "--mount=type=cache,target=/x ",
    "--exclude=* ",
    "--interval=1s ",
    "\u00a0",
    "\u2028",
    "\u0085",
    "\u0000",
    "\f",
    "\u000b",
    "\ud83d\ude00",
    "\u0130",
    "\ufeff",
    "*",
    "**/",
    "!",
    "?",
    "[a-z]"
  };

  private final Random random;
  private final List<byte[]> seeds;
  private final int largest;

  Mutator(Random random, List<byte[]> seeds, int largest) {
    this.random = random;
    this.seeds = seeds;
    this.largest = largest;
  }

  byte[] next() {
    byte[] input = seed();
    for (int rounds = 1 + random.nextInt(8); rounds > 0; rounds--) {
      input = mutate(input);
    }
    return input.length > largest ? Arrays.copyOf(input, largest) : input;
  }

  /** Some words of the language in a row. */
  String words(int most) {
    var text = new StringBuilder();
    for (int n = random.nextInt(most); n > 0; n--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private byte[] seed() {
    return random.nextInt(8) == 0
        ? ("FROM a\n" + words(40)).getBytes(StandardCharsets.UTF_8)
        : seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] mutate(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(random.nextInt(4) == 0 ? 200 : 8));
    return switch (random.nextInt(10)) {
      case 0 -> replace(input, from, to, new byte[0]);
      case 1 -> replace(input, from, from, Arrays.copyOfRange(input, from, to));
      case 2 -> replace(input, from, from + (from < input.length ? 1 : 0), randomByte());
      case 3 -> splice(input, seeds.get(random.nextInt(seeds.size())));
      case 4 ->
          random.nextInt(20) == 0 ? repeat(input, from, to) : replace(input, from, to, word());
      default -> replace(input, from, from, word());
    };
  }

  private byte[] word() {
    return WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
  }

  private byte[] randomByte() {
    return new byte[] {(byte) random.nextInt(256)};
  }

  private static byte[] replace(byte[] input, int from, int to, byte[] part) {
    var out = new ByteArrayOutputStream();
    out.write(input, 0, from);
    out.writeBytes(part);
    out.write(input, to, input.length - to);
    return out.toByteArray();
  }

  private byte[] splice(byte[] first, byte[] second) {
    int end = random.nextInt(first.length + 1);
    int start = random.nextInt(second.length + 1);
    return replace(first, end, first.length, Arrays.copyOfRange(second, start, second.length));
  }

  /** What hostile inputs are made of: one piece, as often as there is room for it. */
  private byte[] repeat(byte[] input, int from, int to) {
    byte[] piece = to > from ? Arrays.copyOfRange(input, from, to) : word();
    var out = new ByteArrayOutputStream();
    while (out.size() < largest - input.length) {
      out.writeBytes(piece);
    }
    return replace(input, from, to, out.toByteArray());
  }
}
