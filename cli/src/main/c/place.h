/* Where the socket of a warm server is, and whether it may be trusted. */
#ifndef JBUILD_PLACE_H
#define JBUILD_PLACE_H
#include <stdint.h>

/* The directory of sockets, made if need be; NULL when it is not the user's
 * alone. */
char *place_directory(void);

/* Names what a process inherits and a server cannot take over for a command:
   namespaces, root directory, umask, groups, rights and limits. 0 when /proc
   does not say. */
uint64_t place_of_process(void);

/* A connection to a server of the same user, negative when there is none. */
int place_connect(const char *socket_path);

#endif
