package dev.jbuild.executor.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jbuild.executor.NetworkMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvConfTest {
  private static final String HOST =
      """
      # made by hand
      nameserver 127.0.0.1
      nameserver 192.0.2.53
      search old.example
      search one.example two.example
      options edns0 ndots:2
      """;

  @TempDir Path directory;

  private String text(String host, NetworkMode network, Dns dns) throws IOException {
    Path file = Files.writeString(directory.resolve("resolv.conf"), host);
    Path behind = directory.resolve("behind");
    Files.writeString(behind, "nameserver 198.51.100.1\nnameserver ::1\nnameserver fd00::1\n");
    return new ResolvConf(file, behind).text(network, dns);
  }

  @Test
  void text_inTheHostsNetwork_isTheHosts() throws Exception {
    assertThat(text(HOST, NetworkMode.HOST, Dns.OF_HOST)).isEqualTo(HOST);
  }

  @Test
  void text_inANetworkOfItsOwn_asksItsResolver() throws Exception {
    assertThat(text(HOST, NetworkMode.PRIVATE, Dns.OF_HOST))
        .isEqualTo(
            """
            nameserver 10.0.2.3
            search one.example two.example
            options edns0 ndots:2
            """);
  }

  @Test
  void text_withoutNetwork_namesNoServerOnTheHostsLoopback() throws Exception {
    assertThat(text(HOST, NetworkMode.NONE, Dns.OF_HOST))
        .startsWith("nameserver 192.0.2.53\nsearch one");
  }

  @Test
  void text_ofSystemd_namesTheServersBehindIt() throws Exception {
    assertThat(text("nameserver 127.0.0.53\noptions edns0\n", NetworkMode.NONE, Dns.OF_HOST))
        .isEqualTo("nameserver 198.51.100.1\nnameserver fd00::1\noptions edns0\n");
    assertThat(text("nameserver 127.0.0.53\n", NetworkMode.HOST, Dns.OF_HOST))
        .isEqualTo("nameserver 127.0.0.53\n");
  }

  @Test
  void text_whenAsked_replacesEachPart() throws Exception {
    Dns servers = new Dns(List.of("192.0.2.1", "fd00::2"), List.of(), List.of());
    Dns rest = new Dns(List.of(), List.of("."), List.of("timeout:1"));

    assertThat(text(HOST, NetworkMode.HOST, servers))
        .isEqualTo(
            """
            nameserver 192.0.2.1
            nameserver fd00::2
            search one.example two.example
            options edns0 ndots:2
            """);
    assertThat(text(HOST, NetworkMode.PRIVATE, rest))
        .isEqualTo("nameserver 10.0.2.3\noptions timeout:1\n");
  }

  @Test
  void dns_ofNoAddress_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dns(List.of("dns.example"), List.of(), List.of()))
        .withMessage("a name server is an IP address, not \"dns.example\"");
  }
}
