/* Those who use a network: the containers in it, and commands that are about to start one. */
#pragma once

#include <linux/if_packet.h>

#include "holder.h"
#include "lan.h"
#include "resolver.h"
#include "uplink.h"

enum watch_kind {
    WATCH_LISTENER,
    WATCH_USER,
    WATCH_PORT,
    WATCH_SIGNALS,
    WATCH_QUESTIONS,
    WATCH_CONNECTIONS,
    WATCH_REPLIES,
};

struct user;

struct watched {
    enum watch_kind kind;
    int fd;
    struct user *owner;
    struct port *port;
};

struct user {
    struct watched control, tap;
    struct in_addr address; /* 0: none yet */
    bool joined;
    struct port port;
    struct named named;
    char *text;                /* the message that the names are in */
    char *old_name, *new_name; /* of a container that was renamed, else NULL */
    struct user *next;
};

struct holder {
    const struct network_spec *spec;
    int listening, lock, epoll;
    struct lan lan;
    struct zone zone;
    struct resolver resolver;
    pid_t slirp;
    struct user *users;
    size_t user_count;
    bool quit;
};

void holder_watch(const struct holder *h, struct watched *w);
void users_accept(struct holder *h);
void users_serve(struct holder *h, struct user *u);
