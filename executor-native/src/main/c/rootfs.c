#include "rootfs.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>

#include "copy.h"
#include "disk.h"
#include "mounts.h"
#include "overlay.h"
#include "owner.h"
#include "plain.h"
#include "sys.h"
#include "target.h"

#define MOST_LOWERS 500 /* of one overlay, by the kernel */

bool is_directory(const struct mount_spec *m)
{
    struct stat st;
    if (m->kind == MOUNT_TMPFS || m->kind == MOUNT_LAYERS_DIRECTORY)
        return true;
    return (m->kind == MOUNT_BIND || m->kind == MOUNT_VOLUME) && stat(m->source, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Targets below /proc, /dev and /sys get no stub: a mount of ours hides them. */
static bool is_covered(const char *target)
{
    static const char *const covers[] = {"/proc/", "/dev/", "/sys/"};
    for (size_t i = 0; i < sizeof covers / sizeof *covers; i++)
        if (strncmp(target, covers[i], strlen(covers[i])) == 0)
            return true;
    return false;
}

static int make_stubs(struct build *b, int view, int stubs, bool *made)
{
    static const char *const always[] = {"/proc", "/dev", "/sys"};
    const struct container *c = b->container;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (make_stub(view, stubs, always[i], true, made, b->f) < 0)
            return -1;
    for (size_t i = 0; i < c->file_count; i++)
        if (!is_covered(c->files[i].target) && make_stub(view, stubs, c->files[i].target, false, made, b->f) < 0)
            return -1;
    for (size_t i = 0; i < c->mount_count; i++)
        if (!is_covered(c->mounts[i].target) &&
            make_stub(view, stubs, c->mounts[i].target, is_directory(&c->mounts[i]), made, b->f) < 0)
            return -1;
    return 0;
}

/* The upper's root directory shows as "/" of the container: a new one looks like that of the topmost layer. */
static int make_upper(struct build *b, const char *upper)
{
    const struct container *c = b->container;
    bool exists = access(upper, F_OK) == 0;
    if (!exists && make_directories(b->agent, upper, b->f) < 0)
        return -1;
    if (exists || c->lower_count == 0)
        return 0;
    const char *topmost = c->lowers[c->lower_count - 1];
    AUTO_FD from = open(topmost, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    AUTO_FD to = open(upper, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (from < 0 || to < 0)
        return fail(b->f, errno, from < 0 ? "open layer" : "open upper", "%s", from < 0 ? topmost : upper);
    return copy_attributes(from, to, b->f);
}

static int mount_layered(struct build *b, const struct writable *w)
{
    if (b->layers.count > MOST_LOWERS)
        return fail(b->f, 0, "mount overlay",
                    "%zu layers, with one for mount targets that the image lacks: the kernel joins %d at most",
                    b->layers.count, MOST_LOWERS);
    b->root = overlay_mount(b->agent, &b->layers, w, b->f);
    return b->root < 0 ? -1 : 0;
}

/* The copy that the handler made, in place of an overlay. */
static int mount_copy(struct build *b)
{
    AUTO_FREE char *path = must_print("%s/" COPY_ROOT, b->container->scratch);
    AUTO_FREE char *place = must_print("%s/root", b->agent->run);
    AUTO_FD source = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    AUTO_FD target = open(place, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (source < 0 || target < 0)
        return fail(b->f, errno, "open scratch directory", "%s", path);
    b->root = copy_mount(source, false, MOUNT_ATTR_NODEV, b->f);
    if (b->root < 0)
        return -1;
    return sys_move_mount(b->root, target) == 0 ? 0 : fail(b->f, errno, "mount", "at %s", place);
}

/* Below the image's layers lies one with the directories that every container needs. When an image hides them or lacks
 * another mount target, the root is made again with a layer on top that has what is missing. A work directory serves
 * one mount only. The first mount is volatile in any case, as the kernel writes back the whole disk when another ends.
 */
int mount_root(struct build *b)
{
    const struct container *c = b->container;
    bool made = false;
    if (b->agent->copies)
        return mount_copy(b);
    AUTO_FREE char *stub_path = must_print("%s/stub", c->scratch);
    AUTO_FREE char *work = must_print("%s/work", c->scratch);
    AUTO_FREE char *second_work = must_print("%s/work-again", c->scratch);
    AUTO_FREE char *upper = c->upper ? must_copy(c->upper, strlen(c->upper)) : must_print("%s/upper", c->scratch);
    struct writable writable = {.upper = upper, .work = work, .devices = c->real_devices};
    bool kept = c->listed && c->removal_count == 0;
    if (c->lower_count + 1 < MOST_LOWERS)
        add_layer(&b->layers, must_print("%s/base", b->agent->run));
    for (size_t i = 0; i < c->lower_count; i++)
        add_layer(&b->layers, c->lowers[i]);
    if (mkdir(stub_path, 0755) < 0 || mkdir(work, 0700) < 0)
        return fail(b->f, errno, "make scratch directory", "%s", c->scratch);
    AUTO_FD stubs = open(stub_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (stubs < 0)
        return fail(b->f, errno, "open scratch directory", "%s", stub_path);
    if (make_upper(b, upper) < 0)
        return -1;
    if (mount_layered(b, &writable) < 0 || make_stubs(b, b->root, stubs, &made) < 0)
        return -1;
    if (!made && !kept)
        return 0;
    close(b->root);
    if (made)
        add_layer(&b->layers, must_copy(stub_path, strlen(stub_path)));
    writable.work = second_work;
    writable.kept = kept;
    if (mkdir(second_work, 0700) < 0)
        return fail(b->f, errno, "make scratch directory", "%s", second_work);
    return overlay_unmount(b->agent, b->f) < 0 ? -1 : mount_layered(b, &writable);
}

/* The target of a mount inside an earlier mount does not exist yet, as in `-v a:/x -v b:/x/y`. */
static int ensure_target(struct build *b, const char *target, bool directory)
{
    bool made = false;
    AUTO_FD root = open_in_root(b->root, "/", O_RDONLY | O_DIRECTORY);
    AUTO_FREE char *place = NULL;
    bool exists = false;
    if (resolve_place(root, target, &place, &exists, b->f) < 0)
        return -1;
    return exists ? 0 : make_stub(root, root, target, directory, &made, b->f);
}

/* Files of other layers. The overlay is attached beside the root, because what is attached nowhere cannot be copied
 * from before Linux 6.15; it stays behind when the root is entered. What is written goes to the scratch directory. */
static int open_layers(struct build *b, const struct mount_spec *m, uint64_t attributes)
{
    size_t number = (size_t)(m - b->container->mounts);
    struct layers layers = {m->lowers, m->lower_count};
    AUTO_FREE char *place = must_print("%s/layers%zu", b->container->scratch, number);
    AUTO_FREE char *upper = must_print("%s/upper%zu", b->container->scratch, number);
    AUTO_FREE char *work = must_print("%s/work%zu", b->container->scratch, number);
    const struct writable writable = {.upper = upper, .work = work, .devices = false};
    if (mkdir(place, 0700) < 0 || mkdir(upper, 0755) < 0 || mkdir(work, 0700) < 0)
        return fail(b->f, errno, "make scratch directory", "%s", place);
    AUTO_FD overlay = overlay_at(b->agent, &layers, m->read_only ? NULL : &writable, place, b->f);
    if (overlay < 0)
        return -1;
    AUTO_FD source = open_in_root(overlay, m->source, O_PATH);
    if (source < 0)
        return fail(b->f, errno, "open mount source", "%s", m->source);
    return copy_mount(source, false, attributes, b->f);
}

static int give_socket(struct build *b, const struct mount_spec *m)
{
    if (chown(m->source, (uid_t)m->uid, (gid_t)m->gid) < 0 || chmod(m->source, (mode_t)(m->mode & 0777)) < 0)
        return fail(b->f, errno, "set owner", "%llu:%llu of the socket at %s%s", (unsigned long long)m->uid,
                    (unsigned long long)m->gid, m->target, errno == EINVAL ? " is outside the mapped ids" : "");
    return 0;
}

int open_user_mount(struct build *b, const struct mount_spec *m)
{
    uint64_t attributes = MOUNT_ATTR_NODEV | (m->read_only ? MOUNT_ATTR_RDONLY : 0);
    if (m->kind == MOUNT_TMPFS) {
        AUTO_FREE char *mode = must_print("%o", (unsigned)m->mode);
        AUTO_FREE char *size = must_print("%llu", (unsigned long long)m->size);
        const char *const options[] = {"mode", mode, m->size ? "size" : NULL, size, NULL};
        return new_mount("tmpfs", options, (unsigned)attributes | MOUNT_ATTR_NOSUID, b->f);
    }
    if (m->kind == MOUNT_LAYERS_DIRECTORY || m->kind == MOUNT_LAYERS_FILE)
        return open_layers(b, m, attributes);
    if (m->kind == MOUNT_SOCKET && give_socket(b, m) < 0)
        return -1;
    AUTO_FD source = open(m->source, O_PATH | O_CLOEXEC);
    if (source < 0)
        return fail(b->f, errno, "open mount source", "%s", m->source);
    return copy_mount(source, true, attributes, b->f);
}

/* An empty volume begins with what the image has in its place. */
static int fill_volume(struct build *b, const struct mount_spec *m)
{
    struct names names = {0};
    AUTO_FD image = open_in_root(b->root, m->target, O_RDONLY | O_DIRECTORY);
    AUTO_FD volume = open(m->source, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (volume < 0 || flock(volume, LOCK_EX) < 0 || read_names(volume, &names) < 0)
        return fail(b->f, errno, "open volume", "%s", m->source);
    bool filled = names.count > 0;
    free_names(&names);
    return filled || image < 0 ? 0 : copy_directory(image, volume, b->f);
}

static int mount_user(struct build *b, const struct mount_spec *m)
{
    if (m->kind == MOUNT_VOLUME && fill_volume(b, m) < 0)
        return -1;
    if (ensure_target(b, m->target, is_directory(m)) < 0)
        return -1;
    AUTO_FD mount = open_user_mount(b, m);
    return mount < 0 ? -1 : attach(b->root, m->target, mount, b->f);
}

/* A node of the host, bound read-only: what is written to a device passes all the same, but its owner and mode stay. */
int open_device_mount(const struct build *b, const struct device_spec *d)
{
    struct stat st;
    AUTO_FD source = open(d->source, O_PATH | O_CLOEXEC);
    if (source < 0 || fstat(source, &st) < 0)
        return fail(b->f, errno, "open device", "%s of the host", d->source);
    if (!S_ISCHR(st.st_mode) && !S_ISBLK(st.st_mode))
        return fail(b->f, 0, "open device", "%s of the host is not a device", d->source);
    if (!b->agent->device_control && (d->access & (ACCESS_READ | ACCESS_WRITE)) != (ACCESS_READ | ACCESS_WRITE))
        return fail(b->f, 0, "open device", "%s: permissions other than rw and rwm need device control: %s", d->source,
                    b->agent->no_device_control);
    return copy_mount(source, false, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, b->f);
}

static int mount_device(struct build *b, const struct device_spec *d)
{
    AUTO_FD mount = open_device_mount(b, d);
    if (mount < 0 || ensure_target(b, d->target, false) < 0)
        return -1;
    return attach(b->root, d->target, mount, b->f);
}

/* What BuildKit shows with security.insecure. */
static int show_host_devices(struct build *b)
{
    static const char *const nodes[] = {"/dev/kmsg",  "/dev/fuse",  "/dev/kvm",   "/dev/net/tun", "/dev/loop-control",
                                        "/dev/loop0", "/dev/loop1", "/dev/loop2", "/dev/loop3",   "/dev/loop4",
                                        "/dev/loop5", "/dev/loop6", "/dev/loop7"};
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        AUTO_FREE char *path = must_copy(nodes[i], strlen(nodes[i]));
        const struct device_spec device = {path, path, ACCESS_READ | ACCESS_WRITE | ACCESS_MKNOD};
        if (access(path, F_OK) == 0 && mount_device(b, &device) < 0)
            return -1;
    }
    return 0;
}

/* A tmpfs has user attributes since Linux 6.6; before, the file is root's, who everybody is in the kernel's eyes. */
static int give_file(const struct build *b, int file, const struct file_spec *spec)
{
    const struct noted o = {.parent = -1, .name = "", .fd = file, .mode = S_IFREG};
    const struct owner owner = {(uint32_t)spec->uid, (uint32_t)spec->gid};
    if (b->agent->ids != IDS_SINGLE)
        return fchown(file, owner.uid, owner.gid);
    return store_owner(-1, &o, owner) < 0 && errno != EOPNOTSUPP ? -1 : 0;
}

int write_file(const struct build *b, int directory, const char *name, const struct file_spec *spec)
{
    AUTO_FD file = openat(directory, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 || write_whole(file, spec->bytes, spec->length) < 0)
        return fail(b->f, errno, "write file", "for %s", spec->target);
    if (give_file(b, file, spec) < 0 || fchmod(file, (mode_t)spec->mode) < 0)
        return fail(b->f, errno, "set owner", "%llu:%llu of %s%s", (unsigned long long)spec->uid,
                    (unsigned long long)spec->gid, spec->target,
                    errno == EINVAL ? " is outside the mapped ids: bigger ranges in /etc/subuid are needed" : "");
    return take_fd(&file);
}

/* Files come from a private tmpfs: their content is never on a disk. */
static int bind_files(struct build *b)
{
    static const char *const options[] = {"mode", "755", NULL};
    AUTO_FREE char *place = must_print("%s/files", b->agent->run);
    AUTO_FD target = open(place, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (b->container->file_count == 0)
        return 0;
    AUTO_FD tmpfs = new_mount("tmpfs", options, MOUNT_ATTR_NODEV, b->f);
    if (tmpfs < 0)
        return -1;
    if (target < 0 || sys_move_mount(tmpfs, target) < 0)
        return fail(b->f, errno, "mount", "at %s", place);
    for (size_t i = 0; i < b->container->file_count; i++) {
        const struct file_spec *spec = &b->container->files[i];
        AUTO_FREE char *name = must_print("%zu", i);
        AUTO_FD file = write_file(b, tmpfs, name, spec);
        if (file < 0)
            return -1;
        AUTO_FD bind =
            copy_mount(file, false, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, b->f);
        if (bind < 0 || ensure_target(b, spec->target, false) < 0 || attach(b->root, spec->target, bind, b->f) < 0)
            return -1;
    }
    return 0;
}

/* What comes in before a runtime makes its terminal raw, the end of the input above all, is for the one inside, too. */
static int make_raw(int terminal)
{
    struct termios mode;
    if (tcgetattr(terminal, &mode) < 0)
        return -1;
    cfmakeraw(&mode);
    return tcsetattr(terminal, TCSANOW, &mode);
}

/* Of the container's own /dev/pts, so that its name means something inside. */
int open_pty(int root, const struct container *c, int socket, int *slave, struct failure *f)
{
    int unlocked = 0;
    struct winsize size = {.ws_row = (unsigned short)c->rows, .ws_col = (unsigned short)c->columns};
    AUTO_FD master = open_in_root(root, "/dev/pts/ptmx", O_RDWR | O_NOCTTY);
    if (master < 0 || ioctl(master, TIOCSPTLCK, &unlocked) < 0)
        return fail(f, errno, "open terminal", "/dev/pts/ptmx");
    *slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*slave < 0 || ioctl(master, TIOCSWINSZ, &size) < 0 || (c->runtime.program && make_raw(*slave) < 0) ||
        send_descriptor(socket, master, 0) < 0)
        return fail(f, errno, "open terminal", "the other side of /dev/pts/ptmx");
    return 0;
}

static int open_terminal(struct build *b, const struct stage *s, int *slave)
{
    if (open_pty(b->root, b->container, s->terminal, slave, b->f) < 0)
        return -1;
    AUTO_FD dev = open_in_root(b->root, "/dev", O_RDONLY | O_DIRECTORY);
    AUTO_FD console = openat(dev, "console", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    AUTO_FD mount = copy_mount(*slave, false, 0, b->f);
    if (console < 0 || mount < 0)
        return -1;
    return attach(b->root, "/dev/console", mount, b->f);
}

/* The mounts in it stay as they are. */
static int close_root(int root, struct failure *f)
{
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
    return sys_mount_setattr(root, AT_EMPTY_PATH, &attributes) == 0 ? 0 : fail(f, errno, "mount root", "read-only");
}

int build_rootfs(const struct agent *a, const struct container *c, const struct stage *s, int *terminal,
                 struct failure *f)
{
    struct build b = {.agent = a, .container = c, .root = -1, .f = f};
    if (mount_root(&b) < 0 || mount_proc(a, b.root, f) < 0 || mount_dev(c, b.root, f) < 0 ||
        mount_sys(c, b.root, f) < 0)
        return -1;
    for (size_t i = 0; i < c->mount_count; i++)
        if (mount_user(&b, &c->mounts[i]) < 0)
            return -1;
    for (size_t i = 0; i < c->device_count; i++)
        if (mount_device(&b, &c->devices[i]) < 0)
            return -1;
    if (c->insecure && show_host_devices(&b) < 0)
        return -1;
    if (bind_files(&b) < 0 || (c->tty && open_terminal(&b, s, terminal) < 0) ||
        (!c->insecure && protect_kernel(b.root, f) < 0) || (c->read_only && close_root(b.root, f) < 0))
        return -1;
    return b.root;
}

int enter_rootfs(int root, struct failure *f)
{
    if (fchdir(root) < 0 || sys_pivot_root(".", ".") < 0)
        return fail(f, errno, "enter root", "pivot_root");
    if (sys_umount(".", MNT_DETACH) < 0 || chdir("/") < 0)
        return fail(f, errno, "enter root", "let go of the host's root");
    return 0;
}
