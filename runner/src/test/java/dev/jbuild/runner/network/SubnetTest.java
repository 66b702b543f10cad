package dev.jbuild.runner.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SubnetTest {
  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "172.16.0.0/12", "192.168.255.0/24", "255.255.255.0/25"})
  void subnet_ofText_isThatText(String text) {
    assertThat(Subnet.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0 | a subnet is ADDRESS/BITS of IPv4, not \"10.0.0.0\"",
        "fd00::/64 | no IPv4 address: \"fd00::\"",
        "10.0.0.256/24 | no IPv4 address: \"10.0.0.256\"",
        "10.0.0.0/x | a subnet is ADDRESS/BITS of IPv4, not \"10.0.0.0/x\"",
        "10.0.0.0/26 | a subnet has a prefix of 8 to 25 bits, not 26",
        "0.0.0.0/0 | a subnet has a prefix of 8 to 25 bits, not 0",
        "10.0.0.1/8 | invalid subnet 10.0.0.1/8: it should be 10.0.0.0/8",
      })
  void subnet_ofOtherText_isRefused(String text, String message) {
    assertThatThrownBy(() -> Subnet.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.9.0.0/16, true",
    "10.9.0.0/16, 10.0.0.0/8, true",
    "10.0.0.0/25, 10.0.0.128/25, false",
    "128.0.0.0/8, 192.0.0.0/8, false",
  })
  void subnets_thatShareAddresses_overlap(String one, String other, boolean overlap) {
    assertThat(Subnet.parse(one).overlaps(Subnet.parse(other))).isEqualTo(overlap);
  }

  @Test
  void gateway_thatIsNobodyElses_isAllowed() {
    Subnet subnet = Subnet.parse("10.0.0.0/24");

    subnet.checkGateway("10.0.0.1");
    subnet.checkGateway("10.0.0.254");
    for (String wrong : new String[] {"10.0.0.0", "10.0.0.255", "10.0.1.1"}) {
      assertThatThrownBy(() -> subnet.checkGateway(wrong))
          .hasMessage("no gateway of 10.0.0.0/24: " + wrong);
    }
    assertThatThrownBy(() -> subnet.checkGateway("10.0.0.2"))
        .hasMessage("the user mode stack has 10.0.0.2 itself: take 10.0.0.1 or one above 10.0.0.3");
  }
}
