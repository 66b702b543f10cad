/* The interface of a network that several containers share: a TAP device, whose other end the network's holder has. */
#pragma once

#include <arpa/inet.h>

#include "base.h"

#define LAN_MTU 65520 /* the most that slirp4netns passes on */
#define MAC_LENGTH 6

struct tap_spec {
    const char *name;
    struct in_addr address, gateway; /* gateway 0: no way out */
    unsigned prefix;
};

/* Locally administered, and the same for the same address, so that no neighbour remembers a wrong one. */
void mac_of(struct in_addr address, uint8_t mac[MAC_LENGTH]);
struct in_addr mask_of(unsigned prefix);
/* Makes the interface in the network namespace of the caller, with its address, up; the result is the other end. */
int tap_open(const struct tap_spec *t, struct failure *f);
/* Sets the greatest packet of an interface, and switches it on. */
int interface_up(int socket_fd, const char *name, struct failure *f);
