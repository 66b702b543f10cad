#include "disk.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "sys.h"

void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* The part of path below the state directory, NULL when there is none. */
static const char *below_state(const struct agent *a, const char *path)
{
    size_t length = strlen(a->state);
    if (strncmp(path, a->state, length) != 0 || path[length] != '/' || path[length + 1] == 0)
        return NULL;
    return path + length + 1;
}

int state_parent(const struct agent *a, const char *path, const char **name, struct failure *f)
{
    const char *rest = below_state(a, path);
    const char *slash = rest ? strrchr(rest, '/') : NULL;
    *name = slash ? slash + 1 : rest;
    if (!rest || !**name || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0)
        return fail(f, EINVAL, "check path", "%s is not below the state directory %s", path, a->state);
    AUTO_FREE char *parent = slash ? must_copy(rest, (size_t)(slash - rest)) : must_copy("", 0);
    int fd = open_beneath(a->state_fd, parent, O_PATH | O_DIRECTORY);
    return fd >= 0 ? fd : fail(f, errno, "open parent directory", "the directory of %s", path);
}

int state_directory(const struct agent *a, const char *path, struct failure *f)
{
    const char *rest = below_state(a, path);
    if (!rest)
        return fail(f, EINVAL, "check path", "%s is not below the state directory %s", path, a->state);
    int fd = open_beneath(a->state_fd, rest, O_RDONLY | O_DIRECTORY);
    return fd >= 0 ? fd : fail(f, errno, "open directory", "%s", path);
}

int make_directories(const struct agent *a, const char *path, struct failure *f)
{
    const char *rest = below_state(a, path);
    if (!rest)
        return fail(f, EINVAL, "check path", "%s is not below the state directory %s", path, a->state);
    AUTO_FREE char *copy = must_copy(rest, strlen(rest));
    AUTO_FD at = dup(a->state_fd);
    char *save = NULL;
    for (char *name = strtok_r(copy, "/", &save); name; name = strtok_r(NULL, "/", &save)) {
        if (mkdirat(at, name, 0755) < 0 && errno != EEXIST)
            return fail(f, errno, "make directory", "%s", path);
        int next = open_beneath(at, name, O_PATH | O_DIRECTORY);
        if (next < 0)
            return fail(f, errno, "open directory", "%s", path);
        close(at);
        at = next;
    }
    return 0;
}

int rename_path(const struct agent *a, const char *from, const char *to, struct failure *f)
{
    const char *from_name, *to_name;
    AUTO_FD from_dir = state_parent(a, from, &from_name, f);
    if (from_dir < 0)
        return -1;
    AUTO_FD to_dir = state_parent(a, to, &to_name, f);
    if (to_dir < 0)
        return -1;
    if (renameat2(from_dir, from_name, to_dir, to_name, RENAME_NOREPLACE) < 0)
        return fail(f, errno, "rename", "%s to %s", from, to);
    return 0;
}

int remove_path(const struct agent *a, const char *path, struct failure *f)
{
    const char *name;
    AUTO_FD parent = state_parent(a, path, &name, f);
    if (parent < 0)
        return f->errnum == ENOENT ? 0 : -1;
    raise_file_limit();
    return remove_tree(parent, name, f);
}

int remove_tree(int parent, const char *name, struct failure *f)
{
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT)
        return 0;
    if (errno != EISDIR && errno != EPERM)
        return fail(f, errno, "remove", "%s", name);
    if (unlinkat(parent, name, AT_REMOVEDIR) == 0)
        return 0;
    if (errno != ENOTEMPTY && errno != EEXIST)
        return fail(f, errno, "remove directory", "%s", name);
    AUTO_FD dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct names names = {0};
    if (dir < 0 || read_names(dir, &names) < 0)
        return fail(f, errno, "read directory", "%s", name);
    int result = 0;
    for (size_t i = 0; i < names.count && result == 0; i++)
        result = remove_tree(dir, names.list[i], f);
    free_names(&names);
    if (result == 0 && unlinkat(parent, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
        result = fail(f, errno, "remove directory", "%s", name);
    return result;
}

static int clamp_one(int parent, const char *name, const struct timespec *latest, struct failure *f)
{
    struct stat st;
    if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return fail(f, errno, "look at", "%s", name);
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, *latest};
    bool later = st.st_mtim.tv_sec > latest->tv_sec || (st.st_mtim.tv_sec == latest->tv_sec && st.st_mtim.tv_nsec > 0);
    if (later && utimensat(parent, name, times, AT_SYMLINK_NOFOLLOW) < 0)
        return fail(f, errno, "set time", "%s", name);
    if (!S_ISDIR(st.st_mode))
        return 0;
    AUTO_FD dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct names names = {0};
    if (dir < 0 || read_names(dir, &names) < 0)
        return fail(f, errno, "read directory", "%s", name);
    int result = 0;
    for (size_t i = 0; i < names.count && result == 0; i++)
        result = clamp_one(dir, names.list[i], latest, f);
    free_names(&names);
    return result;
}

int clamp_times(const struct agent *a, const char *path, uint64_t seconds, struct failure *f)
{
    AUTO_FD directory = state_directory(a, path, f);
    if (directory < 0)
        return -1;
    raise_file_limit();
    struct timespec latest = {.tv_sec = (time_t)seconds};
    return clamp_one(directory, ".", &latest, f);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_name(struct names *names, size_t *capacity, const char *name)
{
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return;
    if (names->count == *capacity) {
        *capacity = *capacity ? *capacity * 2 : 16;
        names->list = must_resize(names->list, *capacity * sizeof *names->list);
    }
    names->list[names->count++] = must_copy(name, strlen(name));
}

/* Without the C library's stream, which asks five more system calls of a directory. */
int read_names(int directory, struct names *names)
{
    _Alignas(struct dirent64) char block[1 << 15];
    size_t capacity = 0;
    ssize_t length;
    if (lseek(directory, 0, SEEK_SET) < 0)
        return -1;
    while ((length = getdents64(directory, block, sizeof block)) > 0) {
        for (char *at = block; at < block + length;) {
            const struct dirent64 *entry = (const struct dirent64 *)(const void *)at;
            add_name(names, &capacity, entry->d_name);
            at += entry->d_reclen;
        }
    }
    if (names->count)
        qsort(names->list, names->count, sizeof *names->list, by_bytes);
    return length < 0 ? -1 : 0;
}

void free_names(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->list[i]);
    free(names->list);
}
