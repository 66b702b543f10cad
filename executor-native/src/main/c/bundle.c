#include "bundle.h"

#include <fcntl.h>
#include <string.h>

#include "mounts.h"
#include "rootfs.h"
#include "sys.h"

#define MOST_LOG 900U

static char *in_scratch(const struct container *c, const char *name)
{
    return must_print("%s/%s", c->scratch, name);
}

/* Limits and devices are held by groups of ours, and a runtime that found the hierarchies would make its own there:
 * crun refuses them when they are mixed, runc goes on when it may not write. */
static int close_cgroups(const struct container *c, struct failure *f)
{
    static const char *const nothing[] = {"mode", "555", NULL};
    struct mount_attr read_only = {.attr_set = MOUNT_ATTR_RDONLY};
    AUTO_FD place = open("/sys/fs/cgroup", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (place < 0)
        return 0;
    if (!c->runtime.hides_cgroups) {
        int result = sys_mount_setattr(place, AT_EMPTY_PATH | AT_RECURSIVE, &read_only);
        /* Not a mount: there are no groups here. */
        return result == 0 || errno == EINVAL ? 0 : fail(f, errno, "close cgroups", "make them read-only");
    }
    AUTO_FD cover = new_mount("tmpfs", nothing, MOUNT_ATTR_RDONLY, f);
    if (cover < 0)
        return -1;
    return sys_move_mount(cover, place) == 0 ? 0 : fail(f, errno, "close cgroups", "cover /sys/fs/cgroup");
}

static int put_config(const struct container *c, int bundle, struct failure *f)
{
    AUTO_FD file = openat(bundle, "config.json", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 || write_whole(file, c->runtime.config, c->runtime.config_length) < 0)
        return fail(f, errno, "write bundle", "config.json");
    return 0;
}

static int put_mount(int bundle, const char *kind, size_t number, bool directory, int mount, struct failure *f)
{
    AUTO_FREE char *name = must_print("%s%zu", kind, number);
    if (mount < 0)
        return -1;
    AUTO_FD file = directory ? -1 : openat(bundle, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (directory ? mkdirat(bundle, name, 0700) < 0 : file < 0)
        return fail(f, errno, "write bundle", "%s", name);
    return attach(bundle, name, mount, f);
}

static int put_mounts(struct build *b, int bundle)
{
    const struct container *c = b->container;
    for (size_t i = 0; i < c->mount_count; i++) {
        const struct mount_spec *m = &c->mounts[i];
        AUTO_FD mount = m->kind == MOUNT_TMPFS ? -1 : open_user_mount(b, m);
        if (m->kind != MOUNT_TMPFS && put_mount(bundle, "mount", i, is_directory(m), mount, b->f) < 0)
            return -1;
    }
    for (size_t i = 0; i < c->device_count; i++) {
        AUTO_FD mount = open_device_mount(b, &c->devices[i]);
        if (put_mount(bundle, "device", i, false, mount, b->f) < 0)
            return -1;
    }
    for (size_t i = 0; i < c->file_count; i++) {
        AUTO_FREE char *name = must_print("file%zu", i);
        AUTO_FD file = write_file(b, bundle, name, &c->files[i]);
        if (file < 0)
            return -1;
    }
    return 0;
}

static int make_bundle(struct build *b, int bundle)
{
    if (mkdirat(bundle, "rootfs", 0755) < 0)
        return fail(b->f, errno, "write bundle", "rootfs");
    if (mount_root(b) < 0 || attach(bundle, "rootfs", b->root, b->f) < 0 || put_mounts(b, bundle) < 0)
        return -1;
    return put_config(b->container, bundle, b->f);
}

/* The runtime's own, which passes bytes and sizes on to the terminal that it makes inside. */
static int open_terminal(const struct container *c, int bundle, int socket, int *terminal, struct failure *f)
{
    if (mkdirat(bundle, "dev", 0700) < 0 || mkdirat(bundle, "dev/pts", 0700) < 0)
        return fail(f, errno, "write bundle", "dev/pts");
    return mount_pts(bundle, f) < 0 ? -1 : open_pty(bundle, c, socket, terminal, f);
}

int check_runtime(const struct agent *a, const struct container *c, struct failure *f)
{
    if (a->ids == IDS_SINGLE || a->outer_proc || a->copies)
        return fail(f, 0, "start runtime",
                    "isolation %s has no runtimes here: they need root or subordinate ids, a /proc of their own, and "
                    "overlayfs; leave --runtime out, or see with jbuild doctor how to get isolation root or "
                    "rootless-full",
                    rung_name(a->rung));
    if (c && !a->user_xattrs && !c->insecure && !a->device_control)
        return fail(f, 0, "start runtime", "devices cannot be controlled here: %s; leave --runtime out",
                    a->no_device_control);
    return 0;
}

/* In memory: the configuration holds the environment, and secrets are files of it. */
int enter_bundle(const struct agent *a, const struct container *c, int socket, int *terminal, struct failure *f)
{
    static const char *const options[] = {"mode", "700", NULL};
    struct build b = {.agent = a, .container = c, .root = -1, .f = f};
    AUTO_FREE char *place = must_print("%s/files", a->run);
    AUTO_FREE char *state = in_scratch(c, "runtime");
    AUTO_FD target = open(place, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (sys_mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
        return fail(f, errno, "mount /proc", "for the runtime");
    AUTO_FD bundle = new_mount("tmpfs", options, MOUNT_ATTR_NODEV, f);
    if (bundle < 0 || close_cgroups(c, f) < 0)
        return -1;
    if (target < 0 || sys_move_mount(bundle, target) < 0 || mkdir(state, 0700) < 0)
        return fail(f, errno, "write bundle", "at %s", place);
    if (make_bundle(&b, bundle) < 0 || (c->tty && open_terminal(c, bundle, socket, terminal, f) < 0))
        return -1;
    return fchdir(bundle) == 0 ? 0 : fail(f, errno, "enter bundle", "%s", place);
}

char **runtime_args(const struct container *c)
{
    size_t count = 0;
    char **args = must_alloc((c->runtime.option_count + 10) * sizeof *args);
    args[count++] = c->runtime.program;
    for (size_t i = 0; i < c->runtime.option_count; i++)
        args[count++] = c->runtime.options[i];
    args[count++] = must_print("--root");
    args[count++] = in_scratch(c, "runtime");
    args[count++] = must_print("--log");
    args[count++] = in_scratch(c, "log");
    args[count++] = must_print("run");
    args[count++] = must_print("--bundle");
    args[count++] = must_print(".");
    args[count++] = must_print("jbuild");
    return args;
}

char *runtime_log(const struct container *c)
{
    AUTO_FREE char *path = in_scratch(c, "log");
    char *text = read_text(AT_FDCWD, path, MOST_LOG);
    if (text && !*text) {
        free(text);
        return NULL;
    }
    return text;
}
