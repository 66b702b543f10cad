package dev.jbuild.runner.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jbuild.executor.AgentOptions;
import dev.jbuild.executor.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Networks of a store, with the native program, without a container. */
@Timeout(60)
final class NetworksTest {
  @TempDir private Path store;
  private Networks networks;

  @SuppressWarnings("NullAway.Init") // set before each test
  NetworksTest() {}

  @BeforeEach
  void open() {
    AgentOptions options =
        new AgentOptions(store, store.resolve("native"), Isolation.AUTO, line -> {});
    networks = new Networks(store, options);
  }

  private static NetworkRequest named(String name, @Nullable String subnet) {
    return new NetworkRequest(
        name, subnet == null ? null : Subnet.parse(subnet), null, false, Map.of());
  }

  @Test
  void network_thatWasMade_isFoundByNameAndId() throws Exception {
    Network made =
        networks.create(
            new NetworkRequest(
                "web", Subnet.parse("10.7.0.0/16"), "10.7.9.9", true, Map.of("a", "b")));

    assertThat(networks.list()).containsExactly(made);
    assertThat(networks.find("web")).isEqualTo(made);
    assertThat(networks.find(made.id().substring(0, 12))).isEqualTo(made);
    assertThat(networks.users(made)).isEmpty();
  }

  @Test
  void networks_withoutASubnet_getDifferentOnes() throws Exception {
    Network one = networks.create(named("one", null));
    Network two = networks.create(named("two", null));

    assertThat(one.subnet().overlaps(two.subnet())).isFalse();
    assertThat(one.gateway()).isEqualTo(one.subnet().firstAddress());
  }

  @Test
  void network_whoseNameOrAddressesAreTaken_isRefused() throws Exception {
    networks.create(named("one", "10.7.0.0/16"));

    assertThatThrownBy(() -> networks.create(named("one", null)))
        .isInstanceOf(NetworkException.class)
        .hasMessage("network with name one already exists");
    assertThatThrownBy(() -> networks.create(named("two", "10.7.1.0/24")))
        .isInstanceOf(NetworkException.class)
        .hasMessage("invalid pool request: 10.7.1.0/24 overlaps with 10.7.0.0/16 of network one");
    assertThatThrownBy(() -> networks.create(named("host", null)))
        .isInstanceOf(NetworkException.class)
        .hasMessage("operation is not permitted on predefined host network");
    assertThatThrownBy(() -> named("../x", null)).isInstanceOf(IllegalArgumentException.class);
    try (var left = Files.list(store.resolve("networks"))) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("one");
    }
  }

  @Test
  void network_thatIsUsed_staysUntilItIsNot() throws Exception {
    Network network = networks.create(named("web", null));
    try (NetworkPlace place = networks.place(new PlaceRequest("web", List.of(), null))) {
      assertThat(networks.users(network).getFirst().address()).isEqualTo(place.address());
      assertThatThrownBy(() -> networks.remove(network))
          .isInstanceOf(NetworkException.class)
          .hasMessage(
              "network web has active endpoints: one that is starting (" + place.address() + ")");
      assertThat(networks.prune()).isEmpty();
    }
    awaitUnused(network);

    assertThat(networks.prune()).containsExactly(network);
    assertThat(networks.list()).isEmpty();
    assertThatThrownBy(() -> networks.place(new PlaceRequest("web", List.of(), null)))
        .isInstanceOf(NetworkException.class)
        .hasMessage("network web not found: jbuild network create web");
  }

  @Test
  void address_thatIsNotTheNetworks_isRefused() throws Exception {
    networks.create(named("web", "10.7.0.0/24"));

    for (String wrong : List.of("10.8.0.9", "10.7.0.1", "10.7.0.2", "10.7.0.255")) {
      assertThatThrownBy(() -> networks.place(new PlaceRequest("web", List.of(), wrong)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not one that a container of this network can have");
    }
    assertThatThrownBy(() -> new PlaceRequest("web", List.of(), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an address in a network is as 10.93.0.7, not \"x\"");
  }

  /** Its holder hears of the end of a lease a moment later. */
  private void awaitUnused(Network network) throws Exception {
    while (!networks.users(network).isEmpty()) {
      Thread.sleep(20);
    }
  }
}
