#include "plain.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "disk.h"
#include "sys.h"
#include "target.h"

static const char *const own_places[] = {"/proc", "/dev", "/sys"};

static int refuse(const char *what, const char *name, struct failure *f)
{
    return fail(f, 0, "start container",
                "isolation chroot has no %s%s: that needs the right to mount (in a container: docker run --privileged, "
                "or --security-opt seccomp=unconfined)",
                what, name);
}

/* Hosts and resolv.conf may lie on the disk for a while; a secret may not. */
static bool is_public(const struct file_spec *file)
{
    return strcmp(file->target, "/etc/hosts") == 0 || strcmp(file->target, "/etc/resolv.conf") == 0 ||
           strcmp(file->target, "/etc/hostname") == 0;
}

static bool is_small_file(const struct mount_spec *m)
{
    struct stat st;
    return m->kind == MOUNT_BIND && m->read_only && stat(m->source, &st) == 0 && S_ISREG(st.st_mode);
}

int check_chroot(const struct container *c, struct failure *f)
{
    for (size_t i = 0; i < c->mount_count; i++)
        if (c->mounts[i].kind != MOUNT_TMPFS && !is_small_file(&c->mounts[i]))
            return refuse("mounts, as at ", c->mounts[i].target, f);
    for (size_t i = 0; i < c->file_count; i++)
        if (!is_public(&c->files[i]))
            return refuse("files in memory, as ", c->files[i].target, f);
    if (c->own_network)
        return refuse("network but that of the host", "", f);
    if (c->tty)
        return refuse("terminals", "", f);
    if (c->emulator)
        return refuse("emulators of other architectures", "", f);
    return c->device_count ? refuse("device ", c->devices[0].target, f) : 0;
}

/* The place without links, made if it is missing, and then left out of the layer. */
static char *make_place(struct copy *copy, const char *target, bool directory, bool exclude, struct failure *f)
{
    char *place = NULL;
    bool exists = false, made = false;
    if (resolve_place(copy->root, target, &place, &exists, f) < 0 ||
        (!exists && make_stub(copy->root, copy->root, target, directory, &made, f) < 0)) {
        free(place);
        return NULL;
    }
    if (exclude || !exists)
        copy_exclude(copy, place);
    return place;
}

static bool is_directory(const struct mount_spec *m)
{
    struct stat st;
    if (m->kind == MOUNT_TMPFS || m->kind == MOUNT_LAYERS_DIRECTORY)
        return true;
    return (m->kind == MOUNT_BIND || m->kind == MOUNT_VOLUME) && stat(m->source, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Places that something will be mounted on. A missing one is no part of the layer. */
static int make_targets(const struct container *c, struct copy *copy, struct failure *f)
{
    char *place;
    for (size_t i = 0; i < sizeof own_places / sizeof *own_places; i++) {
        if (!(place = make_place(copy, own_places[i], true, true, f)))
            return -1;
        free(place);
    }
    for (size_t i = 0; i < c->file_count; i++) {
        if (!(place = make_place(copy, c->files[i].target, false, false, f)))
            return -1;
        free(place);
    }
    for (size_t i = 0; i < c->mount_count; i++) {
        if (!(place = make_place(copy, c->mounts[i].target, is_directory(&c->mounts[i]), false, f)))
            return -1;
        free(place);
    }
    return 0;
}

/* A new file or directory at a place of the image, which is left out of the layer. */
static int replace(struct copy *copy, const char *target, mode_t mode, const void *bytes, size_t length,
                   struct failure *f)
{
    bool directory = S_ISDIR(mode);
    AUTO_FREE char *place = make_place(copy, target, directory, true, f);
    char *slash = place ? strrchr(place, '/') : NULL;
    AUTO_FREE char *parent = place ? must_copy(place, slash ? (size_t)(slash - place) : 0) : NULL;
    AUTO_FD at = parent ? open_in_root(copy->root, parent, O_PATH | O_DIRECTORY) : -1;
    if (!place || at < 0)
        return place ? fail(f, errno, "open directory", "of %s", target) : -1;
    const char *name = slash ? slash + 1 : place;
    if (remove_tree(at, name, f) < 0)
        return -1;
    if (directory)
        return mkdirat(at, name, mode & 07777) == 0 && fchmodat(at, name, mode & 07777, 0) == 0
                   ? 0
                   : fail(f, errno, "make directory", "%s", target);
    AUTO_FD file = openat(at, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 || write_whole(file, bytes, length) < 0 || fchmod(file, mode & 07777) < 0)
        return fail(f, errno, "write file", "%s", target);
    return 0;
}

static int replace_by_file(struct copy *copy, const struct mount_spec *m, struct failure *f)
{
    struct stat st;
    AUTO_FREE char *text = read_text(AT_FDCWD, m->source, 16 << 20);
    if (!text || stat(m->source, &st) < 0)
        return fail(f, errno, "open mount source", "%s", m->source);
    return replace(copy, m->target, S_IFREG | (st.st_mode & 07777), text, (size_t)st.st_size, f);
}

static int make_devices(const struct copy *copy, struct failure *f)
{
    static const struct {
        const char *name;
        unsigned major, minor;
    } nodes[] = {{"null", 1, 3}, {"zero", 1, 5}, {"full", 1, 7}, {"random", 1, 8}, {"urandom", 1, 9}, {"tty", 5, 0}};
    AUTO_FD dev = open_in_root(copy->root, "dev", O_PATH | O_DIRECTORY);
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        if (mknodat(dev, nodes[i].name, S_IFCHR | 0666, makedev(nodes[i].major, nodes[i].minor)) < 0 ||
            fchmodat(dev, nodes[i].name, 0666, 0) < 0)
            return fail(f, errno, "make device", "/dev/%s (CAP_MKNOD is needed)", nodes[i].name);
    return mkdirat(dev, "shm", 01777) == 0 && fchmodat(dev, "shm", 01777, 0) == 0
               ? 0
               : fail(f, errno, "make directory", "/dev/shm");
}

/* What would be mounted is put there. */
static int fill_places(const struct container *c, struct copy *copy, struct failure *f)
{
    for (size_t i = 0; i < sizeof own_places / sizeof *own_places; i++)
        if (replace(copy, own_places[i], S_IFDIR | 0755, NULL, 0, f) < 0)
            return -1;
    for (size_t i = 0; i < c->mount_count; i++) {
        const struct mount_spec *m = &c->mounts[i];
        if ((m->kind == MOUNT_TMPFS ? replace(copy, m->target, S_IFDIR | (mode_t)(m->mode & 07777), NULL, 0, f)
                                    : replace_by_file(copy, m, f)) < 0)
            return -1;
    }
    for (size_t i = 0; i < c->file_count; i++)
        if (replace(copy, c->files[i].target, S_IFREG | (mode_t)c->files[i].mode, c->files[i].bytes, c->files[i].length,
                    f) < 0)
            return -1;
    return make_devices(copy, f);
}

int prepare_copy(const struct agent *a, const struct container *c, struct copy *copy, struct failure *f)
{
    const struct layers layers = {c->lowers, c->lower_count};
    AUTO_FREE char *path = must_print("%s/" COPY_ROOT, c->scratch);
    if (c->upper && access(c->upper, F_OK) == 0)
        return fail(f, 0, "copy layers", "%s is there already: without overlayfs no upper can be gone on with",
                    c->upper);
    if (mkdir(path, 0755) < 0)
        return fail(f, errno, "make scratch directory", "%s", path);
    copy->root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (copy->root < 0)
        return fail(f, errno, "open scratch directory", "%s", path);
    if (copy_layers(&layers, copy->root, f) < 0)
        return -1;
    if ((a->rung == RUNG_CHROOT ? fill_places(c, copy, f) : make_targets(c, copy, f)) < 0)
        return -1;
    return c->upper ? copy_remember(copy, f) : 0;
}

int finish_copy(const struct agent *a, const struct container *c, struct copy *copy, struct failure *f)
{
    if (!c->upper)
        return 0;
    if (make_directories(a, c->upper, f) < 0)
        return -1;
    AUTO_FD upper = open(c->upper, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return upper < 0 ? fail(f, errno, "open upper", "%s", c->upper) : copy_difference(copy, upper, f);
}

int enter_chroot(const struct container *c, struct failure *f)
{
    AUTO_FREE char *path = must_print("%s/" COPY_ROOT, c->scratch);
    if (chdir(path) < 0 || chroot(".") < 0 || chdir("/") < 0)
        return fail(f, errno, "enter root", "chroot %s", path);
    return 0;
}
