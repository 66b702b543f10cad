package dev.jbuild.parser.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          80;                       [80/tcp];                   false
          80-82/UDP;                [80/udp, 81/udp, 82/udp];   false
          8080:80;                  [80/tcp];                   true
          127.0.0.1::80/sctp;       [80/sctp];                  true
          [::1]:8080:80;            [80/tcp];                   true
          8000-9000:80;             [80/tcp];                   true
          0;                        [0/tcp];                    false
          """)
  void port_whenValid_isRead(String word, String ports, boolean hostPart) throws Exception {
    PortSpec spec = PortSpec.parse(word);
    assertThat(spec.ports()).hasToString(ports);
    assertThat(spec.hasHostPart()).isEqualTo(hostPart);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          80/foo;              invalid port: "80/foo": invalid proto: foo
          /tcp;                invalid port: "/tcp": no port specified
          65536;               invalid containerPort: 65536
          1-2-3;               invalid containerPort: 1-2-3
          x:80;                invalid hostPort: x
          1-3:80-81;           invalid ranges specified for container and host Ports: 80-81 and 1-3
          1.2.3:80:80;         invalid IP address: 1.2.3
          [::1::2]:80:80;      invalid IP address: ::1::2
          """)
  void port_whenWrong_isRefused(String word, String message) {
    assertThatThrownBy(() -> PortSpec.parse(word).check()).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "SIGTERM", "term", "sigrtmin+15", "RTMAX-14", "RTMIN"})
  void signal_whenKnown_isAccepted(String signal) {
    assertThatCode(() -> StopSignal.check(signal)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "SIG", "RTMIN+16", "FOO", "1x"})
  void signal_whenUnknown_isRefused(String signal) {
    assertThatThrownBy(() -> StopSignal.check(signal)).hasMessage("invalid signal: " + signal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alpine",
        "alpine:3.20",
        "a/b/c",
        "localhost/x",
        "host:5000/a-b/c__d:T.a_g",
        "Host/x",
        "[::1]:5000/x",
        "x@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      })
  void image_whenValid_isAccepted(String name) {
    assertThatCode(() -> ImageName.check(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          '';              invalid reference format
          a:b:c;           invalid reference format
          a//b;            invalid reference format
          -a;              invalid reference format
          a..b;            invalid reference format
          a/B;             invalid reference format: repository name (a/B) must be lowercase
          x@sha256:00000000000000000000000000000000; invalid checksum digest length
          x@md5:00000000000000000000000000000000;    unsupported digest algorithm
          """)
  void image_whenWrong_isRefused(String name, String message) {
    assertThatThrownBy(() -> ImageName.check(name)).hasMessage(message);
  }

  @Test
  void image_whenVeryLong_isRefusedAtOnce() {
    String name = "a" + "-a".repeat(500_000);
    assertThatThrownBy(() -> ImageName.check(name)).hasMessage("invalid reference format");
    String path = "a/".repeat(200) + "a";
    assertThatThrownBy(() -> ImageName.check(path))
        .hasMessage("repository name must not be more than 255 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "linux, linux/amd64",
    "arm64, linux/arm64",
    "Linux/x86_64, linux/amd64",
    "linux/arm64/v8, linux/arm64",
    "linux/armhf, linux/arm/v7",
    "macos/arm64, darwin/arm64",
    "windows(10.0.17763)/amd64, windows(10.0.17763)/amd64"
  })
  void platform_whenValid_isNormalised(String text, String normal) throws Exception {
    assertThat(PlatformName.parse(text)).hasToString(normal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          foo;       "foo": unknown operating system or architecture: invalid argument
          a/b/c/d;   "a/b/c/d": cannot parse platform specifier: invalid argument
          linux/*;   "linux/*": wildcards not yet supported: invalid argument
          """)
  void platform_whenWrong_isRefused(String text, String message) {
    assertThatThrownBy(() -> PlatformName.parse(text)).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0644", "7777", "u=rw,go-w", "+x", "a+rwX", "u+x-w", "g=u", "u+", "g=ru"})
  void mode_whenValid_isAccepted(String mode) {
    assertThatCode(() -> ChmodMode.parse(mode)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "10000", "u", "u+q", "u=rw,", "x+w"})
  void mode_whenWrong_isRefused(String mode) {
    assertThatThrownBy(() -> ChmodMode.parse(mode)).hasMessageContaining("invalid chmod parameter");
  }

  @ParameterizedTest
  @CsvSource({
    "644, 0600, false, 0644",
    "4755, 0600, false, 4755",
    "go-w, 0666, false, 0644",
    "'u=rw,g=r,o=r', 0777, false, 0644",
    "a+X, 0600, false, 0600",
    "a+X, 0700, false, 0711",
    "a+X, 0600, true, 0711",
    "a=X, 0700, false, 0000",
    "+x, 0644, false, 0755",
    "u+s, 0755, false, 4755",
    "o+s, 0755, false, 0755",
    "+t, 0777, true, 1777",
    "o=, 0777, false, 0770",
    "u=rw, 6777, false, 2677",
    "g=u, 0740, false, 0770",
    "go=u-w, 0777, false, 0755",
    "g=xo, 0604, false, 0644",
    "o-g, 0667, false, 0661",
    "u+, 0641, false, 0641",
  })
  void mode_applied_changesBitsAsChmod(String mode, String before, boolean directory, String after)
      throws InvalidValueException {
    assertThat(ChmodMode.parse(mode).apply(Integer.parseInt(before, 8), directory))
        .isEqualTo(Integer.parseInt(after, 8));
  }
}
