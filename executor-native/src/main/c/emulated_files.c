/* Calls on files. */
#include "emulated_calls.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/stat.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "sys.h"

#define KEEP UINT32_MAX

/* glibc has statx only with a struct of its own, which clashes with <linux/stat.h>. */
static int sys_statx(int fd, unsigned flags, unsigned mask, struct statx *st)
{
    return (int)syscall(SYS_statx, fd, "", flags | AT_EMPTY_PATH, mask, st);
}

static void lose(struct emulation *e, const char *path)
{
    if (e->lost++ == 0)
        snprintf(e->first_lost, sizeof e->first_lost, "%s", path);
}

static long note(struct emulation *e, const struct found *found, const char *path, struct owner owner)
{
    const struct noted o = object_of(found);
    bool kept = S_ISREG(o.mode) || S_ISDIR(o.mode) || S_ISLNK(o.mode) || (S_ISFIFO(o.mode) && o.parent >= 0);
    if (!kept || store_owner(e->proc, &o, owner) == 0 || errno == EOPNOTSUPP)
        return 0; /* what no layer holds: pipes, devices, /proc */
    if (errno == EROFS)
        return -EROFS;
    lose(e, path);
    return 0;
}

static long change_owner(struct emulation *e, int at, const char *path, int flags, const uint64_t *wanted)
{
    struct found found;
    long result = find(e, at, path, flags, &found);
    if (result == -ELOOP)
        result = NOT_EMULATED; /* a link of /proc */
    if (result == 0) {
        const struct noted o = object_of(&found);
        const struct ids_of *ids = find_ids(&e->ids, e->proc_pid);
        struct owner owner = owner_of(e->proc, &o);
        uint32_t uid = (uint32_t)wanted[0], gid = (uint32_t)wanted[1];
        bool allowed = ids->uid[1] == 0 || (ids->uid[1] == owner.uid && (uid == KEEP || uid == owner.uid));
        owner.uid = uid == KEEP ? owner.uid : uid;
        owner.gid = gid == KEEP ? owner.gid : gid;
        /* For what else it does: setuid bits and capabilities go, ctime changes, a lower file is copied up. */
        if (!allowed)
            result = -EPERM;
        else if (fchownat(found.fd, "", 0, 0, AT_EMPTY_PATH) < 0 && errno != EPERM && errno != EINVAL)
            result = -errno;
        else
            result = note(e, &found, *path ? path : "an open file", owner);
    }
    release(&found);
    return result;
}

static long by_path(struct emulation *e, int at, uint64_t address, int flags, const uint64_t *wanted)
{
    char path[PATH_MAX];
    int result = read_path(e, address, path);
    return result < 0 ? result : change_owner(e, at, path, flags, wanted);
}

static long do_fchown(struct emulation *e, const uint64_t *args)
{
    return change_owner(e, (int)args[0], "", AT_EMPTY_PATH, args + 1);
}

static long do_fchownat(struct emulation *e, const uint64_t *args)
{
    return by_path(e, (int)args[0], args[1], (int)args[4], args + 2);
}

/* 0 with found when a note makes a difference. */
static long find_noted(struct emulation *e, int at, uint64_t address, int flags, struct found *found,
                       struct owner *owner)
{
    char path[PATH_MAX] = "";
    *found = (struct found){.parent = -1, .fd = -1};
    int result = address ? read_path(e, address, path) : 0;
    if (result == 0)
        result = find(e, at, path, flags, found);
    if (result < 0)
        return NOT_EMULATED; /* the kernel says it best */
    const struct noted o = object_of(found);
    *owner = owner_of(e->proc, &o);
    return owner->uid || owner->gid ? 0 : NOT_EMULATED;
}

static long show(struct emulation *e, int at, uint64_t address, int flags, uint64_t to)
{
    struct found found;
    struct owner owner;
    long result = find_noted(e, at, address, flags, &found, &owner);
    if (result == 0) {
        found.st.st_uid = owner.uid;
        found.st.st_gid = owner.gid;
        result = write_memory(e, to, &found.st, sizeof found.st);
    }
    release(&found);
    return result;
}

static long do_fstat(struct emulation *e, const uint64_t *args)
{
    return show(e, (int)args[0], 0, AT_EMPTY_PATH, args[1]);
}

static long do_newfstatat(struct emulation *e, const uint64_t *args)
{
    return show(e, (int)args[0], args[1], (int)args[3], args[2]);
}

static long do_statx(struct emulation *e, const uint64_t *args)
{
    struct found found;
    struct owner owner;
    struct statx st;
    long result = find_noted(e, (int)args[0], args[1], (int)args[2], &found, &owner);
    if (result == 0 && sys_statx(found.fd, (unsigned)args[2] & AT_STATX_SYNC_TYPE, (unsigned)args[3], &st) < 0)
        result = -errno;
    if (result == 0) {
        st.stx_uid = owner.uid;
        st.stx_gid = owner.gid;
        result = write_memory(e, args[4], &st, sizeof st);
    }
    release(&found);
    return result;
}

/* What a new file in the directory belongs to: its maker, and in a setgid directory that directory's group. */
static struct owner owner_of_new(struct emulation *e, int parent)
{
    struct noted o = {.parent = -1, .name = "", .fd = parent};
    const struct ids_of *ids = find_ids(&e->ids, e->proc_pid);
    struct owner owner = {ids->uid[1], ids->gid[1]};
    struct stat st;
    if (fstat(parent, &st) < 0 || !(st.st_mode & S_ISGID))
        return owner;
    o.mode = st.st_mode;
    owner.gid = owner_of(e->proc, &o).gid;
    return owner;
}

static mode_t umask_of(const struct emulation *e)
{
    unsigned mask = 022;
    AUTO_FREE char *path = must_print("%d/status", e->proc_pid);
    AUTO_FREE char *status = read_text(e->proc, path, 4096);
    const char *line = status ? strstr(status, "\nUmask:") : NULL;
    if (line)
        sscanf(line, "\nUmask: %o", &mask);
    return (mode_t)mask;
}

struct making {
    mode_t type;   /* S_IFREG, S_IFDIR, S_IFLNK, or a node's */
    mode_t mode;   /* before the umask */
    uint64_t text; /* where the target of a link is */
    dev_t device;
};

static int make_object(struct emulation *e, const struct making *m, const struct found *place)
{
    char target[PATH_MAX];
    mode_t mode = m->mode & 07777 & ~umask_of(e);
    int fd = -1;
    if (m->type == S_IFLNK && read_path(e, m->text, target) < 0)
        return -EFAULT;
    int result =
        m->type == S_IFDIR   ? mkdirat(place->parent, place->name, mode)
        : m->type == S_IFLNK ? symlinkat(target, place->parent, place->name)
        : m->type != S_IFREG
            ? mknodat(place->parent, place->name, m->type | mode, m->device)
            : (fd = openat(place->parent, place->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    int error = errno;
    close_fd(&fd);
    return result < 0 ? -error : 0;
}

/* When the kernel would give the wrong owner, the thing is made here. */
static long make(struct emulation *e, int at, uint64_t address, const struct making *m)
{
    char path[PATH_MAX];
    struct found place = {.parent = -1, .fd = -1};
    int result = read_path(e, address, path);
    if (result == 0)
        result = find_place(e, at, path, &place);
    struct owner owner = result < 0 ? (struct owner){0, 0} : owner_of_new(e, place.parent);
    bool needed = (owner.uid || owner.gid) && *place.name && strcmp(place.name, ".") != 0 &&
                  strcmp(place.name, "..") != 0 &&
                  fstatat(place.parent, place.name, &place.st, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT;
    long answer = needed ? make_object(e, m, &place) : NOT_EMULATED;
    if (answer == 0) {
        place.fd = openat(place.parent, place.name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
        if (place.fd >= 0 && fstat(place.fd, &place.st) == 0)
            answer = note(e, &place, path, owner);
    }
    release(&place);
    return answer;
}

/* The file is there and noted now: the kernel opens it, but for O_EXCL, which would fail. */
static long open_made(struct emulation *e, int at, uint64_t address, const uint64_t *args)
{
    char path[PATH_MAX];
    struct found place;
    int flags = (int)args[0];
    const struct making m = {.type = S_IFREG, .mode = (mode_t)args[1]};
    long result = make(e, at, address, &m);
    if (result != 0 || !(flags & O_EXCL))
        return result == 0 ? NOT_EMULATED : result;
    if (read_path(e, address, path) < 0 || find_place(e, at, path, &place) < 0)
        return -ENOENT;
    AUTO_FD fd = openat(place.parent, place.name, (flags & ~(O_CREAT | O_EXCL)) | O_NOFOLLOW | O_CLOEXEC);
    int error = errno;
    release(&place);
    struct seccomp_notif_addfd add = {.id = e->request.id,
                                      .flags = SECCOMP_ADDFD_FLAG_SEND,
                                      .srcfd = (uint32_t)fd,
                                      .newfd_flags = (uint32_t)(flags & O_CLOEXEC)};
    if (fd < 0)
        return -error;
    return ioctl(e->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &add) < 0 ? -errno : ANSWERED;
}

static long do_openat(struct emulation *e, const uint64_t *args)
{
    return open_made(e, (int)args[0], args[1], args + 2);
}

static long do_mkdirat(struct emulation *e, const uint64_t *args)
{
    const struct making m = {.type = S_IFDIR, .mode = (mode_t)args[2]};
    return make(e, (int)args[0], args[1], &m);
}

static long do_symlinkat(struct emulation *e, const uint64_t *args)
{
    const struct making m = {.type = S_IFLNK, .text = args[0]};
    return make(e, (int)args[1], args[2], &m);
}

static long do_mknodat(struct emulation *e, const uint64_t *args)
{
    mode_t type = args[2] & S_IFMT ? (mode_t)(args[2] & S_IFMT) : S_IFREG;
    const struct making m = {.type = type, .mode = (mode_t)args[2], .device = (dev_t)args[3]};
    return make(e, (int)args[0], args[1], &m);
}

#if defined(__x86_64__) /* the calls of the past, which newer architectures do not have */
static long do_chown(struct emulation *e, const uint64_t *args)
{
    return by_path(e, AT_FDCWD, args[0], 0, args + 1);
}

static long do_lchown(struct emulation *e, const uint64_t *args)
{
    return by_path(e, AT_FDCWD, args[0], AT_SYMLINK_NOFOLLOW, args + 1);
}

static long do_stat(struct emulation *e, const uint64_t *args)
{
    return show(e, AT_FDCWD, args[0], 0, args[1]);
}

static long do_lstat(struct emulation *e, const uint64_t *args)
{
    return show(e, AT_FDCWD, args[0], AT_SYMLINK_NOFOLLOW, args[1]);
}

static long do_open(struct emulation *e, const uint64_t *args)
{
    return open_made(e, AT_FDCWD, args[0], args + 1);
}

static long do_creat(struct emulation *e, const uint64_t *args)
{
    const uint64_t how[] = {O_CREAT | O_WRONLY | O_TRUNC, args[1]};
    return open_made(e, AT_FDCWD, args[0], how);
}

static long do_mkdir(struct emulation *e, const uint64_t *args)
{
    const struct making m = {.type = S_IFDIR, .mode = (mode_t)args[1]};
    return make(e, AT_FDCWD, args[0], &m);
}

static long do_symlink(struct emulation *e, const uint64_t *args)
{
    const struct making m = {.type = S_IFLNK, .text = args[0]};
    return make(e, AT_FDCWD, args[1], &m);
}

static long do_mknod(struct emulation *e, const uint64_t *args)
{
    const uint64_t all[] = {(uint64_t)AT_FDCWD, args[0], args[1], args[2]};
    return do_mknodat(e, all);
}
#endif

const struct emulated_call file_calls[] = {
#if defined(__x86_64__)
    {SYS_stat, -1, do_stat},         {SYS_lstat, -1, do_lstat},
    {SYS_chown, -1, do_chown},       {SYS_lchown, -1, do_lchown},
    {SYS_open, 1, do_open},          {SYS_creat, -1, do_creat},
    {SYS_mkdir, -1, do_mkdir},       {SYS_symlink, -1, do_symlink},
    {SYS_mknod, -1, do_mknod},
#endif
    {SYS_fstat, -1, do_fstat},       {SYS_newfstatat, -1, do_newfstatat},
    {SYS_statx, -1, do_statx},       {SYS_fchown, -1, do_fchown},
    {SYS_fchownat, -1, do_fchownat}, {SYS_openat, 2, do_openat},
    {SYS_mkdirat, -1, do_mkdirat},   {SYS_symlinkat, -1, do_symlinkat},
    {SYS_mknodat, -1, do_mknodat},
};

const size_t file_call_count = sizeof file_calls / sizeof *file_calls;
