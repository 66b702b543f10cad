#include "emit.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include "copy.h"
#include "disk.h"
#include "entry.h"
#include "overlay.h"
#include "owner.h"
#include "sys.h"

struct inode {
    dev_t device;
    ino_t number;
    char *path; /* NULL = free slot */
};

struct walk {
    const struct agent *agent;
    struct channel *channel;
    bool upper; /* overlay marks mean something */
    struct inode *links;
    size_t link_count, link_slots;
    struct message message;
    struct failure *f;
};

static struct inode *find_slot(struct inode *slots, size_t count, dev_t device, ino_t number)
{
    size_t i = (size_t)(number * 0x9E3779B97F4A7C15ULL ^ device) & (count - 1);
    while (slots[i].path && (slots[i].device != device || slots[i].number != number))
        i = (i + 1) & (count - 1);
    return &slots[i];
}

/* The first path of an inode with several names, NULL when this is it. */
static const char *first_name(struct walk *w, const struct stat *st, const char *path)
{
    if (w->link_count * 2 >= w->link_slots) {
        size_t slots = w->link_slots ? w->link_slots * 2 : 256;
        struct inode *table = must_alloc(slots * sizeof *table);
        for (size_t i = 0; i < w->link_slots; i++)
            if (w->links[i].path)
                *find_slot(table, slots, w->links[i].device, w->links[i].number) = w->links[i];
        free(w->links);
        w->links = table;
        w->link_slots = slots;
    }
    struct inode *slot = find_slot(w->links, w->link_slots, st->st_dev, st->st_ino);
    if (slot->path)
        return slot->path;
    *slot = (struct inode){st->st_dev, st->st_ino, must_copy(path, strlen(path))};
    w->link_count++;
    return NULL;
}

/* The name under which an attribute belongs to the layer, NULL when it does not. Overlayfs escapes a container's own
 * user.overlay.x to user.overlay.overlay.x in the upper; its other marks are bookkeeping. */
static char *layer_name(const struct walk *w, const char *name)
{
    const char *prefix = w->agent->user_xattrs ? "user.overlay." : "trusted.overlay.";
    size_t length = strlen(prefix);
    if ((w->agent->ids == IDS_SINGLE || w->agent->copies) && strncmp(name, OWNER_PREFIX, sizeof OWNER_PREFIX - 1) == 0)
        return NULL;
    if (w->upper && !w->agent->copies && strncmp(name, prefix, length) == 0) {
        if (strncmp(name + length, "overlay.", 8) != 0)
            return NULL;
        return must_print("%s%s", prefix, name + length + 8);
    }
    if (strncmp(name, "user.", 5) == 0 || strncmp(name, "trusted.", 8) == 0 || strcmp(name, CAPABILITY) == 0)
        return must_copy(name, strlen(name));
    return NULL;
}

/* Through a descriptor where there can be one: a path leads through /proc. */
static ssize_t list_xattrs(int fd, const char *at, char *names, size_t size)
{
    return fd >= 0 ? flistxattr(fd, names, size) : llistxattr(at, names, size);
}

static ssize_t get_xattr(int fd, const char *at, const char *name, void *value, size_t size)
{
    return fd >= 0 ? fgetxattr(fd, name, value, size) : lgetxattr(at, name, value, size);
}

static bool is_opaque(const struct walk *w, const char *name, const uint8_t *value, size_t size)
{
    const char *mark = w->agent->copies        ? OPAQUE_MARK
                       : w->agent->user_xattrs ? "user.overlay.opaque"
                                               : "trusted.overlay.opaque";
    return w->upper && strcmp(name, mark) == 0 && size == 1 && value[0] == 'y';
}

/* fd: of the file itself, -1 for what cannot be opened; then `name` in the directory `parent` stands for it. */
static int take_xattrs(struct walk *w, struct entry *e, int fd, int parent, const char *name, bool *opaque)
{
    char names[1 << 16];
    AUTO_FREE char *at = fd >= 0 ? NULL : must_print("/proc/self/fd/%d/%s", parent, name);
    ssize_t length = list_xattrs(fd, at, names, sizeof names);
    if (length < 0)
        return errno == EOPNOTSUPP ? 0 : fail(w->f, errno, "list attributes", "%s", e->path);
    for (char *each = names; each < names + length; each += strlen(each) + 1) {
        AUTO_FREE char *shown = layer_name(w, each);
        ssize_t size = get_xattr(fd, at, each, NULL, 0);
        uint8_t *value = must_alloc(size > 0 ? (size_t)size : 1);
        if (size < 0 || (size = get_xattr(fd, at, each, value, (size_t)size)) < 0) {
            free(value);
            if (errno == EINVAL && strcmp(each, CAPABILITY) == 0)
                continue; /* the kernel keeps an empty one, which grants nothing, and gives none of it back */
            return fail(w->f, errno, "read attribute", "%s of %s", each, e->path);
        }
        *opaque = *opaque || is_opaque(w, each, value, (size_t)size);
        if (!shown) {
            free(value);
            continue;
        }
        e->xattrs = must_resize(e->xattrs, (e->xattr_count + 1) * sizeof *e->xattrs);
        e->xattrs[e->xattr_count++] = (struct xattr){must_copy(shown, strlen(shown)), value, (size_t)size};
    }
    return 0;
}

static void free_values(struct entry *e)
{
    for (size_t i = 0; i < e->xattr_count; i++)
        free((void *)(uintptr_t)e->xattrs[i].value); /* owned here, not parts of a frame */
    free_entry(e);
}

static int send_content(struct walk *w, const struct entry *e, int fd)
{
    for (uint64_t rest = e->size; rest > 0;) {
        size_t room;
        uint8_t *place = frame_room(w->channel, rest < DATA_CHUNK ? (size_t)rest : DATA_CHUNK, &room);
        if (!place)
            return fail(w->f, errno, "send content", "%s", e->path);
        ssize_t n = read(fd, place, rest < room ? (size_t)rest : room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return fail(w->f, n < 0 ? errno : EIO, "read file", "%s is shorter than it was", e->path);
        frame_fill(w->channel, F_DATA, (size_t)n);
        rest -= (uint64_t)n;
    }
    return 0;
}

static int kind_of(struct walk *w, const struct stat *st, struct entry *e)
{
    switch (st->st_mode & S_IFMT) {
    case S_IFDIR:
        return E_DIRECTORY;
    case S_IFREG:
        if (st->st_nlink > 1) {
            const char *first = first_name(w, st, e->path);
            e->link = first ? must_copy(first, strlen(first)) : NULL;
        }
        return e->link ? E_HARD_LINK : E_FILE;
    case S_IFLNK:
        return E_SYMLINK;
    case S_IFBLK:
        return E_BLOCK;
    case S_IFCHR:
        return w->upper && st->st_rdev == 0 ? E_WHITEOUT : E_CHARACTER;
    case S_IFIFO:
        return E_FIFO;
    default:
        return -1; /* a socket: no layer can hold it */
    }
}

static void take_stat(struct entry *e, const struct stat *st)
{
    e->mode = st->st_mode & 07777;
    e->uid = st->st_uid;
    e->gid = st->st_gid;
    e->seconds = st->st_mtim.tv_sec;
    e->nanos = (uint32_t)st->st_mtim.tv_nsec;
    e->size = (uint64_t)st->st_size;
    e->major = major(st->st_rdev);
    e->minor = minor(st->st_rdev);
}

static void take_noted_owner(struct entry *e, int parent, const char *name, mode_t mode)
{
    AUTO_FD fd = openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    const struct noted noted = {.parent = parent, .name = name, .fd = fd, .mode = mode};
    const struct owner owner = owner_of(-1, &noted);
    e->uid = owner.uid;
    e->gid = owner.gid;
}

static int send_entry(struct walk *w, const struct entry *e)
{
    put_entry(&w->message, e);
    if (message_write(w->channel, F_ENTRY, &w->message) < 0)
        return fail(w->f, errno, "send entry", "%s", e->path);
    return 0;
}

static int emit(struct walk *w, int parent, const char *name, const char *path);

static int emit_children(struct walk *w, int dir, const char *path)
{
    struct names names = {0};
    if (read_names(dir, &names) < 0)
        return fail(w->f, errno, "read directory", "%s", path);
    int result = 0;
    for (size_t i = 0; i < names.count && result == 0; i++) {
        AUTO_FREE char *child = must_print("%s%s%s", path, *path ? "/" : "", names.list[i]);
        result = emit(w, dir, names.list[i], child);
    }
    free_names(&names);
    return result;
}

static int take_link(struct walk *w, struct entry *e, int parent, const char *name)
{
    e->link = must_alloc(e->size + 1 > 4097 ? e->size + 1 : 4097);
    if (readlinkat(parent, name, e->link, 4096) < 0)
        return fail(w->f, errno, "read link", "%s", e->path);
    return 0;
}

/* Without a note of the time of access, which would have the disk write every inode that is read; only a file's owner
 * may ask for that. */
static int open_quietly(int parent, const char *name)
{
    const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    int fd = openat(parent, name, flags | O_NOATIME);
    return fd < 0 && errno == EPERM ? openat(parent, name, flags) : fd;
}

static int emit(struct walk *w, int parent, const char *name, const char *path)
{
    struct stat st;
    bool opaque = false;
    CLEANUP(free_values) struct entry e = {.path = must_copy(path, strlen(path))};
    if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return fail(w->f, errno, "look at", "%s", path);
    int kind = kind_of(w, &st, &e);
    if (kind < 0)
        return 0;
    e.kind = (enum entry_kind)kind;
    if (w->agent->copies && w->upper && is_whiteout_mark(parent, name, st.st_mode))
        e.kind = E_WHITEOUT;
    take_stat(&e, &st);
    if (w->agent->ids == IDS_SINGLE)
        take_noted_owner(&e, parent, name, st.st_mode);
    bool opens = e.kind == E_FILE || e.kind == E_DIRECTORY;
    AUTO_FD fd = opens ? open_quietly(parent, name) : -1;
    if (opens && fd < 0)
        return fail(w->f, errno, "open", "%s", path);
    if (e.kind == E_SYMLINK && take_link(w, &e, parent, name) < 0)
        return -1;
    if (e.kind != E_WHITEOUT && e.kind != E_HARD_LINK && take_xattrs(w, &e, fd, parent, name, &opaque) < 0)
        return -1;
    if (send_entry(w, &e) < 0)
        return -1;
    if (e.kind == E_FILE)
        return send_content(w, &e, fd);
    if (e.kind != E_DIRECTORY)
        return 0;
    struct entry mark = {.kind = E_OPAQUE, .path = e.path};
    if (opaque && send_entry(w, &mark) < 0)
        return -1;
    return emit_children(w, fd, path);
}

static int run_walk(struct walk *w, int parent, const char *name, const char *path, bool with_root)
{
    raise_file_limit();
    int result = with_root ? emit(w, parent, name, path) : emit_children(w, parent, path);
    for (size_t i = 0; i < w->link_slots; i++)
        free(w->links[i].path);
    free(w->links);
    free(w->message.bytes);
    return result < 0 ? -1 : frame_write(w->channel, F_END, NULL, 0);
}

int serve_diff(struct agent *a, struct channel *c, const struct frame *request, struct failure *f)
{
    struct walk w = {.agent = a, .channel = c, .upper = true, .f = f};
    struct cursor cursor = frame_fields(request);
    struct field field;
    if (field_next(&cursor, &field) != 1 || field.tag != T_PATH)
        return fail(f, EPROTO, "read request", "malformed DIFF");
    AUTO_FREE char *path = field_text(&field);
    AUTO_FD upper = state_directory(a, path, f);
    return upper < 0 ? -1 : run_walk(&w, upper, ".", "", false);
}

/* The merged layers as a directory of the run directory. */
static int copy_view(const struct agent *a, const struct layers *layers, const char *name, struct failure *f)
{
    if (mkdirat(a->run_fd, name, 0700) < 0)
        return fail(f, errno, "make scratch directory", "%s/%s", a->run, name);
    AUTO_FD root = openat(a->run_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return fail(f, errno, "open scratch directory", "%s/%s", a->run, name);
    return copy_layers(layers, root, f) < 0 ? -1 : take_fd(&root);
}

int open_view(const struct agent *a, const struct layers *layers, struct failure *f)
{
    AUTO_FREE char *scratch = must_print("view-%d", getpid());
    return a->copies ? copy_view(a, layers, scratch, f) : overlay_view(a, layers, f);
}

int emit_path(struct agent *a, struct channel *c, int root, const char *path, struct failure *f)
{
    struct walk w = {.agent = a, .channel = c, .f = f};
    const char *slash = strrchr(path, '/');
    AUTO_FREE char *scratch = must_print("view-%d", getpid());
    AUTO_FREE char *parent_path = must_copy(path, slash ? (size_t)(slash - path) : 0);
    AUTO_FD parent = open_in_root(root, parent_path, O_PATH | O_DIRECTORY);
    if (parent < 0)
        return fail(f, errno, "open directory", "/%s", parent_path);
    int result = run_walk(&w, parent, slash ? slash + 1 : *path ? path : ".", path, true);
    struct failure left = {0};
    if (a->copies && remove_tree(a->run_fd, scratch, &left) < 0)
        say("%s/%s stays: %s", a->run, scratch, left.text);
    return result;
}

int serve_read(struct agent *a, struct channel *c, const struct frame *request, struct failure *f)
{
    struct cursor cursor = frame_fields(request);
    struct field field;
    struct layers layers = {0};
    AUTO_FREE char *path = NULL;
    int got;
    while ((got = field_next(&cursor, &field)) == 1) {
        if (field.tag == T_LOWER)
            add_layer(&layers, field_text(&field));
        else if (field.tag == T_PATH && !path)
            path = field_text(&field);
    }
    if (got < 0 || !path)
        return fail(f, EPROTO, "read request", "malformed READ");
    AUTO_FD root = open_view(a, &layers, f);
    return root < 0 ? -1 : emit_path(a, c, root, path, f);
}
