#include <fcntl.h>
#include <linux/keyctl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>

#include "cgroup.h"
#include "disk.h"
#include "exec.h"
#include "relay.h"
#include "rootfs.h"
#include "sys.h"

static int is_gone(struct failure *f)
{
    return fail(f, ESRCH, "enter container", "it is not running");
}

/* The keeper forgets init's number before it reaps it: a number that is still there was that of init a moment ago. */
int open_init(const struct agent *a, struct failure *f)
{
    pid_t init = a->record ? a->occupant->init : 0;
    AUTO_FD pidfd = init > 0 ? sys_pidfd_open(init) : -1;
    if (pidfd < 0 || a->occupant->init != init)
        return is_gone(f);
    return take_fd(&pidfd);
}

int serve_kill(struct agent *a, const struct frame *request, struct failure *f)
{
    const uint64_t one = 1;
    struct cursor cursor = frame_fields(request);
    struct field field;
    int signal = -1;
    bool final = false;
    while (field_next(&cursor, &field) == 1) {
        if (field.tag == T_CODE)
            signal = (int)field_number(&field);
        else if (field.tag == T_FINAL)
            final = field_number(&field) != 0;
    }
    if (signal < 0)
        return fail(f, EPROTO, "read request", "malformed KILL");
    if (final && (a->unwanted < 0 || write_whole(a->unwanted, &one, sizeof one) < 0))
        return fail(f, errno, "send signal", "keep it from starting again");
    AUTO_FD init = open_init(a, f);
    if (init < 0 && final && a->occupant->keeper) {
        *f = (struct failure){0}; /* it was about to start again */
        return 0;
    }
    if (init < 0)
        return -1;
    return sys_pidfd_send_signal(init, signal) < 0 ? fail(f, errno, "send signal", "%d", signal) : 0;
}

/* Where init has namespaces of its own. */
static int join(const struct agent *a, const struct container *c, int init, struct failure *f)
{
    uint64_t others = container_namespaces(a, c) & ~(uint64_t)CLONE_NEWPID;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL, 0, 0, 0);
    if (a->rung == RUNG_CHROOT) {
        AUTO_FREE char *path = must_print("/proc/%d/root", a->occupant->init);
        return chroot(path) == 0 && chdir("/") == 0 ? 0 : fail(f, errno, "enter container", "its root");
    }
    return setns(init, (int)others) == 0 ? 0 : fail(f, errno, "enter container", "its namespaces");
}

/* What prepares a command, from the namespaces inwards. */
static void enter(const struct agent *a, const struct container *c, const struct stage *s, int init)
{
    struct failure f = {0};
    AUTO_FD terminal = -1;
    if (await_go(s, &f) == 0 && join(a, c, init, &f) == 0) {
        AUTO_FD root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (!c->tty || open_pty(root, c, s->terminal, &terminal, &f) == 0)
            become_command(a, c, s, terminal, -1, &f);
    }
    give_up(s, &f);
}

static int start(const struct agent *a, const struct container *c, struct relay *r, const struct cgroup *g, int init,
                 struct failure *f)
{
    struct stage stage;
    int group = cgroup_birth(g);
    struct clone_args args = {
        .flags = CLONE_PIDFD | (group >= 0 ? CLONE_INTO_CGROUP : 0),
        .cgroup = group >= 0 ? (unsigned)group : 0U,
        .pidfd = (uint64_t)(uintptr_t)&r->pidfd,
        .exit_signal = SIGCHLD,
    };
    if (open_streams(a, c, r, &stage, f) < 0)
        return -1;
    /* From here on our children are the container's, but for this one. */
    start_emulator(a, r, &stage);
    if (a->rung != RUNG_CHROOT && setns(init, CLONE_NEWPID) < 0)
        return fail(f, errno, "enter container", "its processes");
    clock_gettime(CLOCK_MONOTONIC, &r->started_at);
    r->pid = sys_clone3(&args);
    if (r->pid == 0)
        enter(a, c, &stage, init);
    close_stage(&stage);
    AUTO_FD go = stage.go[1];
    if (r->pid < 0)
        return fail(f, errno, "enter container", "start a process");
    return write_whole(go, "", 1) < 0 ? fail(f, errno, "enter container", "it ended early") : 0;
}

int serve_enter(struct agent *a, struct channel *c, const struct frame *request, struct failure *f)
{
    struct container container = {0};
    struct relay relay = {.channel = c, .report = -1, .terminal_socket = -1, .output = {-1, -1}, .input = -1};
    struct cgroup cgroup = {0};
    if (parse_container(request, &container, f) < 0)
        return -1;
    AUTO_FD init = open_init(a, f);
    if (init < 0 || cgroup_find(a, a->occupant->keeper, &cgroup, f) < 0)
        return -1;
    relay.tty = container.tty;
    relay.has_stdin = container.has_stdin;
    relay.detaches = container.detached;
    limit_without_cgroup(a, &container);
    int result = cgroup_enter(&cgroup, f);
    if (result == 0)
        result = start(a, &container, &relay, &cgroup, init, f);
    cgroup_leave(&cgroup);
    if (result == 0)
        result = relay_until_exit(&relay, f);
    return result == 0 ? relay_send_exit(&relay) : -1;
}
