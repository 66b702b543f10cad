/* What changed in a copy. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "copy.h"
#include "disk.h"
#include "sys.h"
#include "target.h"

struct difference {
    struct copy *copy;
    int upper;
    struct failure *f;
};

static struct known *slot_of(struct known *table, size_t slots, const char *path)
{
    uint64_t hash = 14695981039346656037ULL; /* FNV-1a */
    for (const char *c = path; *c; c++)
        hash = (hash ^ (uint8_t)*c) * 1099511628211ULL;
    size_t i = (size_t)hash & (slots - 1);
    while (table[i].path && strcmp(table[i].path, path) != 0)
        i = (i + 1) & (slots - 1);
    return &table[i];
}

static void remember(struct copy *c, const char *path, const struct stat *st)
{
    if (c->count * 2 >= c->slots) {
        size_t slots = c->slots ? c->slots * 2 : 1024;
        struct known *table = must_alloc(slots * sizeof *table);
        for (size_t i = 0; i < c->slots; i++)
            if (c->table[i].path)
                *slot_of(table, slots, c->table[i].path) = c->table[i];
        free(c->table);
        c->table = table;
        c->slots = slots;
    }
    *slot_of(c->table, c->slots, path) =
        (struct known){.path = must_copy(path, strlen(path)), .inode = st->st_ino, .changed = st->st_ctim};
    c->count++;
}

void copy_exclude(struct copy *c, const char *path)
{
    c->excluded = must_resize(c->excluded, (c->excluded_count + 1) * sizeof *c->excluded);
    c->excluded[c->excluded_count++] = must_copy(path, strlen(path));
}

static bool is_excluded(const struct copy *c, const char *path)
{
    for (size_t i = 0; i < c->excluded_count; i++)
        if (strcmp(c->excluded[i], path) == 0)
            return true;
    return false;
}

typedef int (*visitor)(struct difference *d, int parent, const char *name, const char *path, const struct stat *st);

/* Parents before their children. */
static int walk(struct difference *d, int parent, const char *name, const char *path, visitor visit)
{
    struct stat st;
    struct names names = {0};
    if (is_excluded(d->copy, path))
        return 0;
    if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return fail(d->f, errno, "compare copy", "/%s", path);
    if (visit(d, parent, name, path, &st) < 0)
        return -1;
    if (!S_ISDIR(st.st_mode))
        return 0;
    AUTO_FD dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (dir < 0 || read_names(dir, &names) < 0)
        return fail(d->f, errno, "compare copy", "/%s", path);
    int result = 0;
    for (size_t i = 0; i < names.count && result == 0; i++) {
        AUTO_FREE char *child = must_print("%s%s%s", path, *path ? "/" : "", names.list[i]);
        result = walk(d, dir, names.list[i], child, visit);
    }
    free_names(&names);
    return result;
}

static int visit_first(struct difference *d, int parent, const char *name, const char *path, const struct stat *st)
{
    (void)parent;
    (void)name;
    remember(d->copy, path, st);
    return 0;
}

/* The kernel stamps ctime with a clock that goes by its ticks. */
static void await_tick(void)
{
    struct timespec start, now;
    const struct timespec pause = {.tv_nsec = 1000000};
    clock_gettime(CLOCK_REALTIME_COARSE, &start);
    do {
        nanosleep(&pause, NULL);
        clock_gettime(CLOCK_REALTIME_COARSE, &now);
    } while (now.tv_sec == start.tv_sec && now.tv_nsec == start.tv_nsec);
}

int copy_remember(struct copy *c, struct failure *f)
{
    struct difference d = {.copy = c, .upper = -1, .f = f};
    if (walk(&d, c->root, ".", "", visit_first) < 0)
        return -1;
    await_tick();
    return 0;
}

/* The directory in the upper, made with those above it; their attributes come in the end. */
static int upper_directory(struct difference *d, const char *path, size_t length)
{
    AUTO_FREE char *all = must_copy(path, length);
    AUTO_FD at = openat(d->upper, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    char *save = NULL;
    for (char *name = strtok_r(all, "/", &save); name && at >= 0; name = strtok_r(NULL, "/", &save)) {
        if (mkdirat(at, name, 0700) < 0 && errno != EEXIST)
            return fail(d->f, errno, "fill upper", "/%s", path);
        int next = openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(at);
        at = next;
    }
    return at >= 0 ? take_fd(&at) : fail(d->f, errno, "fill upper", "/%s", path);
}

static size_t parent_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

static bool is_same(const struct known *k, const struct stat *st)
{
    return k->inode == st->st_ino && k->changed.tv_sec == st->st_ctim.tv_sec &&
           k->changed.tv_nsec == st->st_ctim.tv_nsec;
}

/* Changed files are linked into the upper, which unlike a rename leaves the times of their directory alone. */
static int visit_again(struct difference *d, int parent, const char *name, const char *path, const struct stat *st)
{
    struct known *known = slot_of(d->copy->table, d->copy->slots, path);
    known->seen = known->path != NULL;
    if (!*path || (known->path && is_same(known, st)) || S_ISSOCK(st->st_mode))
        return 0;
    AUTO_FD directory = upper_directory(d, path, S_ISDIR(st->st_mode) ? strlen(path) : parent_length(path));
    if (directory < 0)
        return -1;
    if (!S_ISDIR(st->st_mode) &&
        linkat(parent, name, directory, strrchr(path, '/') ? strrchr(path, '/') + 1 : path, 0) < 0)
        return fail(d->f, errno, "fill upper", "/%s", path);
    return 0;
}

/* Only the topmost of what is gone; below something that took its place nothing shows anyway. */
static int hide_removed(struct difference *d, const struct known *k)
{
    struct stat st;
    size_t length = parent_length(k->path);
    AUTO_FREE char *parent = must_copy(k->path, length);
    AUTO_FD real = sys_openat2(d->copy->root, *parent ? parent : ".", O_PATH | O_DIRECTORY | O_CLOEXEC, 0,
                               RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH);
    const char *name = k->path + length + (length > 0);
    if (real < 0 || fstatat(real, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        return 0;
    AUTO_FD directory = upper_directory(d, k->path, length);
    if (directory < 0)
        return -1;
    return make_whiteout_mark(directory, name) == 0 ? 0 : fail(d->f, errno, "fill upper", "whiteout /%s", k->path);
}

static int set_attributes(struct difference *d, int real, int upper)
{
    struct names names = {0};
    int result = read_names(upper, &names);
    for (size_t i = 0; i < names.count && result == 0; i++) {
        AUTO_FD child = openat(upper, names.list[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        AUTO_FD original = openat(real, names.list[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (child >= 0 && original >= 0)
            result = set_attributes(d, original, child);
    }
    free_names(&names);
    return result < 0 ? -1 : copy_attributes(real, upper, d->f);
}

int copy_difference(struct copy *c, int upper, struct failure *f)
{
    struct difference d = {.copy = c, .upper = upper, .f = f};
    raise_file_limit();
    if (walk(&d, c->root, ".", "", visit_again) < 0)
        return -1;
    for (size_t i = 0; i < c->slots; i++)
        if (c->table[i].path && !c->table[i].seen && hide_removed(&d, &c->table[i]) < 0)
            return -1;
    return set_attributes(&d, c->root, upper);
}
