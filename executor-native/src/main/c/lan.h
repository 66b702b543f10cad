/* The switch of a network: Ethernet frames between its containers, its own end and the way out. */
#pragma once

#include <net/ethernet.h>

#include "tap.h"

#define FRAME_SIZE (LAN_MTU + ETH_HLEN)

enum port_kind {
    PORT_MEMBER, /* a container: it speaks for its own address alone */
    PORT_OWN,    /* the gateway address, where names are asked for */
    PORT_UPLINK, /* slirp4netns */
};

struct port {
    enum port_kind kind;
    int fd; /* -1: none */
    struct in_addr address;
    uint8_t mac[MAC_LENGTH];
    struct port *next;
};

struct lan {
    struct in_addr gateway;
    struct port own, uplink;
    struct port *members;
};

/* Passes on what came from one port; its destination may be rewritten. What is malformed, forged or neither ARP nor
 * IPv4 is dropped, as is what a port has no room for. */
void lan_forward(const struct lan *l, const struct port *from, uint8_t *frame, size_t length);
