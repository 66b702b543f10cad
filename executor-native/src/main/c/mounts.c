#include "mounts.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "sys.h"

#define SAFE (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)

int new_mount(const char *type, const char *const *options, unsigned attributes, struct failure *f)
{
    AUTO_FD fs = sys_fsopen(type);
    if (fs < 0)
        return fail(f, errno, "mount", "%s", type);
    for (; options && *options; options += 2)
        if (sys_fsconfig(fs, FSCONFIG_SET_STRING, options[0], options[1]) < 0)
            return fail(f, errno, "mount", "%s: option %s=%s", type, options[0], options[1]);
    if (sys_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL) < 0)
        return fail(f, errno, "mount", "%s", type);
    int mount = sys_fsmount(fs, attributes);
    return mount >= 0 ? mount : fail(f, errno, "mount", "%s", type);
}

int copy_mount(int source, bool recursive, uint64_t attributes, struct failure *f)
{
    unsigned depth = recursive ? AT_RECURSIVE : 0;
    struct mount_attr attr = {.attr_set = attributes, .propagation = MS_PRIVATE};
    AUTO_FD mount = sys_open_tree(source, "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | depth);
    if (mount < 0)
        return fail(f, errno, "copy mount", "open_tree");
    if (sys_mount_setattr(mount, AT_EMPTY_PATH | depth, &attr) < 0)
        return fail(f, errno, "copy mount", "mount_setattr (Linux 5.12 or newer is needed)");
    return take_fd(&mount);
}

int attach(int root, const char *target, int mount, struct failure *f)
{
    AUTO_FD place = open_in_root(root, target, O_PATH);
    if (place < 0)
        return fail(f, errno, "open mount target", "%s", target);
    return sys_move_mount(mount, place) == 0 ? 0 : fail(f, errno, "mount", "at %s", target);
}

int open_device(const char *path, unsigned major, unsigned minor, struct failure *f)
{
    struct stat st;
    AUTO_FD fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0)
        return fail(f, errno, "open device", "%s of the host", path);
    if (!S_ISCHR(st.st_mode) || st.st_rdev != makedev(major, minor))
        return fail(f, ENODEV, "open device", "%s of the host is not the device %u:%u", path, major, minor);
    return take_fd(&fd);
}

static int mount_at(int root, const char *target, const char *type, const char *const *options, unsigned attributes,
                    struct failure *f)
{
    AUTO_FD mount = new_mount(type, options, attributes, f);
    return mount < 0 ? -1 : attach(root, target, mount, f);
}

/* That of an outer container shows its processes by its numbers, and is read-only: its files may belong to our ids. */
int mount_proc(const struct agent *a, int root, struct failure *f)
{
    if (a->outer_proc) {
        AUTO_FD outer = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (outer < 0)
            return fail(f, errno, "open directory", "/proc of the outer container");
        AUTO_FD mount = copy_mount(outer, true, SAFE | MOUNT_ATTR_RDONLY, f);
        return mount < 0 ? -1 : attach(root, "/proc", mount, f);
    }
    return mount_at(root, "/proc", "proc", NULL, SAFE, f);
}

static const struct node {
    const char *name;
    unsigned major, minor;
} nodes[] = {{"null", 1, 3}, {"zero", 1, 5}, {"full", 1, 7}, {"random", 1, 8}, {"urandom", 1, 9}, {"tty", 5, 0}};

static int make_node(int dev, const struct node *n, struct failure *f)
{
    if (mknodat(dev, n->name, S_IFCHR | 0666, makedev(n->major, n->minor)) < 0 || fchmodat(dev, n->name, 0666, 0) < 0)
        return fail(f, errno, "make device", "/dev/%s", n->name);
    return 0;
}

/* Where nodes cannot be made or would not open: binds of the host's. Read-only, so that their owner and mode stay; what
 * is written to a device passes all the same. */
static int bind_node(int root, int dev, const struct node *n, struct failure *f)
{
    AUTO_FREE char *path = must_print("/dev/%s", n->name);
    AUTO_FD device = open_device(path, n->major, n->minor, f);
    AUTO_FD mount =
        device < 0 ? -1 : copy_mount(device, false, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, f);
    AUTO_FD file = openat(dev, n->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (mount < 0)
        return -1;
    if (file < 0)
        return fail(f, errno, "make device", "%s", path);
    return attach(root, path, mount, f);
}

static int put_nodes(const struct container *c, int root, int dev, struct failure *f)
{
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        if ((c->real_devices ? make_node(dev, &nodes[i], f) : bind_node(root, dev, &nodes[i], f)) < 0)
            return -1;
    return 0;
}

static int link_nodes(int dev, struct failure *f)
{
    static const char *const links[][2] = {{"fd", "/proc/self/fd"},       {"stdin", "/proc/self/fd/0"},
                                           {"stdout", "/proc/self/fd/1"}, {"stderr", "/proc/self/fd/2"},
                                           {"ptmx", "pts/ptmx"},          {"core", "/proc/kcore"}};
    static const char *const directories[] = {"pts", "shm", "mqueue"};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (symlinkat(links[i][1], dev, links[i][0]) < 0)
            return fail(f, errno, "make link", "/dev/%s", links[i][0]);
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
        if (mkdirat(dev, directories[i], 0755) < 0)
            return fail(f, errno, "make directory", "/dev/%s", directories[i]);
    return 0;
}

int mount_pts(int root, struct failure *f)
{
    static const char *const with_group[] = {"ptmxmode", "0666", "mode", "0620", "gid", "5", NULL};
    static const char *const plain[] = {"ptmxmode", "0666", "mode", "0620", NULL};
    struct failure ignored = {0}; /* the group 5 is not mapped with a single id */
    unsigned attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC;
    if (mount_at(root, "/dev/pts", "devpts", with_group, attributes, &ignored) == 0)
        return 0;
    return mount_at(root, "/dev/pts", "devpts", plain, attributes, f);
}

int mount_dev(const struct container *c, int root, struct failure *f)
{
    static const char *const dev_options[] = {"mode", "755", "size", "65536k", NULL};
    AUTO_FREE char *shm_size = must_print("%llu", (unsigned long long)c->shm_size);
    const char *const shm_options[] = {"mode", "1777", "size", shm_size, NULL};
    unsigned closed = c->real_devices ? 0 : MOUNT_ATTR_NODEV;
    if (mount_at(root, "/dev", "tmpfs", dev_options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_STRICTATIME | closed, f) < 0)
        return -1;
    AUTO_FD dev = open_in_root(root, "/dev", O_RDONLY | O_DIRECTORY);
    if (dev < 0)
        return fail(f, errno, "open directory", "/dev");
    if (put_nodes(c, root, dev, f) < 0 || link_nodes(dev, f) < 0 || mount_pts(root, f) < 0)
        return -1;
    if (mount_at(root, "/dev/shm", "tmpfs", shm_options, SAFE, f) < 0)
        return -1;
    return mount_at(root, "/dev/mqueue", "mqueue", NULL, SAFE, f);
}

/* A new sysfs needs a network namespace of our own; with the host's, the host's /sys is shown read-only. */
int mount_sys(const struct container *c, int root, struct failure *f)
{
    struct failure ignored = {0};
    unsigned attributes = SAFE | (c->insecure ? 0 : MOUNT_ATTR_RDONLY);
    if (c->own_network && mount_at(root, "/sys", "sysfs", NULL, attributes, &ignored) == 0)
        return 0;
    AUTO_FD host = open("/sys", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (host < 0)
        return fail(f, errno, "open directory", "/sys of the host");
    AUTO_FD mount = copy_mount(host, true, attributes, f);
    return mount < 0 ? -1 : attach(root, "/sys", mount, f);
}

static int make_read_only(int root, const char *path, struct failure *f)
{
    AUTO_FD place = open_in_root(root, path, O_PATH);
    if (place < 0)
        return 0;
    AUTO_FD mount = copy_mount(place, true, SAFE | MOUNT_ATTR_RDONLY, f);
    return mount < 0 ? -1 : attach(root, path, mount, f);
}

/* The null device is the host's and checked: the image cannot put a file of its own in its place (CVE-2025-31133). */
static int hide(int root, const char *path, int null, struct failure *f)
{
    static const char *const options[] = {"nr_inodes", "1", "mode", "755", NULL};
    struct stat st;
    AUTO_FD place = open_in_root(root, path, O_PATH);
    if (place < 0 || fstat(place, &st) < 0)
        return 0;
    AUTO_FD cover = S_ISDIR(st.st_mode)
                        ? new_mount("tmpfs", options, SAFE | MOUNT_ATTR_RDONLY, f)
                        : copy_mount(null, false, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, f);
    if (cover < 0)
        return -1;
    return sys_move_mount(cover, place) == 0 ? 0 : fail(f, errno, "hide", "%s", path);
}

int protect_kernel(int root, struct failure *f)
{
    static const char *const read_only[] = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"};
    static const char *const hidden[] = {"/proc/acpi",        "/proc/asound",  "/proc/interrupts",
                                         "/proc/kcore",       "/proc/keys",    "/proc/latency_stats",
                                         "/proc/sched_debug", "/proc/scsi",    "/proc/timer_list",
                                         "/proc/timer_stats", "/sys/firmware", "/sys/devices/virtual/powercap"};
    AUTO_FD null = open_device("/dev/null", 1, 3, f);
    if (null < 0)
        return -1;
    for (size_t i = 0; i < sizeof read_only / sizeof *read_only; i++)
        if (make_read_only(root, read_only[i], f) < 0)
            return -1;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (hide(root, hidden[i], null, f) < 0)
            return -1;
    return 0;
}
