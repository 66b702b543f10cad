#include "apply.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include "copy.h"
#include "disk.h"
#include "entry.h"
#include "idmap.h"
#include "owner.h"
#include "sys.h"

/* The client reads them after its last entry only: more than a socket holds would stop both sides. */
#define MOST_WARNINGS 100

struct directory_time {
    char *path;
    struct timespec time;
};

struct apply {
    const struct agent *agent;
    struct channel *channel;
    int root;
    char *parent_path; /* of parent_fd: entries of one directory come together */
    int parent_fd;
    struct directory_time *times; /* set at the end: filling a directory changes its time */
    size_t time_count;
    struct frame data;
    unsigned warnings;
    struct failure *f;
};

/* What an entry is made into: a name in the directory parent_fd. */
struct object {
    const struct entry *entry;
    const char *name;
    int fd; /* of a regular file, else -1 */
    bool skipped;
};

static int make_parents(struct apply *p, const char *path)
{
    AUTO_FD at = dup(p->root);
    const char *name = path;
    while (*name) {
        size_t length = strcspn(name, "/");
        AUTO_FREE char *prefix = must_copy(path, (size_t)(name - path) + length);
        int next = open_in_root(p->root, prefix, O_PATH | O_DIRECTORY);
        if (next < 0 && errno == ENOENT) {
            AUTO_FREE char *last = must_copy(name, length);
            if (mkdirat(at, last, 0755) < 0)
                return fail(p->f, errno, "make parent directory", "%s", prefix);
            next = open_in_root(p->root, prefix, O_PATH | O_DIRECTORY);
        }
        if (next < 0)
            return fail(p->f, errno, "open parent directory", "%s", prefix);
        close(at);
        at = next;
        name += length + (name[length] == '/');
    }
    return take_fd(&at);
}

/* The directory that holds path, opened in-root; *name is the last component, "." for the root itself. */
static int open_parent(struct apply *p, const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    *name = slash ? slash + 1 : *path ? path : ".";
    if (p->parent_path && strlen(p->parent_path) == length && memcmp(p->parent_path, path, length) == 0)
        return 0;
    char *parent = must_copy(path, length);
    int fd = open_in_root(p->root, parent, O_PATH | O_DIRECTORY);
    if (fd < 0 && errno == ENOENT)
        fd = make_parents(p, parent);
    else if (fd < 0)
        fail(p->f, errno, "open parent directory", "%s", parent);
    free(p->parent_path);
    close_fd(&p->parent_fd);
    p->parent_path = fd < 0 ? NULL : parent;
    p->parent_fd = fd;
    if (fd < 0)
        free(parent);
    return fd < 0 ? -1 : 0;
}

static void warn(struct apply *p, const char *path, const char *what)
{
    struct message m = {0};
    if (++p->warnings > MOST_WARNINGS)
        return;
    put_text(&m, T_PATH, path);
    put_text(&m, T_TEXT, what);
    if (message_write(p->channel, F_WARN, &m) < 0)
        say("%s: %s", path, what);
    free(m.bytes);
}

static bool is_overlay_mark(const char *name)
{
    return strncmp(name, "trusted.overlay.", 16) == 0 || strncmp(name, "user.overlay.", 13) == 0;
}

static int set_xattrs(struct apply *p, const struct object *o)
{
    const struct entry *e = o->entry;
    AUTO_FREE char *at = must_print("/proc/self/fd/%d/%s", p->parent_fd, o->name);
    for (size_t i = 0; i < e->xattr_count; i++) {
        const struct xattr *x = &e->xattrs[i];
        if (x->length == 0 && strcmp(x->name, CAPABILITY) == 0)
            continue; /* it grants nothing, and no overlay could copy a file with it */
        if (is_overlay_mark(x->name) || strncmp(x->name, OWNER_PREFIX, sizeof OWNER_PREFIX - 1) == 0 ||
            lsetxattr(at, x->name, x->value, x->length, 0) == 0)
            continue;
        if (errno != EPERM && errno != EOPNOTSUPP)
            return fail(p->f, errno, "set attribute", "%s of %s", x->name, e->path);
        AUTO_FREE char *what = must_print("the attribute %s cannot be stored here", x->name);
        warn(p, e->path, what);
    }
    return 0;
}

static int set_owner(struct apply *p, const struct object *o)
{
    const struct entry *e = o->entry;
    int done = o->fd >= 0 ? fchown(o->fd, e->uid, e->gid)
                          : fchownat(p->parent_fd, o->name, e->uid, e->gid, AT_SYMLINK_NOFOLLOW);
    if (done == 0)
        return 0;
    if (errno != EINVAL)
        return fail(p->f, errno, "set owner", "%s", e->path);
    return fail(p->f, EINVAL, "set owner",
                "owner %u:%u of %s is outside the mapped ids 0-%u: give the user a bigger range in /etc/subuid and "
                "/etc/subgid",
                e->uid, e->gid, e->path, greatest_id());
}

static int note_owner(struct apply *p, const struct object *o)
{
    const struct entry *e = o->entry;
    const struct owner owner = {e->uid, e->gid};
    struct stat st;
    AUTO_FD fd = openat(p->parent_fd, o->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0)
        return fail(p->f, errno, "set owner", "%s", e->path);
    const struct noted noted = {.parent = p->parent_fd, .name = o->name, .fd = fd, .mode = st.st_mode};
    if (store_owner(-1, &noted, owner) == 0)
        return 0;
    if (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))
        return fail(p->f, errno, "set owner", "%u:%u of %s in an extended attribute", e->uid, e->gid, e->path);
    AUTO_FREE char *what = must_print("its owner %u:%u cannot be kept: %s", e->uid, e->gid, strerror(errno));
    warn(p, e->path, what);
    return 0;
}

/* Most files are made as they should be, and looking is cheaper than a change that changes nothing. */
static int set_owner_and_mode(struct apply *p, const struct object *o)
{
    const struct entry *e = o->entry;
    struct stat st;
    if ((o->fd >= 0 ? fstat(o->fd, &st) : fstatat(p->parent_fd, o->name, &st, AT_SYMLINK_NOFOLLOW)) < 0)
        return fail(p->f, errno, "look at", "%s", e->path);
    bool noted = p->agent->ids == IDS_SINGLE;
    bool other_owner = st.st_uid != e->uid || st.st_gid != e->gid || (noted && e->kind == E_DIRECTORY);
    if (other_owner && (noted ? note_owner(p, o) : set_owner(p, o)) < 0)
        return -1;
    if (e->kind == E_SYMLINK || (!other_owner && (st.st_mode & 07777) == e->mode))
        return 0;
    int done = o->fd >= 0 ? fchmod(o->fd, e->mode) : fchmodat(p->parent_fd, o->name, e->mode, 0);
    return done == 0 ? 0 : fail(p->f, errno, "set mode", "%s", e->path);
}

/* The order matters: chown clears setuid bits and file capabilities. */
static int set_attributes(struct apply *p, const struct object *o)
{
    const struct entry *e = o->entry;
    struct timespec time = {.tv_sec = e->seconds, .tv_nsec = e->nanos};
    struct timespec times[] = {time, time};
    if (set_owner_and_mode(p, o) < 0 || (e->xattr_count > 0 && set_xattrs(p, o) < 0))
        return -1;
    if (e->kind == E_DIRECTORY) {
        p->times = must_resize(p->times, (p->time_count + 1) * sizeof *p->times);
        p->times[p->time_count++] = (struct directory_time){must_copy(e->path, strlen(e->path)), time};
        return 0;
    }
    int done = o->fd >= 0 ? futimens(o->fd, times) : utimensat(p->parent_fd, o->name, times, AT_SYMLINK_NOFOLLOW);
    return done == 0 ? 0 : fail(p->f, errno, "set time", "%s", e->path);
}

static int write_content(struct apply *p, struct object *o)
{
    const struct entry *e = o->entry;
    o->fd = openat(p->parent_fd, o->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, e->mode & 0777);
    if (o->fd < 0)
        return fail(p->f, errno, "make file", "%s", e->path);
    for (uint64_t rest = e->size; rest > 0; rest -= p->data.length) {
        if (frame_read(p->channel, &p->data) != 1)
            return fail(p->f, EPROTO, "read content", "%s: the client went away", e->path);
        if (p->data.type != F_DATA || p->data.length == 0 || p->data.length > rest)
            return fail(p->f, EPROTO, "read content", "%s: its content is not %llu bytes", e->path,
                        (unsigned long long)e->size);
        if (write_whole(o->fd, p->data.payload, p->data.length) < 0)
            return fail(p->f, errno, "write file", "%s", e->path);
    }
    return 0;
}

static int make_hard_link(struct apply *p, const struct object *o)
{
    const struct entry *e = o->entry;
    struct stat st;
    const char *slash = strrchr(e->link, '/');
    AUTO_FREE char *parent = must_copy(e->link, slash ? (size_t)(slash - e->link) : 0);
    const char *target = slash ? slash + 1 : e->link;
    AUTO_FD dir = open_in_root(p->root, parent, O_PATH | O_DIRECTORY);
    if (dir < 0 || fstatat(dir, target, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return fail(p->f, errno, "make hard link", "%s: its target %s is not in the same layer", e->path, e->link);
    if (S_ISDIR(st.st_mode))
        return fail(p->f, EINVAL, "make hard link", "%s: its target %s is a directory", e->path, e->link);
    if (linkat(dir, target, p->parent_fd, o->name, 0) < 0)
        return fail(p->f, errno, "make hard link", "%s to %s", e->path, e->link);
    return 0;
}

/* Char device 0:0 is the whiteout, which any user may make in a user namespace; other devices need real root. */
static int make_node(struct apply *p, struct object *o)
{
    const struct entry *e = o->entry;
    if (e->kind == E_WHITEOUT && p->agent->copies)
        return make_whiteout_mark(p->parent_fd, o->name) == 0 ? 0 : fail(p->f, errno, "make whiteout", "%s", e->path);
    mode_t type = e->kind == E_FIFO ? S_IFIFO : e->kind == E_BLOCK ? S_IFBLK : S_IFCHR;
    dev_t device = e->kind == E_BLOCK || e->kind == E_CHARACTER ? makedev(e->major, e->minor) : 0;
    if (e->kind == E_CHARACTER && device == 0)
        return fail(p->f, EINVAL, "make device", "%s: the device 0:0 is reserved for whiteouts", e->path);
    if (mknodat(p->parent_fd, o->name, type | 0600, device) == 0)
        return 0;
    if (errno != EPERM || device == 0)
        return fail(p->f, errno, "make node", "%s", e->path);
    warn(p, e->path, "the device node is left out: making devices needs root");
    o->skipped = true;
    return 0;
}

static int clear_place(struct apply *p, const struct object *o, bool *keep)
{
    const struct entry *e = o->entry;
    struct stat st;
    *keep = false;
    if (fstatat(p->parent_fd, o->name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return errno == ENOENT ? 0 : fail(p->f, errno, "look at", "%s", e->path);
    *keep = S_ISDIR(st.st_mode) && e->kind == E_DIRECTORY;
    return *keep ? 0 : remove_tree(p->parent_fd, o->name, p->f);
}

static int make_opaque(struct apply *p, const struct entry *e)
{
    const char *mark = p->agent->copies        ? OPAQUE_MARK
                       : p->agent->user_xattrs ? "user.overlay.opaque"
                                               : "trusted.overlay.opaque";
    AUTO_FD dir = open_in_root(p->root, e->path, O_RDONLY | O_DIRECTORY);
    if (dir < 0 || fsetxattr(dir, mark, "y", 1, 0) < 0)
        return fail(p->f, errno, "hide lower directory", "%s", e->path);
    return 0;
}

static int make_object(struct apply *p, struct object *o)
{
    const struct entry *e = o->entry;
    switch (e->kind) {
    case E_DIRECTORY:
        return mkdirat(p->parent_fd, o->name, 0700) == 0 ? 0 : fail(p->f, errno, "make directory", "%s", e->path);
    case E_FILE:
        return write_content(p, o);
    case E_SYMLINK:
        return symlinkat(e->link, p->parent_fd, o->name) == 0 ? 0 : fail(p->f, errno, "make link", "%s", e->path);
    case E_HARD_LINK:
        return make_hard_link(p, o);
    case E_BLOCK:
    case E_CHARACTER:
    case E_FIFO:
    case E_WHITEOUT:
        return make_node(p, o);
    default:
        return fail(p->f, EPROTO, "read entry", "%s: unknown kind %d", e->path, (int)e->kind);
    }
}

/* A later entry takes the place of an earlier one, but directories become one: rare, so it is not looked for before. */
static int make_or_replace(struct apply *p, struct object *o)
{
    bool keep;
    if (make_object(p, o) == 0)
        return 0;
    if (p->f->errnum != EEXIST)
        return -1;
    *p->f = (struct failure){0};
    if (clear_place(p, o, &keep) < 0)
        return -1;
    return keep ? 0 : make_object(p, o);
}

static int apply_entry(struct apply *p, const struct entry *e)
{
    struct object o = {.entry = e, .fd = -1};
    if (e->kind == E_OPAQUE)
        return make_opaque(p, e);
    if (open_parent(p, e->path, &o.name) < 0)
        return -1;
    int result = make_or_replace(p, &o);
    if (result == 0 && !o.skipped && e->kind != E_WHITEOUT && e->kind != E_HARD_LINK)
        result = set_attributes(p, &o);
    close_fd(&o.fd);
    return result;
}

static int set_directory_times(struct apply *p)
{
    for (size_t i = p->time_count; i > 0; i--) {
        const struct directory_time *d = &p->times[i - 1];
        struct timespec times[] = {d->time, d->time};
        AUTO_FD dir = open_in_root(p->root, d->path, O_RDONLY | O_DIRECTORY);
        if (dir < 0 && (errno == ENOENT || errno == ENOTDIR))
            continue; /* replaced by a later entry */
        if (dir < 0 || futimens(dir, times) < 0)
            return fail(p->f, errno, "set time", "%s", d->path);
    }
    return 0;
}

static int apply_stream(struct apply *p)
{
    CLEANUP(free_entry) struct entry e = {0};
    struct frame frame = {0};
    int got;
    while ((got = frame_read(p->channel, &frame)) == 1 && frame.type == F_ENTRY) {
        free_entry(&e);
        if (parse_entry(&frame, &e, p->f) < 0 || apply_entry(p, &e) < 0)
            return -1;
    }
    free(frame.payload);
    if (got != 1 || frame.type != F_END)
        return fail(p->f, EPROTO, "read entry", "the stream of entries broke off");
    return set_directory_times(p);
}

int apply_into(struct agent *a, struct channel *c, int directory, struct failure *f)
{
    struct apply p = {.agent = a, .channel = c, .root = directory, .parent_fd = -1, .f = f};
    return apply_stream(&p) < 0 ? -1 : frame_write(c, F_DONE, NULL, 0);
}

int serve_apply(struct agent *a, struct channel *c, const struct frame *request, struct failure *f)
{
    struct apply p = {.agent = a, .channel = c, .parent_fd = -1, .f = f};
    struct cursor cursor = frame_fields(request);
    struct field field;
    const char *name;
    if (field_next(&cursor, &field) != 1 || field.tag != T_PATH)
        return fail(f, EPROTO, "read request", "malformed APPLY");
    AUTO_FREE char *path = field_text(&field);
    AUTO_FD parent = state_parent(a, path, &name, f);
    if (parent < 0)
        return -1;
    if (mkdirat(parent, name, 0755) < 0)
        return fail(f, errno, "make directory", "%s", path);
    AUTO_FD root = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    p.root = root;
    if (root < 0)
        return fail(f, errno, "open directory", "%s", path);
    if (apply_stream(&p) == 0)
        return frame_write(c, F_DONE, NULL, 0);
    struct failure ignored = {0};
    raise_file_limit();
    if (remove_tree(parent, name, &ignored) < 0)
        say("%s stays half filled: %s", path, ignored.text);
    return -1;
}
