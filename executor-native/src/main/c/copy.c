#include "copy.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>

#include "disk.h"
#include "sys.h"
#include "target.h"

#define FICLONE 0x40049409UL /* <linux/fs.h> clashes with the mount constants */
#define MOST_PATH 4096

struct link {
    ino_t inode;
    char *path;
};

struct merge {
    int to_root;
    struct link *links; /* names of inodes that have several, of the current layer */
    size_t link_count;
    struct failure *f;
};

bool is_whiteout_mark(int parent, const char *name, mode_t mode)
{
    char value[2];
    AUTO_FREE char *at = must_print("/proc/self/fd/%d/%s", parent, name);
    return S_ISREG(mode) && lgetxattr(at, WHITEOUT_MARK, value, sizeof value) > 0;
}

int make_whiteout_mark(int parent, const char *name)
{
    AUTO_FD fd = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    return fd < 0 ? -1 : fsetxattr(fd, WHITEOUT_MARK, "y", 1, 0);
}

static int copy_by_hand(int from, int to)
{
    char block[1 << 16];
    ssize_t n;
    while ((n = read(from, block, sizeof block)) != 0)
        if ((n < 0 && errno != EINTR) || (n > 0 && write_whole(to, block, (size_t)n) < 0))
            return -1;
    return 0;
}

static int copy_bytes(int from, int to, off_t size)
{
    if (ioctl(to, FICLONE, from) == 0)
        return 0;
    for (off_t rest = size; rest > 0;) {
        ssize_t n = copy_file_range(from, NULL, to, NULL, (size_t)rest, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && rest == size && (errno == EXDEV || errno == EOPNOTSUPP || errno == EINVAL))
            return copy_by_hand(from, to); /* between file systems of two kinds */
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        rest -= n;
    }
    return 0;
}

static const char *linked_path(struct merge *m, ino_t inode, const char *path)
{
    for (size_t i = 0; i < m->link_count; i++)
        if (m->links[i].inode == inode)
            return m->links[i].path;
    m->links = must_resize(m->links, (m->link_count + 1) * sizeof *m->links);
    m->links[m->link_count++] = (struct link){inode, must_copy(path, strlen(path))};
    return NULL;
}

static int copy_regular(struct merge *m, int from_dir, int to_dir, const char *name, const struct stat *st,
                        const char *path)
{
    const char *first = st->st_nlink > 1 ? linked_path(m, st->st_ino, path) : NULL;
    if (first)
        return linkat(m->to_root, first, to_dir, name, 0) == 0 ? 0 : fail(m->f, errno, "copy layers", "link %s", path);
    AUTO_FD from = openat(from_dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    AUTO_FD to = openat(to_dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (from < 0 || to < 0 || copy_bytes(from, to, st->st_size) < 0)
        return fail(m->f, errno, "copy layers", "%s", path);
    return copy_attributes(from, to, m->f);
}

/* Links, fifos and devices. */
static int copy_special(struct merge *m, int from_dir, int to_dir, const char *name, const struct stat *st,
                        const char *path)
{
    char target[MOST_PATH + 1] = "";
    const struct timespec times[] = {st->st_atim, st->st_mtim};
    bool link = S_ISLNK(st->st_mode);
    if (link && readlinkat(from_dir, name, target, MOST_PATH) < 0)
        return fail(m->f, errno, "copy layers", "%s", path);
    if ((link ? symlinkat(target, to_dir, name) : mknodat(to_dir, name, st->st_mode, st->st_rdev)) < 0 ||
        fchownat(to_dir, name, st->st_uid, st->st_gid, AT_SYMLINK_NOFOLLOW) < 0 ||
        (!link && fchmodat(to_dir, name, st->st_mode & 07777, 0) < 0) ||
        utimensat(to_dir, name, times, AT_SYMLINK_NOFOLLOW) < 0)
        return fail(m->f, errno, "copy layers", "%s", path);
    return 0;
}

static int merge_directory(struct merge *m, int from, int to, const char *path);

static int merge_child_directory(struct merge *m, int from_dir, int to_dir, const char *name, const char *path)
{
    char value[2];
    AUTO_FD from = openat(from_dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (from >= 0 && fgetxattr(from, OPAQUE_MARK, value, sizeof value) > 0 && remove_tree(to_dir, name, m->f) < 0)
        return -1;
    if (from < 0 || (mkdirat(to_dir, name, 0700) < 0 && errno != EEXIST))
        return fail(m->f, errno, "copy layers", "%s", path);
    AUTO_FD to = openat(to_dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (to < 0)
        return fail(m->f, errno, "copy layers", "%s", path);
    return merge_directory(m, from, to, path);
}

static int merge_child(struct merge *m, int from_dir, int to_dir, const char *name, const char *path)
{
    struct stat st, there;
    if (fstatat(from_dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return fail(m->f, errno, "copy layers", "%s", path);
    bool exists = fstatat(to_dir, name, &there, AT_SYMLINK_NOFOLLOW) == 0;
    if (exists && !(S_ISDIR(there.st_mode) && S_ISDIR(st.st_mode)) && remove_tree(to_dir, name, m->f) < 0)
        return -1;
    if (is_whiteout_mark(from_dir, name, st.st_mode))
        return 0;
    if (S_ISDIR(st.st_mode))
        return merge_child_directory(m, from_dir, to_dir, name, path);
    return S_ISREG(st.st_mode) ? copy_regular(m, from_dir, to_dir, name, &st, path)
                               : copy_special(m, from_dir, to_dir, name, &st, path);
}

/* The attributes come last: filling a directory changes its time. */
static int merge_directory(struct merge *m, int from, int to, const char *path)
{
    struct names names = {0};
    int result = read_names(from, &names);
    if (result < 0)
        fail(m->f, errno, "copy layers", "%s", path);
    for (size_t i = 0; i < names.count && result == 0; i++) {
        AUTO_FREE char *child = must_print("%s%s%s", path, *path ? "/" : "", names.list[i]);
        result = merge_child(m, from, to, names.list[i], child);
    }
    free_names(&names);
    return result < 0 ? -1 : copy_attributes(from, to, m->f);
}

int copy_directory(int from, int to, struct failure *f)
{
    struct merge m = {.to_root = to, .f = f};
    int result = merge_directory(&m, from, to, "");
    for (size_t n = 0; n < m.link_count; n++)
        free(m.links[n].path);
    free(m.links);
    return result;
}

int copy_layers(const struct layers *layers, int directory, struct failure *f)
{
    raise_file_limit();
    for (size_t i = 0; i < layers->count; i++) {
        AUTO_FD from = open(layers->list[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (from < 0)
            return fail(f, errno, "copy layers", "%s", layers->list[i]);
        if (copy_directory(from, directory, f) < 0)
            return -1;
    }
    return 0;
}
