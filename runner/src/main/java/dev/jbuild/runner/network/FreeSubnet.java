package dev.jbuild.runner.network;

import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses that neither another network nor an interface of this machine has. */
final class FreeSubnet {
  private static final int FIRST = Subnet.parse("10.93.0.0/24").base();
  private static final int COUNT = 256;
  private static final int PREFIX = 24;

  private FreeSubnet() {}

  /**
   * What is asked for, or one of 256 subnets of 10.93.0.0/16.
   *
   * @param asked null for any
   */
  static Subnet choose(@Nullable Subnet asked, List<Network> others) throws NetworkException {
    if (asked != null) {
      for (Network other : others) {
        if (other.subnet().overlaps(asked)) {
          throw new NetworkException(
              "invalid pool request: "
                  + asked
                  + " overlaps with "
                  + other.subnet()
                  + " of network "
                  + other.name());
        }
      }
      return asked;
    }
    List<Subnet> taken = new ArrayList<>(ofMachine());
    others.forEach(other -> taken.add(other.subnet()));
    for (int i = 0; i < COUNT; i++) {
      Subnet subnet = new Subnet(FIRST + (i << (32 - PREFIX)), PREFIX);
      if (taken.stream().noneMatch(subnet::overlaps)) {
        return subnet;
      }
    }
    throw new NetworkException("no subnet is free any more: give one with --subnet");
  }

  /** A container would not reach what lies in the machine's own subnets. */
  private static List<Subnet> ofMachine() throws NetworkException {
    List<Subnet> subnets = new ArrayList<>();
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InterfaceAddress address : each.getInterfaceAddresses()) {
          if (address.getAddress() instanceof Inet4Address ip) {
            // Of smaller networks the whole that our own would be cut from.
            int bits = Math.clamp(address.getNetworkPrefixLength(), 8, PREFIX);
            int number = ByteBuffer.wrap(ip.getAddress()).getInt();
            subnets.add(new Subnet(number & -1 << (32 - bits), bits));
          }
        }
      }
    } catch (SocketException e) {
      throw new NetworkException("read the interfaces of this machine: " + e.getMessage());
    }
    return subnets;
  }
}
