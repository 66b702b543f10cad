/* Sockets of the host that wait for the clients of a container. */
#pragma once

#include "exec.h"

struct listener {
    int fd;
    bool udp;
    bool chosen; /* by us: the client does not know the port */
    uint16_t host_port, container_port;
    char address[64]; /* as in "127.0.0.1" or "[::1]" */
};

struct listeners {
    struct listener *list;
    size_t count;
    const char *inside; /* address of the container */
};

/* All that one published port asks for: both families when no address is given. */
int listen_for(const struct port_spec *port, struct listeners *all, struct failure *f);
