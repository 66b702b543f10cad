package dev.jbuild.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "localhost:5000, true",
    "127.0.0.1:5000, true",
    "127.9.8.7, true",
    "[::1]:5000, true",
    "localhost.example:80, false",
    "128.0.0.1, false",
    "127.0.0.1.example, false",
    "[::2], false"
  })
  void isLoopback_knowsTheOwnMachine(String registry, boolean expected) {
    assertThat(Endpoint.isLoopback(registry)).isEqualTo(expected);
  }

  @Test
  void https_ofDockerHub_isItsRegistryHost() {
    assertThat(Endpoint.https("docker.io").at("library/alpine/manifests/latest"))
        .isEqualTo(URI.create("https://registry-1.docker.io/v2/library/alpine/manifests/latest"));
    assertThat(Endpoint.http("[::1]:5000").base()).isEqualTo(URI.create("http://[::1]:5000"));
  }

  @Test
  void isListed_byNameWithOrWithoutPort() {
    assertThat(Endpoint.isListed("r.example:5000", Set.of("r.example"))).isTrue();
    assertThat(Endpoint.isListed("r.example:5000", Set.of("r.example:5000"))).isTrue();
    assertThat(Endpoint.isListed("r.example:5000", Set.of("r.example:5001"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x, https://A.example:443/y, true",
    "http://a.example, http://a.example:80, true",
    "https://a.example, http://a.example, false",
    "https://a.example, https://a.example:444, false",
    "https://a.example, https://b.example, false"
  })
  void sameOrigin_comparesSchemeHostAndPort(String one, String other, boolean expected) {
    assertThat(Endpoint.sameOrigin(URI.create(one), URI.create(other))).isEqualTo(expected);
  }

  @Test
  void withParameter_keepsTheQueryAsItIs() {
    assertThat(Endpoint.withParameter(URI.create("http://h/p?a=%2F+x#f"), "b", "c d&"))
        .isEqualTo(URI.create("http://h/p?a=%2F+x&b=c+d%26"));
  }

  @Test
  void shown_hidesUserAndQuery() {
    assertThat(Endpoint.shown(URI.create("https://u:p@h:1/x?signature=s")))
        .isEqualTo("https://h:1/x");
  }

  @Test
  void refuseDowngrade_onlyFromHttpsToHttp() {
    URI secure = URI.create("https://a");
    URI plain = URI.create("http://b/x?signature=s");

    assertThatThrownBy(() -> Transport.refuseDowngrade(secure, plain))
        .isInstanceOf(InvalidReplyException.class)
        .hasMessageEndingWith("http://b/x");
    assertThatCode(() -> Transport.refuseDowngrade(plain, secure)).doesNotThrowAnyException();
    assertThatCode(() -> Transport.refuseDowngrade(plain, plain)).doesNotThrowAnyException();
  }
}
