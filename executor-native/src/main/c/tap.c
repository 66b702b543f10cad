#include "tap.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <net/route.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

void mac_of(struct in_addr address, uint8_t mac[MAC_LENGTH])
{
    mac[0] = 0x02;
    mac[1] = 0x42;
    memcpy(mac + 2, &address, sizeof address);
}

struct in_addr mask_of(unsigned prefix)
{
    return (struct in_addr){.s_addr = htonl(prefix == 0 ? 0 : ~0U << (32 - prefix))};
}

static void name_request(struct ifreq *request, const char *name)
{
    memset(request, 0, sizeof *request);
    snprintf(request->ifr_name, sizeof request->ifr_name, "%s", name);
}

static void set_place(struct sockaddr *where, struct in_addr address)
{
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr = address};
    memcpy(where, &place, sizeof place);
}

static int set_mac(int socket_fd, const struct tap_spec *t, struct failure *f)
{
    struct ifreq request;
    uint8_t mac[MAC_LENGTH];
    name_request(&request, t->name);
    mac_of(t->address, mac);
    request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
    memcpy(request.ifr_hwaddr.sa_data, mac, sizeof mac);
    return ioctl(socket_fd, SIOCSIFHWADDR, &request) == 0 ? 0
                                                          : fail(f, errno, "join network", "address of %s", t->name);
}

static int set_address(int socket_fd, const struct tap_spec *t, struct failure *f)
{
    struct ifreq request;
    name_request(&request, t->name);
    set_place(&request.ifr_addr, t->address);
    if (ioctl(socket_fd, SIOCSIFADDR, &request) < 0)
        return fail(f, errno, "join network", "give %s its address", t->name);
    set_place(&request.ifr_netmask, mask_of(t->prefix));
    return ioctl(socket_fd, SIOCSIFNETMASK, &request) == 0 ? 0 : fail(f, errno, "join network", "mask of %s", t->name);
}

int interface_up(int socket_fd, const char *name, struct failure *f)
{
    struct ifreq request;
    name_request(&request, name);
    request.ifr_mtu = LAN_MTU;
    if (ioctl(socket_fd, SIOCSIFMTU, &request) < 0)
        return fail(f, errno, "join network", "set the MTU of %s", name);
    if (ioctl(socket_fd, SIOCGIFFLAGS, &request) < 0)
        return fail(f, errno, "join network", "read the flags of %s", name);
    request.ifr_flags |= IFF_UP;
    return ioctl(socket_fd, SIOCSIFFLAGS, &request) == 0 ? 0 : fail(f, errno, "join network", "switch %s on", name);
}

static int add_route(int socket_fd, const struct tap_spec *t, struct failure *f)
{
    struct rtentry route = {.rt_flags = RTF_UP | RTF_GATEWAY};
    set_place(&route.rt_gateway, t->gateway);
    set_place(&route.rt_dst, (struct in_addr){0});
    set_place(&route.rt_genmask, (struct in_addr){0});
    return ioctl(socket_fd, SIOCADDRT, &route) == 0 ? 0 : fail(f, errno, "join network", "add the route out");
}

int tap_open(const struct tap_spec *t, struct failure *f)
{
    struct ifreq request;
    AUTO_FD socket_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    AUTO_FD fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return fail(f, errno, "join network",
                    "a network needs /dev/net/tun (as root: modprobe tun; chmod 666 /dev/net/tun)");
    name_request(&request, t->name);
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    if (socket_fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0)
        return fail(f, errno, "join network", "make %s", t->name);
    if (set_mac(socket_fd, t, f) < 0 || set_address(socket_fd, t, f) < 0 || interface_up(socket_fd, t->name, f) < 0)
        return -1;
    if (t->gateway.s_addr && add_route(socket_fd, t, f) < 0)
        return -1;
    return take_fd(&fd);
}
