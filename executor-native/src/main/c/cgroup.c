#include "cgroup.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "devices.h"
#include "hierarchy.h"
#include "sys.h"

#define RECORD "cgroups" /* in the run directory: a line with the path of each group */
#define MOST_RECORD (8 << 20)
#define PERIOD 100000
#define PATIENCE 200 /* times 5 ms until the killed processes have left their group */

static const struct {
    enum control control;
    const char *name;
} controllers[] = {
    {CONTROL_MEMORY, "memory"}, {CONTROL_CPU, "cpu"}, {CONTROL_PIDS, "pids"}, {CONTROL_DEVICES, "devices"}};

char *cgroup_name(const struct agent *a, pid_t handler)
{
    return must_print("jbuild-%s-%d", strrchr(a->run, '/') + 1, handler);
}

static int write_file(const struct leaf *leaf, const char *name, const char *text, struct failure *f)
{
    AUTO_FREE char *path = must_print("%s/%s", leaf->path, name);
    AUTO_FD fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write_whole(fd, text, strlen(text)) < 0)
        return fail(f, errno, "limit container", "write '%s' to %s", text, path);
    return 0;
}

/* A file that only some kernels have: without swap accounting there is no limit of swap to set. */
static int write_if_there(const struct leaf *leaf, const char *name, const char *text, struct failure *f)
{
    AUTO_FREE char *path = must_print("%s/%s", leaf->path, name);
    return access(path, F_OK) == 0 ? write_file(leaf, name, text, f) : 0;
}

static int limit_memory(const struct leaf *leaf, uint64_t bytes, struct failure *f)
{
    AUTO_FREE char *text = must_print("%llu", (unsigned long long)bytes);
    if (leaf->unified)
        return write_file(leaf, "memory.max", text, f) < 0 ? -1 : write_if_there(leaf, "memory.swap.max", "0", f);
    if (write_file(leaf, "memory.limit_in_bytes", text, f) < 0)
        return -1;
    return write_if_there(leaf, "memory.memsw.limit_in_bytes", text, f);
}

static int limit_cpu(const struct leaf *leaf, uint64_t quota, struct failure *f)
{
    AUTO_FREE char *text = must_print(leaf->unified ? "%llu %d" : "%llu", (unsigned long long)quota, PERIOD);
    AUTO_FREE char *period = must_print("%d", PERIOD);
    if (leaf->unified)
        return write_file(leaf, "cpu.max", text, f);
    return write_file(leaf, "cpu.cfs_period_us", period, f) < 0 ? -1 : write_file(leaf, "cpu.cfs_quota_us", text, f);
}

static int set_limits(const struct agent *a, const struct container *c, const struct leaf *leaf, struct failure *f)
{
    AUTO_FREE char *pids = must_print("%llu", (unsigned long long)c->limits.pids);
    if (leaf->controls & CONTROL_MEMORY && limit_memory(leaf, c->limits.memory, f) < 0)
        return -1;
    if (leaf->controls & CONTROL_CPU && limit_cpu(leaf, c->limits.cpu_quota, f) < 0)
        return -1;
    if (leaf->controls & CONTROL_PIDS && write_file(leaf, "pids.max", pids, f) < 0)
        return -1;
    return leaf->controls & CONTROL_DEVICES ? control_devices(a, leaf, c, f) : 0;
}

static unsigned wanted_controls(const struct agent *a, const struct container *c)
{
    return (c->limits.memory ? CONTROL_MEMORY : 0U) | (c->limits.cpu_quota ? CONTROL_CPU : 0U) |
           (c->limits.pids ? CONTROL_PIDS : 0U) | (a->device_control && !c->insecure ? CONTROL_DEVICES : 0U);
}

static int cannot(const struct agent *a, const char *what, const char *reason, struct failure *f)
{
    const char *way =
        a->rung == RUNG_ROOT
            ? ""
            : "; without root a session of systemd gives them: systemd-run --user --scope -p Delegate=yes jbuild ...";
    return fail(f, 0, "limit container", "the limit of %s cannot be enforced: %s%s", what, reason, way);
}

int cgroup_refused(const struct agent *a, int errnum, struct failure *f)
{
    AUTO_FREE char *why = must_print("a process may not be moved to a group of its own: %s", strerror(errnum));
    return cannot(a, "memory, CPUs, processes or devices", why, f);
}

static struct leaf *add_leaf(struct cgroup *g, const struct hierarchy *h)
{
    for (size_t i = 0; i < g->count; i++)
        if (strcmp(g->leaves[i].path, h->own) == 0)
            return &g->leaves[i];
    struct leaf *leaf = &g->leaves[g->count++];
    *leaf = (struct leaf){.path = h->own, .unified = h->unified, .home = -1, .directory = -1};
    return leaf;
}

/* Leaves with the path of our own group for now. Devices have no controller in version 2, but a program. */
static int find_leaves(const struct agent *a, unsigned wanted, struct cgroup *g, struct failure *f)
{
    for (size_t i = 0; i < sizeof controllers / sizeof *controllers; i++) {
        struct hierarchy h;
        if (!(wanted & controllers[i].control))
            continue;
        const char *name = controllers[i].name;
        bool program = controllers[i].control == CONTROL_DEVICES && a->device_control == DEVICES_BY_PROGRAM;
        if (!find_hierarchy(program ? NULL : name, &h))
            return cannot(a, name,
                          "this machine shows no control group with that controller: as root "
                          "mount -t cgroup2 none /sys/fs/cgroup",
                          f);
        add_leaf(g, &h)->controls |= controllers[i].control;
    }
    return 0;
}

static char *choose_parent(const struct leaf *leaf, char *reason, size_t size)
{
    struct hierarchy h;
    const char *names[5] = {0};
    size_t count = 0;
    for (size_t i = 0; i < sizeof controllers / sizeof *controllers; i++)
        if (leaf->controls & controllers[i].control & ~(unsigned)CONTROL_DEVICES)
            names[count++] = controllers[i].name;
    if (!leaf->unified || count == 0 || !find_hierarchy(NULL, &h))
        return must_copy(leaf->path, strlen(leaf->path));
    return controlling_group(&h, names, reason, size);
}

/* The record comes first: whatever happens to us, somebody finds the group. */
static int make_leaf(const struct agent *a, struct leaf *leaf, const char *name, struct failure *f)
{
    char reason[512];
    AUTO_FREE char *procs = must_print("%s/cgroup.procs", leaf->path);
    AUTO_FREE char *parent = choose_parent(leaf, reason, sizeof reason);
    if (!parent)
        return cannot(a, "memory, CPUs or processes", reason, f);
    char *path = must_print("%s/%s", parent, name);
    AUTO_FREE char *line = must_print("%s\n", path);
    AUTO_FD record = openat(a->run_fd, RECORD, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (record < 0 || write_whole(record, line, strlen(line)) < 0)
        return fail(f, errno, "limit container", "keep a record of %s", path);
    if (mkdir(path, 0755) < 0) {
        AUTO_FREE char *why = must_print("cannot make %s: %s", path, strerror(errno));
        return cannot(a, "memory, CPUs, processes or devices", why, f);
    }
    leaf->path = path;
    if (leaf->unified)
        leaf->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    else
        leaf->home = open(procs, O_WRONLY | O_CLOEXEC);
    return leaf->home >= 0 || leaf->directory >= 0 ? 0 : fail(f, errno, "limit container", "open %s", procs);
}

int cgroup_make(const struct agent *a, const struct container *c, const char *name, struct cgroup *g, struct failure *f)
{
    struct cgroup found = {0};
    if (find_leaves(a, wanted_controls(a, c), &found, f) < 0)
        return -1;
    for (size_t i = 0; i < found.count; i++) {
        if (make_leaf(a, &found.leaves[i], name, f) < 0)
            return -1;
        g->leaves[g->count++] = found.leaves[i];
        if (set_limits(a, c, &found.leaves[i], f) < 0)
            return -1;
    }
    return 0;
}

static int open_leaf(struct cgroup *g, const char *path, struct failure *f)
{
    struct leaf *leaf = &g->leaves[g->count++];
    AUTO_FREE char *mark = must_print("%s/cgroup.controllers", path);
    AUTO_FREE char *home = must_print("%.*s/cgroup.procs", (int)(strrchr(path, '/') - path), path);
    *leaf = (struct leaf){.path = must_copy(path, strlen(path)), .home = -1, .directory = -1};
    leaf->unified = access(mark, F_OK) == 0;
    if (leaf->unified)
        leaf->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    else
        leaf->home = open(home, O_WRONLY | O_CLOEXEC);
    return leaf->home >= 0 || leaf->directory >= 0 ? 0 : fail(f, errno, "enter container", "open %s", path);
}

int cgroup_find(const struct agent *a, pid_t handler, struct cgroup *g, struct failure *f)
{
    AUTO_FREE char *text = read_text(a->run_fd, RECORD, MOST_RECORD);
    AUTO_FREE char *end = must_print("-%d", handler);
    char *save = NULL;
    for (char *path = text ? strtok_r(text, "\n", &save) : NULL; path; path = strtok_r(NULL, "\n", &save)) {
        const char *dash = strrchr(path, '-');
        if (dash && strcmp(dash, end) == 0 && access(path, F_OK) == 0 &&
            g->count < sizeof g->leaves / sizeof *g->leaves && open_leaf(g, path, f) < 0)
            return -1;
    }
    return 0;
}

int cgroup_birth(const struct cgroup *g)
{
    for (size_t i = 0; i < g->count; i++)
        if (g->leaves[i].unified)
            return g->leaves[i].directory;
    return -1;
}

int cgroup_enter(const struct cgroup *g, struct failure *f)
{
    for (size_t i = 0; i < g->count; i++)
        if (!g->leaves[i].unified && write_file(&g->leaves[i], "cgroup.procs", "0", f) < 0)
            return -1;
    return 0;
}

void cgroup_leave(const struct cgroup *g)
{
    for (size_t i = 0; i < g->count; i++)
        if (!g->leaves[i].unified && write(g->leaves[i].home, "0", 1) < 0)
            say("cannot leave %s: %s", g->leaves[i].path, strerror(errno));
}

bool cgroup_out_of_memory(const struct cgroup *g)
{
    for (size_t i = 0; i < g->count; i++) {
        const struct leaf *leaf = &g->leaves[i];
        if (!(leaf->controls & CONTROL_MEMORY))
            continue;
        AUTO_FREE char *path = must_print("%s/%s", leaf->path, leaf->unified ? "memory.events" : "memory.oom_control");
        AUTO_FREE char *text = read_text(AT_FDCWD, path, 4096);
        const char *line = text ? strstr(text, "oom_kill ") : NULL;
        return line && strtoul(line + 9, NULL, 10) > 0;
    }
    return false;
}

/* A group stays busy until the last of its killed processes is gone. */
static void remove_group(const char *path)
{
    const struct timespec pause = {.tv_nsec = 5000000};
    for (int i = 0; i < PATIENCE && rmdir(path) < 0; i++) {
        if (errno != EBUSY)
            break;
        nanosleep(&pause, NULL);
    }
    if (access(path, F_OK) == 0)
        say("control group %s stays: %s", path, strerror(errno));
}

void cgroup_remove(struct cgroup *g)
{
    for (size_t i = 0; i < g->count; i++) {
        close_fd(&g->leaves[i].home);
        close_fd(&g->leaves[i].directory);
        remove_group(g->leaves[i].path);
    }
    g->count = 0;
}

void cgroup_sweep(int run_fd, pid_t handler)
{
    AUTO_FREE char *text = read_text(run_fd, RECORD, MOST_RECORD);
    AUTO_FREE char *end = must_print("-%d", handler);
    char *save = NULL;
    for (char *path = text ? strtok_r(text, "\n", &save) : NULL; path; path = strtok_r(NULL, "\n", &save)) {
        const char *dash = strrchr(path, '-');
        if (strstr(path, "/jbuild-") && dash && (handler == 0 || strcmp(dash, end) == 0) && access(path, F_OK) == 0)
            remove_group(path);
    }
}

static int try_birth(const struct agent *a, const struct cgroup *g, struct failure *f)
{
    int group = cgroup_birth(g);
    if (group < 0)
        return 0;
    struct clone_args args = {.flags = CLONE_INTO_CGROUP, .cgroup = (unsigned)group, .exit_signal = SIGCHLD};
    pid_t pid = sys_clone3(&args);
    if (pid == 0)
        _exit(0);
    if (pid < 0)
        return cgroup_refused(a, errno, f);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    return 0;
}

bool cgroup_can_limit(const struct agent *a, const struct limits *limits, struct failure *f)
{
    struct cgroup g = {0};
    const struct container container = {.limits = *limits};
    AUTO_FREE char *name = cgroup_name(a, getpid());
    bool can = cgroup_make(a, &container, name, &g, f) == 0 && cgroup_enter(&g, f) == 0 && try_birth(a, &g, f) == 0;
    cgroup_leave(&g);
    cgroup_remove(&g);
    return can;
}

bool counts_processes(const struct agent *a)
{
    return a->rung != RUNG_ROOT && !a->global_root;
}

static bool controls_devices(struct agent *a, enum device_control how)
{
    struct failure f = {0};
    const struct limits none = {0};
    a->device_control = how;
    bool done = cgroup_can_limit(a, &none, &f);
    a->no_device_control = must_copy(f.text, strlen(f.text));
    return done;
}

void cgroup_choose_device_control(struct agent *a)
{
    struct failure f = {0};
    enum device_control best = a->device_control;
    if (best == DEVICES_BY_PROGRAM)
        a->device_program = load_standard_program(&f);
    if (a->rung == RUNG_ROOT && !a->user_xattrs &&
        ((a->device_program >= 0 && controls_devices(a, DEVICES_BY_PROGRAM)) ||
         (best != DEVICES_UNCONTROLLED && controls_devices(a, DEVICES_BY_LIST))))
        return;
    if (!a->no_device_control)
        a->no_device_control = "only root outside of user namespaces can control devices";
    a->device_control = DEVICES_UNCONTROLLED;
}
