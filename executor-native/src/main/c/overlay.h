/* Overlay mounts of layer directories, by the new mount API where the kernel takes lowerdir+ (6.5), else by mount(2).
 */
#pragma once

#include "agent.h"

struct layers {
    char **list; /* bottom first */
    size_t count;
};

/* devices: device files in layers and upper can be opened; something else must hold the container back. */
struct writable {
    const char *upper, *work;
    bool devices;
    bool kept; /* longer than we live: what it writes is not to be lost with the power */
};

void add_layer(struct layers *layers, char *path);

bool overlay_takes_single_layers(void);

/* A read-only view, attached nowhere: a descriptor for openat2. */
int overlay_view(const struct agent *a, const struct layers *layers, struct failure *f);

/* The writable root of a container, attached at <run>/root of the caller's own mount namespace. */
int overlay_mount(const struct agent *a, const struct layers *layers, const struct writable *w, struct failure *f);

/* Undoes overlay_mount; nothing may hold a descriptor in it. */
int overlay_unmount(const struct agent *a, struct failure *f);

/* The same attached at a directory of the caller's own mount namespace, read-only without w. */
int overlay_at(const struct agent *a, const struct layers *layers, const struct writable *w, const char *target,
               struct failure *f);
