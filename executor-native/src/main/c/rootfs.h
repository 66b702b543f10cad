/* The mounts of a container, made before it gives up its privileges. Every target is resolved inside the new root. */
#pragma once

#include "exec.h"
#include "overlay.h"

struct build {
    const struct agent *agent;
    const struct container *container;
    struct layers layers;
    int root;
    struct failure *f;
};

/* The parts of a container. The root is attached at the agent's place for roots. */
int mount_root(struct build *b);
bool is_directory(const struct mount_spec *m);
/* What a mount or a device shows, not attached yet. */
int open_user_mount(struct build *b, const struct mount_spec *m);
int open_device_mount(const struct build *b, const struct device_spec *d);
/* Returns the file, which has the owner and mode asked for. */
int write_file(const struct build *b, int directory, const char *name, const struct file_spec *spec);

/* Mounts the root and all below it; returns the descriptor of the root. *terminal receives the pty's slave. */
int build_rootfs(const struct agent *a, const struct container *c, const struct stage *s, int *terminal,
                 struct failure *f);
/* A terminal of the container's own /dev/pts: its master goes through the socket. */
int open_pty(int root, const struct container *c, int socket, int *slave, struct failure *f);
/* Makes the built root "/" and lets go of the host's. */
int enter_rootfs(int root, struct failure *f);
