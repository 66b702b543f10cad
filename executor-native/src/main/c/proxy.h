/* Between the clients of published ports and a container. */
#pragma once

#include <arpa/inet.h>
#include <sys/epoll.h>

#include "listen.h"

/* Where a container of a network of its own is reached: never its loopback interface, so that what trusts local
 * connections does not trust these (as CVE-2021-20199 in Podman). */
#define CONTAINER_ADDRESS "10.0.2.100"

enum source_kind { SOURCE_STOP, SOURCE_LISTENER, SOURCE_STREAM, SOURCE_SESSION };

/* What epoll tells of: the first part of a listener, an end of a connection, a session. */
struct source {
    enum source_kind kind;
    int fd;
    uint32_t events; /* that are watched now */
    void *owner;
};

struct door {
    struct source source;
    const struct listener *listener;
    struct session *sessions; /* UDP */
    size_t session_count;
    bool shut; /* no more clients for now: there are no descriptors for them */
};

struct proxy {
    int epoll;
    const char *inside; /* address of the container */
    struct door *doors;
    size_t door_count;
    struct connection *connections; /* TCP */
    bool stopping;
};

/* Serves until `stop` is at its end; the process is in the network namespace of the container. */
void proxy_run(const struct listeners *listeners, int stop);

/* Watches for these events; with none the descriptor is not watched at all, as epoll would tell of an end forever. */
void watch(const struct proxy *p, struct source *s, uint32_t events);
int connect_inside(const struct proxy *p, int type, uint16_t port);

/* stream.c */
void stream_accept(struct proxy *p, struct door *d);
void stream_serve(struct proxy *p, struct source *s, uint32_t events);
/* The container is gone: only what it said is still delivered. */
void stream_drain(struct proxy *p);

/* datagram.c */
void datagram_from_clients(struct proxy *p, struct door *d);
void datagram_from_container(struct source *s);
/* Forgets clients that said nothing for long. */
void datagram_expire(struct proxy *p, struct door *d);
void datagram_close(struct proxy *p, struct door *d);
