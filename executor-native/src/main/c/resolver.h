/* The name server of a network, at its gateway address: it knows the network's containers, and asks the machine's name
 * servers for all other names, through slirp4netns. */
#pragma once

#include "names.h"

struct question_slot {
    struct sockaddr_in client, server;
    uint16_t id; /* the client's */
    uint8_t salt;
    bool used;
};

#define SLOTS 256 /* questions that are under way; the oldest is forgotten */

struct resolver {
    int udp, tcp, upstream;
    struct in_addr server; /* 0: nobody is asked, as in an internal network */
    struct question_slot slots[SLOTS];
    uint8_t next;
    unsigned children; /* of TCP */
};

/* In the network namespace that has the address. */
int resolver_open(struct resolver *r, struct in_addr address, struct failure *f);
void resolver_question(struct resolver *r, const struct zone *z);
void resolver_reply(struct resolver *r);
/* In a process of its own, which ends by itself. */
void resolver_connection(struct resolver *r, const struct zone *z);
