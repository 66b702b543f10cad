#include "lan.h"

#include <net/if_arp.h>
#include <netinet/if_ether.h>
#include <netinet/ip.h>
#include <string.h>

/* The addresses of slirp4netns begin so; the rest is the IP address that was asked for. */
static const uint8_t slirp_mac[] = {0x52, 0x55};

static uint16_t type_of(const uint8_t *frame)
{
    return (uint16_t)(frame[12] << 8 | frame[13]);
}

static bool is_ip(const uint8_t *frame, size_t length)
{
    return type_of(frame) == ETHERTYPE_IP && length >= ETH_HLEN + sizeof(struct iphdr);
}

static bool is_arp(const uint8_t *frame, size_t length)
{
    return type_of(frame) == ETHERTYPE_ARP && length >= ETH_HLEN + sizeof(struct ether_arp);
}

/* A container has CAP_NET_RAW: it must not answer for a neighbour or for the resolver. */
static bool is_honest(const struct port *p, const uint8_t *frame)
{
    struct in_addr sender;
    const uint8_t *body = frame + ETH_HLEN;
    if (memcmp(frame + ETH_ALEN, p->mac, MAC_LENGTH) != 0)
        return false;
    if (type_of(frame) == ETHERTYPE_IP) {
        memcpy(&sender, body + offsetof(struct iphdr, saddr), sizeof sender);
        return sender.s_addr == p->address.s_addr;
    }
    memcpy(&sender, body + offsetof(struct ether_arp, arp_spa), sizeof sender);
    return memcmp(body + offsetof(struct ether_arp, arp_sha), p->mac, MAC_LENGTH) == 0 &&
           (sender.s_addr == p->address.s_addr || sender.s_addr == 0);
}

static void send_to(const struct port *to, const struct port *from, const uint8_t *frame, size_t length)
{
    if (to == from || to->fd < 0)
        return;
    while (write(to->fd, frame, length) < 0 && errno == EINTR)
        ;
}

/* Containers have our gateway address as their way out, whatever slirp4netns calls its own. */
static bool leads_out(const struct lan *l, const uint8_t *frame)
{
    struct in_addr to;
    if (l->uplink.fd < 0 || memcmp(frame, l->own.mac, MAC_LENGTH) != 0 || type_of(frame) != ETHERTYPE_IP)
        return false;
    memcpy(&to, frame + ETH_HLEN + offsetof(struct iphdr, daddr), sizeof to);
    return to.s_addr != l->gateway.s_addr;
}

static void send_to_all(const struct lan *l, const struct port *from, const uint8_t *frame, size_t length)
{
    send_to(&l->own, from, frame, length);
    send_to(&l->uplink, from, frame, length);
    for (const struct port *p = l->members; p; p = p->next)
        send_to(p, from, frame, length);
}

void lan_forward(const struct lan *l, const struct port *from, uint8_t *frame, size_t length)
{
    if (length < ETH_HLEN || length > FRAME_SIZE || (!is_ip(frame, length) && !is_arp(frame, length)))
        return;
    if (from->kind == PORT_MEMBER && !is_honest(from, frame))
        return;
    if (frame[0] & 1) {
        send_to_all(l, from, frame, length);
        return;
    }
    if (leads_out(l, frame))
        memcpy(frame, slirp_mac, sizeof slirp_mac);
    if (memcmp(frame, slirp_mac, sizeof slirp_mac) == 0)
        send_to(&l->uplink, from, frame, length);
    else if (memcmp(frame, l->own.mac, MAC_LENGTH) == 0)
        send_to(&l->own, from, frame, length);
    else
        for (const struct port *p = l->members; p; p = p->next)
            if (memcmp(frame, p->mac, MAC_LENGTH) == 0) {
                send_to(p, from, frame, length);
                return;
            }
}
