#include "exec.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>

#include "bundle.h"
#include "cgroup.h"
#include "descendants.h"
#include "disk.h"
#include "emulation.h"
#include "join.h"
#include "plain.h"
#include "relay.h"
#include "sys.h"

#define NOT_STARTED 125
#define OWN_PROCESSES 4 /* of the agent, which are root's of the same namespace */
#define CGROUP2_MAGIC 0x63677270

uint64_t container_namespaces(const struct agent *a, const struct container *c)
{
    struct statfs fs;
    if (a->rung == RUNG_CHROOT)
        return 0;
    uint64_t flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC;
    if (c->own_network)
        flags |= CLONE_NEWNET;
    /* With version 1 hierarchies a cgroup namespace makes mounts of them fail in odd ways (runc leaves it out, too). */
    if (statfs("/sys/fs/cgroup", &fs) == 0 && fs.f_type == CGROUP2_MAGIC)
        flags |= CLONE_NEWCGROUP;
    return flags;
}

int open_streams(const struct agent *a, const struct container *c, struct relay *r, struct stage *s, struct failure *f)
{
    int in[2], out[2], err[2], report[2], terminal[2];
    s->calls[0] = s->calls[1] = -1;
    if (a->ids == IDS_SINGLE && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s->calls) < 0)
        return fail(f, errno, "make sockets", "for the container");
    if (pipe2(s->go, O_CLOEXEC) < 0)
        return fail(f, errno, "make pipes", "for the container");
    if (pipe2(report, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0 ||
        pipe2(in, O_CLOEXEC) < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, terminal) < 0)
        return fail(f, errno, "make pipes", "for the container");
    r->report = report[0];
    s->report = report[1];
    r->terminal_socket = terminal[0];
    s->terminal = terminal[1];
    r->output[0] = out[0];
    r->output[1] = err[0];
    r->input = in[1];
    s->standard[0] = in[0];
    s->standard[1] = out[1];
    s->standard[2] = err[1];
    if (!c->has_stdin) {
        close(in[0]);
        close_fd(&r->input);
        r->input = -1;
        s->standard[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    for (int i = 0; i < 2; i++)
        fcntl(r->output[i], F_SETFL, O_NONBLOCK);
    if (r->input >= 0)
        fcntl(r->input, F_SETFL, O_NONBLOCK);
    return 0;
}

void close_stage(struct stage *s)
{
    close_fd(&s->calls[0]);
    close_fd(&s->calls[1]);
    for (int i = 0; i < 3; i++)
        close(s->standard[i]);
    close(s->report);
    close(s->terminal);
    close(s->go[0]);
}

/* From outside what init cannot do for itself; then it may go. */
static int complete(const struct agent *a, const struct container *c, struct relay *r, const struct stage *s,
                    struct failure *f)
{
    AUTO_FD go = s->go[1];
    int result = 0;
    if (c->private_network)
        result = network_start(a, r->pid, &r->network, f);
    else if (c->join.directory)
        result = network_join(c, r->pidfd, &r->network, f);
    if (result == 0)
        result = publish_start(a, c, r->pidfd, &r->publisher, f);
    if (result == 0 && write_whole(go, "", 1) < 0)
        result = fail(f, errno, "start container", "it ended early");
    if (result < 0) {
        sys_pidfd_send_signal(r->pidfd, SIGKILL);
        waitpid(r->pid, NULL, __WALL);
    }
    return result;
}

void start_emulator(const struct agent *a, struct relay *r, const struct stage *s)
{
    r->emulator = s->calls[0] < 0 ? 0 : fork();
    if (s->calls[0] < 0 || r->emulator != 0)
        return;
    int socket = dup2(s->calls[0], STDIN_FILENO);
    sys_close_range(3, ~0U, 0);
    answer_calls(a, socket);
    _exit(0);
}

/* It ends with the last process of the container. */
static void stop_emulator(struct relay *r)
{
    while (r->emulator > 0 && waitpid(r->emulator, NULL, 0) < 0 && errno == EINTR)
        ;
}

static int start(const struct agent *a, const struct container *c, struct relay *r, int group, struct stage *stage,
                 struct failure *f)
{
    struct clone_args args = {
        .flags = container_namespaces(a, c) | CLONE_PIDFD | (group >= 0 ? CLONE_INTO_CGROUP : 0),
        .cgroup = group >= 0 ? (unsigned)group : 0U,
        .pidfd = (uint64_t)(uintptr_t)&r->pidfd,
        .exit_signal = SIGCHLD,
    };
    if (open_streams(a, c, r, stage, f) < 0)
        return -1;
    clock_gettime(CLOCK_MONOTONIC, &r->started_at);
    r->pid = sys_clone3(&args);
    if (r->pid < 0 && group >= 0 && (errno == EACCES || errno == EBUSY || errno == EOPNOTSUPP))
        return cgroup_refused(a, errno, f);
    if (r->pid < 0)
        return fail(f, errno, "make namespaces", "for the container");
    if (r->pid == 0)
        container_init(a, c, stage);
    if (r->record)
        a->occupant->init = r->pid;
    start_emulator(a, r, stage);
    close_stage(stage);
    return 0;
}

/* This process is in the groups of version 1 just long enough to have its child born there. */
static int start_in_cgroup(const struct agent *a, const struct container *c, struct relay *r, struct cgroup *g,
                           struct failure *f)
{
    struct stage stage;
    AUTO_FREE char *name = cgroup_name(a, getpid());
    if (cgroup_make(a, c, name, g, f) < 0)
        return -1;
    int result = cgroup_enter(g, f) < 0 ? -1 : start(a, c, r, cgroup_birth(g), &stage, f);
    cgroup_leave(g);
    return result < 0 ? -1 : complete(a, c, r, &stage, f);
}

/* In a user namespace the kernel counts each user's processes by themselves, so that RLIMIT_NPROC holds them. */
void limit_without_cgroup(const struct agent *a, struct container *c)
{
    struct failure why = {0};
    const struct limits only = {.pids = c->limits.pids};
    if (c->limits.pids == 0 || !counts_processes(a) || cgroup_can_limit(a, &only, &why))
        return;
    c->most_processes = c->limits.pids + OWN_PROCESSES;
    c->limits.pids = 0;
}

static int check_isolation(const struct agent *a, const struct container *c, struct failure *f)
{
    bool network = c->private_network || c->join.directory;
    if (a->outer_proc && (network || c->emulator))
        return fail(f, 0, "start container",
                    "isolation nested has no %s, which need a /proc of their own: give the outer container "
                    "--privileged or --security-opt systempaths=unconfined",
                    network ? "private networks" : "emulators of other architectures");
    if (c->runtime.program && check_runtime(a, c, f) < 0)
        return -1;
    return a->rung == RUNG_CHROOT ? check_chroot(c, f) : 0;
}

/* From its root file system to its upper. */
static int run(const struct agent *a, const struct container *c, struct relay *r, struct cgroup *g, struct failure *f)
{
    struct copy copy = {.root = -1};
    int result = a->copies ? prepare_copy(a, c, &copy, f) : 0;
    if (result == 0)
        result = start_in_cgroup(a, c, r, g, f);
    if (result == 0)
        result = relay_until_exit(r, f);
    publish_stop(&r->publisher, result == 0 && !r->cancelled);
    if (a->rung == RUNG_CHROOT)
        kill_children(NULL, 0); /* what the command left behind */
    stop_emulator(r);
    network_stop(&r->network);
    return result == 0 && a->copies ? finish_copy(a, c, &copy, f) : result;
}

/* One in the life of an agent. */
static int claim_record(struct agent *a, const struct container *c, struct record *r, struct failure *f)
{
    pid_t nobody = 0;
    if (!a->record)
        return fail(f, EINVAL, "list container", "the agent was not started for one");
    if (!atomic_compare_exchange_strong(&a->occupant->keeper, &nobody, getpid()))
        return fail(f, EBUSY, "list container", "the agent has one");
    r->detached = c->detached;
    r->health = &c->health;
    r->removals = c->removals;
    r->removal_count = c->removal_count;
    return record_open(r, a, f);
}

/* One life of a container, with a scratch directory that is not there before. */
static int live(const struct agent *a, const struct container *c, struct relay *r, struct failure *f)
{
    struct cgroup cgroup = {0};
    if (mkdir(c->scratch, 0700) < 0)
        return fail(f, errno, "make scratch directory", "%s", c->scratch);
    int result = run(a, c, r, &cgroup, f);
    AUTO_FREE char *log = c->runtime.program ? runtime_log(c) : NULL;
    if (log)
        snprintf(r->failure.text, sizeof r->failure.text, "%s", log);
    r->out_of_memory = cgroup_out_of_memory(&cgroup);
    cgroup_remove(&cgroup);
    return result;
}

static void discard_scratch(const struct agent *a, const struct container *c)
{
    struct failure left = {0};
    raise_file_limit();
    if (remove_tree(a->run_fd, strrchr(c->scratch, '/') + 1, &left) < 0)
        say("%s stays: %s: %s", c->scratch, left.step, left.text);
}

/* What keeps a container from starting again is how it ended, and it may be tried once more. */
static int live_again(const struct agent *a, const struct container *c, struct relay *r, struct failure *f)
{
    discard_scratch(a, c);
    relay_renew(r);
    if (live(a, c, r, f) < 0) {
        r->failure = *f;
        r->failure.exit_code = NOT_STARTED;
        *f = (struct failure){0};
    }
    return 0;
}

int serve_exec(struct agent *a, struct channel *c, const struct frame *request, struct failure *f)
{
    struct container container = {0};
    struct relay relay = {.channel = c, .report = -1, .terminal_socket = -1, .output = {-1, -1}, .input = -1};
    struct record record = {0};
    if (parse_container(request, &container, f) < 0)
        return -1;
    if (check_isolation(a, &container, f) < 0)
        return -1;
    container.scratch = must_print("%s/%d", a->run, getpid());
    if (container.listed && claim_record(a, &container, &record, f) < 0)
        return -1;
    relay.record = container.listed ? &record : NULL;
    relay.detaches = container.listed && container.detached;
    relay.tty = container.tty;
    relay.has_stdin = container.has_stdin;
    if (a->rung == RUNG_CHROOT)
        adopt_orphans();
    container.real_devices = !a->user_xattrs && (container.insecure || a->device_control);
    limit_without_cgroup(a, &container);
    int result = live(a, &container, &relay, f);
    while (result == 0 && relay.record &&
           record_restarts(&record, &container.restart, relay_exit_code(&relay), relay.out_of_memory))
        result = live_again(a, &container, &relay, f);
    network_leave(&relay.network);
    if (relay.record)
        record_ended(&record, relay_exit_code(&relay), relay.out_of_memory, relay.failure.text);
    /* The answer first: nobody has to wait until the scratch directory is gone. */
    if (result == 0)
        result = relay_send_exit(&relay);
    discard_scratch(a, &container);
    return result;
}
