/* The names of a network, and DNS messages about them (RFC 1035). Messages come from containers: nothing in them is
 * believed. */
#pragma once

#include <arpa/inet.h>

#include "base.h"

#define DNS_PLAIN 512 /* bytes of an answer by UDP, if nothing else was agreed on */
#define DNS_MOST 65535

struct named {
    struct in_addr address;
    struct in_addr server; /* that it wants to ask for other names, or 0 */
    char **names;          /* the first is the one that the address is told to have */
    size_t count;
    struct named *next;
};

struct zone {
    const char *network;
    struct in_addr base, mask;
    const struct named *hosts;
};

enum verdict {
    DNS_ANSWERED,
    DNS_FOREIGN, /* others know */
    DNS_DROPPED, /* no question at all */
};

/* With DNS_ANSWERED the answer has *used bytes of the room, at least DNS_PLAIN; cut short it says so (TC). */
enum verdict zone_answer(const struct zone *z, const uint8_t *query, size_t length, uint8_t *answer, size_t room,
                         size_t *used);
/* An answer to the query that says only that it failed. The query has a header at least. */
size_t dns_failure(const uint8_t *query, size_t length, uint8_t *answer);
