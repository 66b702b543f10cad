#include "agent.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "cgroup.h"
#include "descendants.h"
#include "disk.h"
#include "form.h"
#include "overlay.h"
#include "sys.h"
#include "wire.h"

#define FAREWELL_MS 500 /* without anybody ending */

/* The processes that we forked ourselves; whatever else turns up as our child was left behind by one of them. */
struct children {
    pid_t *list;
    size_t count, capacity;
};

static void remember(struct children *c, pid_t pid)
{
    if (c->count == c->capacity) {
        c->capacity = c->capacity ? c->capacity * 2 : 16;
        c->list = must_resize(c->list, c->capacity * sizeof *c->list);
    }
    c->list[c->count++] = pid;
}

static bool forget(struct children *c, pid_t pid, bool drop)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->list[i] != pid)
            continue;
        if (drop)
            c->list[i] = c->list[--c->count];
        return true;
    }
    return false;
}

static bool in_user_namespace(void)
{
    unsigned long inside = 0, outside = 0, count = 0;
    AUTO_FREE char *map = read_text(AT_FDCWD, "/proc/self/uid_map", 4096);
    if (!map || sscanf(map, "%lu %lu %lu", &inside, &outside, &count) != 3)
        return true;
    return !(inside == 0 && outside == 0 && count == 4294967295UL);
}

static int own_mounts(struct agent *a, struct failure *f)
{
    a->outer_proc = a->rung == RUNG_NESTED;
    if (sys_mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0)
        return fail(f, errno, "detach mounts", "make / a slave");
    if (!a->outer_proc && sys_mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
        return fail(f, errno, "mount /proc",
                    "a new /proc is not allowed here: an outer container masks its /proc (docker run: --privileged, or "
                    "--security-opt systempaths=unconfined)");
    return 0;
}

/* Leaves nothing: a work directory serves one mount only. */
static int try_overlay(const struct agent *a, struct failure *f)
{
    static const char *const names[] = {"try-upper", "try-work"};
    AUTO_FREE char *upper = must_print("%s/%s", a->run, names[0]);
    AUTO_FREE char *work = must_print("%s/%s", a->run, names[1]);
    const struct writable w = {.upper = upper, .work = work, .devices = false};
    const struct layers none = {0};
    struct failure left = {0};
    if (mkdir(upper, 0700) < 0 || mkdir(work, 0700) < 0)
        return fail(f, errno, "try overlayfs", "make %s", upper);
    int root = overlay_mount(a, &none, &w, f);
    close_fd(&root);
    int result = root < 0 ? -1 : overlay_unmount(a, f);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (remove_tree(a->run_fd, names[i], &left) < 0)
            say("%s/%s stays: %s", a->run, names[i], left.text);
    return result;
}

/* An overlayfs cannot be the upper of another, as the state directory of a container without a volume would be. Only
 * the weaker kinds of isolation copy: it takes the time of the whole image for each step. */
static int choose_root(struct agent *a, struct failure *f)
{
    struct failure why = {0};
    a->copies = a->rung == RUNG_CHROOT;
    if (a->copies || try_overlay(a, &why) == 0)
        return 0;
    a->copies = a->rung == RUNG_NESTED && a->ids != IDS_SINGLE;
    if (!a->copies)
        return fail(f, why.errnum, "try overlayfs",
                    "no overlay can be mounted on %s: put the store on another file system (in a container: a volume) "
                    "with --root DIRECTORY: %s",
                    a->state, why.text);
    a->weaker = must_print("%s%sno overlay can be mounted on %s, so that each step copies the whole image: put the "
                           "store on another file system (a volume) with --root DIRECTORY",
                           a->weaker, *a->weaker ? "; " : "", a->state);
    return 0;
}

/* The filter of an outer container may forbid it although the name would be the container's own (podman's does). */
static void try_hostname(struct agent *a)
{
    if (a->rung != RUNG_NESTED || unshare(CLONE_NEWUTS) < 0 || sethostname("jbuild", 6) == 0)
        return;
    a->outer_hostname = true;
    a->weaker = must_print("%s%ssteps have the host name of the outer container, whose filter keeps it", a->weaker,
                           *a->weaker ? "; " : "");
}

static int make_scratch(const struct agent *a, struct failure *f)
{
    static const char *const names[] = {"empty", "void", "root", "files", "base", "base/proc", "base/dev", "base/sys"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mkdirat(a->run_fd, names[i], 0755) < 0 && errno != EEXIST)
            return fail(f, errno, "make scratch directory", "%s/%s", a->run, names[i]);
    return 0;
}

static int signal_fd(struct failure *f)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return fd >= 0 ? fd : fail(f, errno, "watch children", "signalfd");
}

/* Run directories of agents that died without a farewell: their lock is free. */
static void sweep(const struct agent *a)
{
    struct failure f = {0};
    struct names names = {0};
    AUTO_FD runs = openat(a->state_fd, "run", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (runs < 0 || flock(runs, LOCK_EX) < 0 || read_names(runs, &names) < 0)
        return;
    raise_file_limit();
    int *locks = must_alloc((names.count + 1) * sizeof *locks);
    for (size_t i = 0; i < names.count; i++) {
        AUTO_FREE char *lock = must_print("%s/lock", names.list[i]);
        locks[i] = openat(runs, lock, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (locks[i] >= 0 && flock(locks[i], LOCK_EX | LOCK_NB) < 0) {
            close(locks[i]);
            locks[i] = -1;
        } else if (locks[i] < 0 && errno != ENOENT)
            continue;
        else if (locks[i] < 0)
            locks[i] = openat(runs, names.list[i], O_PATH | O_CLOEXEC);
    }
    flock(runs, LOCK_UN);
    for (size_t i = 0; i < names.count; i++) {
        AUTO_FD run = locks[i] < 0 ? -1 : openat(runs, names.list[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (run >= 0)
            cgroup_sweep(run, 0);
        if (locks[i] >= 0 && remove_tree(runs, names.list[i], &f) < 0)
            say("left-over run directory %s stays: %s", names.list[i], f.text);
    }
}

static void start_handler(struct agent *a, struct children *children)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    AUTO_FD connection = accept4(a->listen_fd, NULL, NULL, SOCK_CLOEXEC);
    if (connection < 0)
        return;
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 || peer.uid != 0) {
        say("a connection of another user was refused");
        return;
    }
    pid_t pid = fork();
    if (pid < 0) {
        say("cannot fork for a request: %s", strerror(errno));
        return;
    }
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        close(a->listen_fd);
        close(a->lifeline_fd);
        serve(a, connection);
        _exit(0);
    }
    remember(children, pid);
}

/* The numbers of a process in each pid namespace, from that of /proc inwards: ours is as deep as our own list is long,
 * and /proc may be that of an outer namespace. */
static int number_at(const char *status, int depth, int *number)
{
    const char *line = status ? strstr(status, "\nNSpid:") : NULL;
    int found = 0, length = 0;
    if (!line)
        return 0;
    line += strlen("\nNSpid:");
    while (found != depth && *line != '\n' && sscanf(line, "%d%n", number, &length) == 1) {
        line += length;
        found++;
    }
    return found;
}

/* Our number of a child of ours, 0 for another process. */
static pid_t own_child(const char *name, int self, int depth)
{
    int parent = 0, number = 0;
    AUTO_FREE char *path = must_print("/proc/%s/status", name);
    AUTO_FREE char *status = read_text(AT_FDCWD, path, 4096);
    const char *line = status ? strstr(status, "\nPPid:") : NULL;
    if (!line || sscanf(line, "\nPPid: %d", &parent) != 1 || parent != self)
        return 0;
    return number_at(status, depth, &number) == depth ? number : 0;
}

/* A handler that was killed leaves its container's init to us; it must not outlive the request. */
static void kill_strays(const struct children *children)
{
    struct names names = {0};
    char self[16] = "";
    int number;
    AUTO_FREE char *status = read_text(AT_FDCWD, "/proc/self/status", 4096);
    int depth = number_at(status, -1, &number);
    AUTO_FD proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (readlink("/proc/self", self, sizeof self - 1) < 0 || proc < 0 || read_names(proc, &names) < 0)
        return;
    for (size_t i = 0; i < names.count; i++) {
        pid_t pid = own_child(names.list[i], (int)strtol(self, NULL, 10), depth);
        if (pid > 1 && !forget((struct children *)children, pid, false))
            kill(pid, SIGKILL);
    }
    free_names(&names);
}

/* In a process of its own, because a group stays busy until what was killed in it is gone. */
static void sweep_groups(const struct agent *a, struct children *children, pid_t handler)
{
    pid_t pid = fork();
    if (pid == 0) {
        close(a->listen_fd);
        cgroup_sweep(a->run_fd, handler);
        _exit(0);
    }
    if (pid > 0)
        remember(children, pid);
}

static void reap(const struct agent *a, struct children *children, int signals)
{
    struct signalfd_siginfo info;
    pid_t pid;
    int status;
    while (read(signals, &info, sizeof info) > 0)
        ;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (!forget(children, pid, true) || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
            continue;
        kill_strays(children);
        sweep_groups(a, children, pid);
    }
}

static bool has_ended(const struct agent *a, const struct children *children)
{
    pid_t keeper = a->record ? a->occupant->keeper : 0;
    for (size_t i = 0; i < children->count; i++)
        if (children->list[i] == keeper)
            return false;
    return keeper != 0;
}

/* Until the stub is gone, or the one container that we are for. */
static void accept_until_farewell(struct agent *a, struct children *children, int signals)
{
    struct pollfd wait_for[] = {
        {.fd = a->lifeline_fd, .events = POLLIN},
        {.fd = signals, .events = POLLIN},
        {.fd = a->listen_fd, .events = POLLIN},
    };
    while (!wait_for[0].revents && !has_ended(a, children)) {
        if (poll(wait_for, 3, -1) < 0)
            continue;
        if (wait_for[1].revents)
            reap(a, children, signals);
        if (wait_for[2].revents)
            start_handler(a, children);
    }
}

/* Handlers whose commands ended with the container have still something to tell. */
static void await_answers(struct agent *a, struct children *children, int signals)
{
    struct pollfd wait_for = {.fd = signals, .events = POLLIN};
    close(a->listen_fd);
    while (children->count > 0 && poll(&wait_for, 1, FAREWELL_MS) > 0)
        reap(a, children, signals);
}

int agent_set_up(struct agent *a, struct failure *f)
{
    if (a->rung == RUNG_CHROOT)
        adopt_orphans();
    else if (own_mounts(a, f) < 0)
        return -1;
    /* A namespace that maps every id to itself looks like none. */
    a->user_xattrs = a->rung != RUNG_ROOT || in_user_namespace();
    a->legacy_overlay = a->legacy_overlay || !overlay_takes_single_layers();
    if (chdir("/") < 0)
        return fail(f, errno, "change directory", "/");
    if (make_scratch(a, f) < 0 || choose_root(a, f) < 0 || claim_form(a, f) < 0)
        return -1;
    try_hostname(a);
    cgroup_choose_device_control(a);
    return 0;
}

int agent_main(struct agent *a, const char *socket)
{
    struct failure f = {0};
    struct children children = {0};
    AUTO_FD signals = signal_fd(&f);
    if (signals < 0) {
        dprintf(STDOUT_FILENO, "FAIL\t%d\t%s\t%s\n", f.errnum, f.step, f.text);
        return 125;
    }
    a->socket = socket;
    dprintf(STDOUT_FILENO, "jbuild-exec\t%d\t%s\t%s\t%s\t%s\n", WIRE_VERSION, socket, rung_name(a->rung),
            a->user_xattrs ? "userxattr" : "trustedxattr", a->weaker);
    AUTO_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    pid_t sweeper = fork();
    if (sweeper == 0) {
        close(a->listen_fd);
        close(a->lock_fd);
        sweep(a);
        _exit(0);
    }
    remember(&children, sweeper);
    accept_until_farewell(a, &children, signals);
    /* Also when the client is gone: its container's handler ends by itself. */
    if (a->record && (has_ended(a, &children) || !a->occupant->alone))
        await_answers(a, &children, signals);
    if (a->rung == RUNG_CHROOT)
        kill_children(NULL, 0);
    else
        kill(-1, SIGKILL); /* PID 1 of this namespace: all others */
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
        ;
    cgroup_sweep(a->run_fd, 0);
    remove_path(a, a->run, &f);
    return 0;
}
