#include "overlay.h"

#include <string.h>

#include "sys.h"

void add_layer(struct layers *layers, char *path)
{
    layers->list = must_resize(layers->list, (layers->count + 1) * sizeof *layers->list);
    layers->list[layers->count++] = path;
}

/* Before Linux 6.5 overlayfs has no parameters of its own there: any word is taken, and refused at the mount. */
bool overlay_takes_single_layers(void)
{
    AUTO_FD fs = sys_fsopen("overlay");
    return fs >= 0 && sys_fsconfig(fs, FSCONFIG_SET_STRING, "no such parameter", "/") < 0 &&
           sys_fsconfig(fs, FSCONFIG_SET_STRING, "lowerdir+", "/") == 0;
}

/* The kernel explains a refused mount in the context's own log ("e overlay: ..."). */
static int explain(int fs, const char *what, struct failure *f)
{
    char log[512];
    int error = errno;
    ssize_t n = read(fs, log, sizeof log - 1);
    log[n > 0 ? n : 0] = 0;
    return fail(f, error, "mount overlay", "%s%s%s", what, n > 0 ? ": " : "", log);
}

static int set_options(const struct agent *a, int fs, bool is_volatile)
{
    static const char *const off[] = {"redirect_dir", "metacopy", "index"};
    if (a->user_xattrs) {
        if (sys_fsconfig(fs, FSCONFIG_SET_FLAG, "userxattr", NULL) < 0)
            return -1;
    } else {
        for (size_t i = 0; i < sizeof off / sizeof *off; i++)
            if (sys_fsconfig(fs, FSCONFIG_SET_STRING, off[i], "off") < 0)
                return -1;
    }
    return is_volatile ? sys_fsconfig(fs, FSCONFIG_SET_FLAG, "volatile", NULL) : 0;
}

/* The kernel takes values of 255 bytes; to a longer path a descriptor is the short way. */
static int set_directory(int fs, const char *key, const char *path)
{
    if (strlen(path) < 256)
        return sys_fsconfig(fs, FSCONFIG_SET_STRING, key, path);
    AUTO_FD directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    AUTO_FREE char *name = must_print("/proc/self/fd/%d", directory);
    return directory < 0 ? -1 : sys_fsconfig(fs, FSCONFIG_SET_STRING, key, name);
}

static int mount_new(const struct agent *a, const struct layers *layers, const struct writable *w, struct failure *f)
{
    const char *upper = w ? w->upper : NULL;
    const size_t least = upper ? 1 : 2; /* lower directories that the kernel asks for */
    AUTO_FD fs = sys_fsopen("overlay");
    AUTO_FREE char *empty = must_print("%s/empty", a->run);
    AUTO_FREE char *second = must_print("%s/void", a->run);
    if (fs < 0)
        return fail(f, errno, "mount overlay", "this kernel has no overlay file system for us");
    for (size_t i = layers->count; i > 0; i--)
        if (set_directory(fs, "lowerdir+", layers->list[i - 1]) < 0)
            return explain(fs, layers->list[i - 1], f);
    if (layers->count < least && set_directory(fs, "lowerdir+", empty) < 0)
        return explain(fs, empty, f);
    if (!upper && layers->count == 0 && set_directory(fs, "lowerdir+", second) < 0)
        return explain(fs, second, f);
    if (upper && (set_directory(fs, "upperdir", upper) < 0 || set_directory(fs, "workdir", w->work) < 0))
        return explain(fs, upper, f);
    if (set_options(a, fs, upper && !w->kept) < 0 || sys_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL) < 0)
        return explain(fs, upper ? upper : "read-only view", f);
    int mount = sys_fsmount(fs, (w && w->devices ? 0 : MOUNT_ATTR_NODEV) | (w ? 0 : MOUNT_ATTR_RDONLY));
    return mount >= 0 ? mount : fail(f, errno, "mount overlay", "fsmount");
}

/* mount(2) takes 4 KiB of options: short links in a directory of our own stand for the paths. */
static int mount_legacy(const struct agent *a, const struct layers *layers, const struct writable *w,
                        const char *target, struct failure *f)
{
    const char *upper = w ? w->upper : NULL;
    AUTO_FREE char *links = must_print("%s/names-XXXXXX", a->run);
    AUTO_FREE char *options = must_copy("lowerdir=", 9);
    if (!mkdtemp(links) || chdir(links) < 0)
        return fail(f, errno, "mount overlay", "make %s", links);
    for (size_t i = layers->count; i > 0; i--) {
        AUTO_FREE char *name = must_print("%zu", i);
        if (symlink(layers->list[i - 1], name) < 0)
            return fail(f, errno, "mount overlay", "make a short name for %s", layers->list[i - 1]);
        char *longer = must_print("%s%s:", options, name);
        free(options);
        options = longer;
    }
    if (symlink("../empty", "e") < 0 || symlink("../void", "v") < 0 ||
        (upper && (symlink(upper, "u") < 0 || symlink(w->work, "w") < 0)))
        return fail(f, errno, "mount overlay", "make short names in %s", links);
    const char *fill = layers->count == 0 ? (upper ? "e" : "e:v") : layers->count == 1 && !upper ? "e" : "";
    size_t end = strlen(options) - 1;
    if (!*fill && options[end] == ':')
        options[end] = 0;
    AUTO_FREE char *all = must_print("%s%s%s%s%s", options, fill, upper ? ",upperdir=u,workdir=w" : "",
                                     upper && !w->kept ? ",volatile" : "",
                                     a->user_xattrs ? ",userxattr" : ",redirect_dir=off,metacopy=off,index=off");
    unsigned long flags = (w && w->devices ? 0UL : MS_NODEV) | (w ? 0UL : MS_RDONLY);
    int result = sys_mount("overlay", target, "overlay", flags, all);
    int error = errno;
    if (chdir("/") < 0 || result < 0)
        return fail(f, error, "mount overlay", "%zu layers, upper %s", layers->count, upper ? upper : "none");
    int root = open(target, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return root >= 0 ? root : fail(f, errno, "mount overlay", "open %s", target);
}

int overlay_view(const struct agent *a, const struct layers *layers, struct failure *f)
{
    if (!a->legacy_overlay)
        return mount_new(a, layers, NULL, f);
    AUTO_FREE char *target = must_print("%s/root", a->run);
    if (unshare(CLONE_NEWNS) < 0)
        return fail(f, errno, "make mount namespace", "for a view");
    int root = mount_legacy(a, layers, NULL, target, f);
    if (root >= 0)
        sys_umount(target, MNT_DETACH);
    return root;
}

int overlay_at(const struct agent *a, const struct layers *layers, const struct writable *w, const char *target,
               struct failure *f)
{
    if (a->legacy_overlay)
        return mount_legacy(a, layers, w, target, f);
    AUTO_FD mount = mount_new(a, layers, w, f);
    AUTO_FD place = open(target, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (mount < 0)
        return -1;
    if (place < 0 || sys_move_mount(mount, place) < 0)
        return fail(f, errno, "mount overlay", "attach at %s", target);
    return take_fd(&mount);
}

int overlay_mount(const struct agent *a, const struct layers *layers, const struct writable *w, struct failure *f)
{
    AUTO_FREE char *target = must_print("%s/root", a->run);
    return overlay_at(a, layers, w, target, f);
}

int overlay_unmount(const struct agent *a, struct failure *f)
{
    AUTO_FREE char *target = must_print("%s/root", a->run);
    return sys_umount(target, 0) == 0 ? 0 : fail(f, errno, "unmount overlay", "%s", target);
}
