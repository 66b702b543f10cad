/* A container for an OCI runtime (`--runtime`): the bundle directory of the runtime specification, whose config.json is
 * the client's and whose files are mounts of ours. */
#pragma once

#include "exec.h"

/* Whether a runtime can run here; with c NULL any. */
int check_runtime(const struct agent *a, const struct container *c, struct failure *f);
/* Makes the bundle in the mount namespace of the caller, who is PID 1, and enters it. */
int enter_bundle(const struct agent *a, const struct container *c, int socket, int *terminal, struct failure *f);
/* The runtime's command line, that of a bundle which is the working directory. */
char **runtime_args(const struct container *c);
/* What the runtime noted about its own failures; NULL when there is nothing. */
char *runtime_log(const struct container *c);
