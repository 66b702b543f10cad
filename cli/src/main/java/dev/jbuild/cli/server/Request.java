package dev.jbuild.cli.server;

import dev.jbuild.cli.host.Terminal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that a client asks for.
 *
 * @param build what the client was built as; another server is no server for it
 */
record Request(
    String build,
    Path directory,
    Terminal terminal,
    List<String> words,
    Map<String, String> environment) {
  private static final int FIXED = 4;

  /**
   * Reads the strings of a HELLO: build, directory, terminal, how many words, the words, the
   * environment.
   *
   * @throws IllegalArgumentException for what is no such thing, or not in UTF-8
   */
  static Request parse(ByteBuffer payload) {
    List<String> strings = new ArrayList<>();
    try {
      while (payload.hasRemaining()) {
        ByteBuffer bytes = payload.slice(payload.position() + Integer.BYTES, payload.getInt());
        payload.position(payload.position() + bytes.remaining());
        strings.add(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
      }
      int words = FIXED + Integer.parseInt(strings.get(FIXED - 1));
      return new Request(
          strings.get(0),
          Path.of(strings.get(1)),
          Terminal.parse(strings.get(2)),
          List.copyOf(strings.subList(FIXED, words)),
          environment(strings.subList(words, strings.size())));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a word that is not in UTF-8", e);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a request that is cut off", e);
    }
  }

  private static Map<String, String> environment(List<String> variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=', 1); // as Java itself splits them
      if (equals > 0) {
        environment.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return Map.copyOf(environment);
  }
}
