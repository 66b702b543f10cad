#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/uio.h>

#include "emulated_calls.h"
#include "sys.h"

int read_memory(const struct emulation *e, uint64_t address, void *bytes, size_t length)
{
    struct iovec local = {bytes, length}, remote = {(void *)(uintptr_t)address, length};
    return process_vm_readv(e->pid, &local, 1, &remote, 1, 0) == (ssize_t)length ? 0 : -EFAULT;
}

int write_memory(const struct emulation *e, uint64_t address, const void *bytes, size_t length)
{
    struct iovec local = {(void *)(uintptr_t)bytes, length}, remote = {(void *)(uintptr_t)address, length};
    return process_vm_writev(e->pid, &local, 1, &remote, 1, 0) == (ssize_t)length ? 0 : -EFAULT;
}

/* Page by page, because the next page may not be there. */
int read_path(const struct emulation *e, uint64_t address, char *path)
{
    const size_t page = 4096;
    for (size_t done = 0; done < PATH_MAX;) {
        size_t part = page - (address + done) % page;
        if (part > PATH_MAX - done)
            part = PATH_MAX - done;
        if (read_memory(e, address + done, path + done, part) < 0)
            return -EFAULT;
        if (memchr(path + done, 0, part))
            return 0;
        done += part;
    }
    return -ENAMETOOLONG;
}

/* Paths are walked by the kernel with the caller's root as ours. */
static int take_root(struct emulation *e)
{
    struct stat st;
    AUTO_FREE char *path = must_print("%d/root", e->proc_pid);
    AUTO_FD root = openat(e->proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0 || fstat(root, &st) < 0)
        return -errno;
    if (st.st_ino == e->root.st_ino && st.st_dev == e->root.st_dev)
        return 0;
    if (fchdir(root) < 0 || chroot(".") < 0 || fchdir(e->proc) < 0)
        return -errno;
    e->root = st;
    return 0;
}

static int open_base(const struct emulation *e, int at)
{
    AUTO_FREE char *path = at == AT_FDCWD ? must_print("%d/cwd", e->proc_pid) : must_print("%d/fd/%d", e->proc_pid, at);
    int fd = openat(e->proc, path, O_PATH | O_CLOEXEC);
    return fd >= 0 ? fd : at == AT_FDCWD ? -errno : -EBADF;
}

static int open_in(int base, const char *path, uint64_t flags)
{
    int fd = sys_openat2(base, path, flags | O_PATH | O_CLOEXEC, 0, RESOLVE_NO_MAGICLINKS);
    return fd >= 0 ? fd : -errno;
}

int find_place(struct emulation *e, int at, const char *path, struct found *found)
{
    *found = (struct found){.parent = -1, .fd = -1};
    int result = take_root(e);
    AUTO_FREE char *parent = must_copy(path, strlen(path));
    size_t length = strlen(parent);
    while (length > 1 && parent[length - 1] == '/')
        parent[--length] = 0;
    char *slash = strrchr(parent, '/');
    const char *name = slash ? slash + 1 : parent;
    if (strlen(name) >= sizeof found->name)
        return -ENAMETOOLONG;
    strcpy(found->name, name);
    if (slash)
        slash[slash == parent ? 1 : 0] = 0;
    AUTO_FD base = path[0] == '/' ? open("/", O_PATH | O_CLOEXEC) : open_base(e, at);
    if (result < 0 || base < 0)
        return result < 0 ? result : base;
    found->parent = slash ? open_in(base, parent, O_DIRECTORY) : take_fd(&base);
    return found->parent < 0 ? found->parent : 0;
}

int find(struct emulation *e, int at, const char *path, int flags, struct found *found)
{
    *found = (struct found){.parent = -1, .fd = -1};
    int result = take_root(e);
    if (result < 0)
        return result;
    if (!*path && !(flags & AT_EMPTY_PATH))
        return -ENOENT;
    if (!*path) {
        found->fd = open_base(e, at);
    } else {
        AUTO_FD base = path[0] == '/' ? open("/", O_PATH | O_CLOEXEC) : open_base(e, at);
        found->fd = base < 0 ? base : open_in(base, path, flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0);
    }
    if (found->fd < 0)
        return found->fd;
    if (fstat(found->fd, &found->st) < 0)
        return -errno;
    if (S_ISREG(found->st.st_mode) || S_ISDIR(found->st.st_mode) || !*path)
        return 0;
    struct found place;
    result = find_place(e, at, path, &place);
    if (result < 0)
        return result;
    found->parent = place.parent;
    memcpy(found->name, place.name, sizeof place.name);
    return 0;
}

void release(struct found *found)
{
    close_fd(&found->fd);
    close_fd(&found->parent);
}

struct noted object_of(const struct found *found)
{
    return (struct noted){.parent = found->parent, .name = found->name, .fd = found->fd, .mode = found->st.st_mode};
}
