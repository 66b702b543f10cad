package dev.jbuild.registry;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The answer to a request; {@code uri} is where it came from after redirects. */
record Reply(URI uri, int status, HttpHeaders headers, BodyStream body) implements AutoCloseable {

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The declared length of the body in bytes, -1 if there is none. */
  long contentLength() {
    String text = header("Content-Length").orElse("");
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The media type without its parameters. */
  String contentType() {
    return header("Content-Type").orElse("").replaceFirst(";.*", "").strip();
  }

  /** Whether the same request may succeed a little later (RFC 9110 and RFC 6585). */
  boolean mayPass() {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  boolean redirects() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> header("Location").isPresent();
      default -> false;
    };
  }

  /** The pause that the server asked for, in seconds or as a date (RFC 9110, 10.2.3). */
  Optional<Duration> retryAfter() {
    return header("Retry-After").flatMap(Reply::parseDelay);
  }

  private static Optional<Duration> parseDelay(String text) {
    try {
      if (text.chars().allMatch(Character::isDigit)) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration left = Duration.between(ZonedDateTime.now(until.getZone()), until);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty(); // advice that cannot be read: our own back-off holds
    }
  }

  /** Where the reply points to; empty without a Location header. */
  Optional<URI> location() throws IOException {
    Optional<String> text = header("Location");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI target = uri.resolve(new URI(text.get()));
      if (target.getHost() == null || target.getScheme() == null) {
        throw new InvalidReplyException("the Location header holds no usable address");
      }
      return Optional.of(target);
    } catch (URISyntaxException e) {
      throw new InvalidReplyException("the Location header holds no address: " + e.getReason());
    }
  }

  /** The body up to a limit. */
  byte[] read(int limit) throws IOException {
    byte[] bytes = body.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw new InvalidReplyException("the reply is longer than " + limit + " bytes");
    }
    return bytes;
  }

  /** Reads what is left of a short body, so that its connection can be used again. */
  void discard() {
    body.hurry();
    try (body) {
      body.readNBytes(16 * 1024);
    } catch (IOException e) {
      // The answer is known already; only the connection is lost.
      body.close();
    }
  }

  @Override
  public void close() {
    body.close();
  }
}
