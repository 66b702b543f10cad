#include "listen.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define BACKLOG 4096
#define ATTEMPTS 16 /* to find a port that is free in both families */

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static socklen_t length_of(const union address *address)
{
    return address->any.sa_family == AF_INET ? sizeof address->v4 : sizeof address->v6;
}

static bool parse_address(const char *text, union address *address)
{
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, text, &address->v4.sin_addr) == 1) {
        address->any.sa_family = AF_INET;
        return true;
    }
    address->any.sa_family = AF_INET6;
    return inet_pton(AF_INET6, text, &address->v6.sin6_addr) == 1;
}

/* The place of the port is the same in both kinds of address. */
static void set_port(union address *address, uint16_t port)
{
    address->v4.sin_port = htons(port);
}

/* Of a datagram to any address of the host it must be known which one it was: the answer comes from there. */
static int tell_destinations(int fd, int family)
{
    const int on = 1;
    return family == AF_INET ? setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on)
                             : setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
}

static int open_socket(union address *address, bool udp, uint16_t *port)
{
    const int on = 1;
    socklen_t length = length_of(address);
    int type = (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | SOCK_NONBLOCK;
    AUTO_FD fd = socket(address->any.sa_family, type, 0);
    set_port(address, *port);
    if (fd < 0)
        return -1;
    if (!udp && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0)
        return -1;
    if (address->any.sa_family == AF_INET6 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) < 0)
        return -1;
    if (udp && tell_destinations(fd, address->any.sa_family) < 0)
        return -1;
    if (bind(fd, &address->any, length) < 0 || (!udp && listen(fd, BACKLOG) < 0) ||
        getsockname(fd, &address->any, &length) < 0)
        return -1;
    *port = ntohs(address->v4.sin_port);
    return take_fd(&fd);
}

static void keep(struct listeners *all, int fd, const struct port_spec *spec, uint16_t port,
                 const union address *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    bool v6 = address->any.sa_family == AF_INET6;
    struct listener l = {.fd = fd,
                         .udp = spec->udp,
                         .host_port = port,
                         .container_port = spec->inside,
                         .chosen = spec->first == 0 || spec->first < spec->last};
    inet_ntop(address->any.sa_family, v6 ? (const void *)&address->v6.sin6_addr : &address->v4.sin_addr, text,
              sizeof text);
    snprintf(l.address, sizeof l.address, v6 ? "[%s]" : "%s", text);
    all->list = must_resize(all->list, (all->count + 1) * sizeof *all->list);
    all->list[all->count++] = l;
}

static const char *advice(int error)
{
    return error == EACCES ? "; ports below net.ipv4.ip_unprivileged_port_start (1024) are root's: take a higher one"
           : error == EADDRINUSE ? "; leave the port out, and a free one is taken"
                                 : "";
}

static int refuse(const struct port_spec *spec, const char *address, uint16_t port, int error, struct failure *f)
{
    fail(f, error, "publish port", "%s:%u/%s", address, port, spec->udp ? "udp" : "tcp");
    size_t length = strlen(f->text);
    snprintf(f->text + length, sizeof f->text - length, "%s", advice(error));
    return -1;
}

static int listen_at(const struct port_spec *spec, uint16_t port, struct listeners *all, struct failure *f)
{
    union address address;
    if (!parse_address(spec->address, &address))
        return fail(f, 0, "publish port", "%s is not an IP address", spec->address);
    int fd = open_socket(&address, spec->udp, &port);
    if (fd < 0)
        return refuse(spec, spec->address, port, errno, f);
    keep(all, fd, spec, port, &address);
    return 0;
}

/* Every address of the host, of both families; a host may be without IPv6. 1: the port is not free for IPv6. */
static int listen_everywhere(const struct port_spec *spec, uint16_t port, struct listeners *all, struct failure *f)
{
    union address v4, v6;
    parse_address("0.0.0.0", &v4);
    parse_address("::", &v6);
    AUTO_FD first = open_socket(&v4, spec->udp, &port);
    if (first < 0)
        return refuse(spec, "0.0.0.0", port, errno, f);
    int second = open_socket(&v6, spec->udp, &port);
    if (second < 0 && errno == EADDRINUSE) {
        refuse(spec, "[::]", port, EADDRINUSE, f);
        return 1;
    }
    keep(all, take_fd(&first), spec, port, &v4);
    if (second >= 0)
        keep(all, second, spec, port, &v6);
    return 0;
}

static int listen_one(const struct port_spec *spec, uint16_t port, struct listeners *all, struct failure *f)
{
    if (spec->address)
        return listen_at(spec, port, all, f);
    for (int i = 1; i < ATTEMPTS && port == 0; i++) {
        int result = listen_everywhere(spec, port, all, f);
        if (result <= 0)
            return result;
    }
    return listen_everywhere(spec, port, all, f) == 0 ? 0 : -1;
}

/* Of a range the first port that is free. */
int listen_for(const struct port_spec *spec, struct listeners *all, struct failure *f)
{
    for (unsigned port = spec->first; port <= spec->last; port++) {
        if (listen_one(spec, (uint16_t)port, all, f) == 0) {
            *f = (struct failure){0};
            return 0;
        }
        if (f->errnum != EADDRINUSE)
            return -1;
    }
    return -1;
}
