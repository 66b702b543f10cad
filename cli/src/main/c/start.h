/* Starts a warm server for later commands. */
#ifndef JBUILD_START_H
#define JBUILD_START_H
#include "launch.h"

/* Returns at once; the server starts when the process that calls this has
 * ended, so that it takes nothing of its time. */
void start_server_later(const struct launch *launch, const char *socket, const char *build);

#endif
