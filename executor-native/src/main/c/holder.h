/* What owns a network while containers use it: a process that no container and no client is a parent of. It passes
 * their frames on and answers for their names; when nobody uses it any more, it ends. */
#pragma once

#include "base.h"
#include "tap.h"

/* A message between the holder and those who use it is one datagram of lines:
 *   RESERVE [address]                         -> OK address
 *   JOIN address server|- name...             with the other end of the interface -> OK
 *   RENAME address old new                    -> OK, also when nobody has the address
 *   LIST                                      -> USER address name..., one datagram each, then END
 *   QUIT                                      -> BUSY, or the end
 * or FAIL text. What a connection asked for ends with it. */
#define HOLDER_MESSAGE 8192
#define HOLDER_SOCKET "socket"
#define HOLDER_LOCK "lock"
#define HOLDER_VOID "void"

struct network_spec {
    const char *name;
    struct in_addr base, gateway;
    unsigned prefix;
    bool internal;
};

/* Serves from the listening socket until there is no user left. The current directory is the network's. Writes a
 * struct failure to `ready`, empty when the network is there. */
void holder_run(const struct network_spec *n, int listening, int ready);
