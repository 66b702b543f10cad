/* System calls that the C library of the oldest supported distribution does not wrap, and the kernel's own mount
 * constants. <sys/mount.h> clashes with <linux/mount.h>, so mount(2) is here too. */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <sched.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MNT_DETACH
#define MNT_DETACH 2
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

static inline int sys_mount(const char *source, const char *target, const char *type, unsigned long flags,
                            const char *data)
{
    return (int)syscall(SYS_mount, source, target, type, flags, data);
}

static inline int sys_umount(const char *target, int flags)
{
    return (int)syscall(SYS_umount2, target, flags);
}

static inline int sys_fsopen(const char *type)
{
    return (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);
}

static inline int sys_fsconfig(int fs, unsigned cmd, const char *key, const char *value)
{
    return (int)syscall(SYS_fsconfig, fs, cmd, key, value, 0);
}

static inline int sys_fsmount(int fs, unsigned attributes)
{
    return (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, attributes);
}

static inline int sys_open_tree(int dir, const char *path, unsigned flags)
{
    return (int)syscall(SYS_open_tree, dir, path, flags);
}

/* Attaches the mount behind one descriptor to the place behind another: no path is walked. */
static inline int sys_move_mount(int mount, int target)
{
    return (int)syscall(SYS_move_mount, mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
}

static inline int sys_mount_setattr(int mount, unsigned flags, struct mount_attr *attributes)
{
    return (int)syscall(SYS_mount_setattr, mount, "", flags, attributes, sizeof *attributes);
}

static inline int sys_pivot_root(const char *root, const char *old)
{
    return (int)syscall(SYS_pivot_root, root, old);
}

static inline int sys_pidfd_open(pid_t pid)
{
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

static inline int sys_pidfd_send_signal(int pidfd, int sig)
{
    return (int)syscall(SYS_pidfd_send_signal, pidfd, sig, NULL, 0);
}

static inline int sys_close_range(unsigned first, unsigned last, unsigned flags)
{
    return (int)syscall(SYS_close_range, first, last, flags);
}

/* Docker's filter says that there is no clone3, because it cannot look into its arguments. The older call has all but
 * cgroups; where it writes the pidfd the parent's thread id would go. */
static inline pid_t sys_clone3(struct clone_args *args)
{
    pid_t pid = (pid_t)syscall(SYS_clone3, args, sizeof *args);
    if (pid >= 0 || errno != ENOSYS || args->flags & CLONE_INTO_CGROUP)
        return pid;
    return (pid_t)syscall(SYS_clone, args->flags | args->exit_signal, 0, args->pidfd, 0, 0);
}

static inline int sys_openat2(int dir, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve)
{
    struct open_how how = {.flags = flags, .mode = mode, .resolve = resolve};
    return (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
}

/* Opens a path as if `root` were "/": neither "..", nor an absolute link, nor a /proc link leads out. */
static inline int open_in_root(int root, const char *path, int flags)
{
    return sys_openat2(root, *path ? path : ".", (uint64_t)(flags | O_CLOEXEC), 0,
                       RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
}

/* Opens a path that must lie below `dir`; a path that leaves it is EXDEV. */
static inline int open_beneath(int dir, const char *path, int flags)
{
    return sys_openat2(dir, *path ? path : ".", (uint64_t)(flags | O_CLOEXEC), 0,
                       RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
}
