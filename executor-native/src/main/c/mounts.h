/* Single mounts by descriptors: no path of the host or the image is ever walked twice. */
#pragma once

#include "exec.h"

/* options: key, value, key, value, ..., NULL */
int new_mount(const char *type, const char *const *options, unsigned attributes, struct failure *f);
/* A private copy of the mount at what `source` shows; attributes are added on all mounts below it, too. */
int copy_mount(int source, bool recursive, uint64_t attributes, struct failure *f);
/* Attaches a mount at a path inside root. */
int attach(int root, const char *target, int mount, struct failure *f);
/* An O_PATH descriptor of the host's device, checked to be that device. */
int open_device(const char *path, unsigned major, unsigned minor, struct failure *f);
int mount_proc(const struct agent *a, int root, struct failure *f);
int mount_dev(const struct container *c, int root, struct failure *f);
/* Terminals that are seen nowhere else. */
int mount_pts(int root, struct failure *f);
int mount_sys(const struct container *c, int root, struct failure *f);
/* Read-only and hidden parts of /proc and /sys, as docker. */
int protect_kernel(int root, struct failure *f);
