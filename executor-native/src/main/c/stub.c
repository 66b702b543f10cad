#include "stub.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "cgroup.h"
#include "descendants.h"
#include "disk.h"
#include "idmap.h"
#include "record.h"
#include "sys.h"
#include "wire.h"

#define LOST 125
#define FAREWELL_MS 10000 /* for the agent to remove its run directory after the client is gone */

static int parse_options(int argc, char **argv, struct agent *a, struct failure *f)
{
    for (int i = 0; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--state") == 0) {
            a->state = argv[i + 1];
        } else if (strcmp(argv[i], "--overlay") == 0) {
            a->legacy_overlay = strcmp(argv[i + 1], "legacy") == 0;
        } else if (strcmp(argv[i], "--devices") == 0) {
            a->device_control = strcmp(argv[i + 1], "list") == 0 ? DEVICES_BY_LIST : DEVICES_UNCONTROLLED;
        } else if (strcmp(argv[i], "--container") == 0) {
            if (record_claim(a, argv[i + 1], f) < 0)
                return -1;
        } else if (strcmp(argv[i], "--isolation") == 0) {
            int rung = RUNG_CHROOT;
            while (rung > RUNG_AUTO && strcmp(argv[i + 1], rung_name((enum rung)rung)) != 0)
                rung--;
            a->rung = (enum rung)rung;
        } else {
            return fail(f, EINVAL, "read options", "unknown option %s", argv[i]);
        }
    }
    if (!a->state || a->state[0] != '/')
        return fail(f, EINVAL, "read options", "--state needs an absolute directory");
    return 0;
}

/* run/<id> with its lock held; the run directory is locked meanwhile, so that nobody sweeps it before it is ours. */
static int make_run_directory(struct agent *a, struct failure *f)
{
    uint64_t id;
    a->state_fd = open(a->state, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (a->state_fd < 0)
        return fail(f, errno, "open state directory", "%s", a->state);
    if (mkdirat(a->state_fd, "run", 0700) < 0 && errno != EEXIST)
        return fail(f, errno, "make run directory", "%s/run", a->state);
    AUTO_FD runs = openat(a->state_fd, "run", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (runs < 0 || flock(runs, LOCK_EX) < 0)
        return fail(f, errno, "lock run directory", "%s/run", a->state);
    if (getrandom(&id, sizeof id, 0) != sizeof id)
        return fail(f, errno, "read random bytes", "for the name of the run directory");
    AUTO_FREE char *name = must_print("%016llx", (unsigned long long)id);
    a->run = must_print("%s/run/%s", a->state, name);
    if (mkdirat(runs, name, 0700) < 0)
        return fail(f, errno, "make run directory", "%s", a->run);
    a->run_fd = openat(runs, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (a->run_fd < 0)
        return fail(f, errno, "open run directory", "%s", a->run);
    a->lock_fd = openat(a->run_fd, "lock", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (a->lock_fd < 0 || flock(a->lock_fd, LOCK_EX) < 0)
        return fail(f, errno, "lock run directory", "%s", a->run);
    return 0;
}

/* The address of a Unix socket holds 107 bytes: to a longer path our open descriptor of its directory is a short cut.
 */
static int make_socket(struct agent *a, char *path, size_t size, struct failure *f)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(a->run) + sizeof "/socket" <= sizeof address.sun_path) {
        snprintf(path, size, "%s/socket", a->run);
    } else {
        snprintf(path, size, "/proc/%d/fd/%d/socket", getpid(), a->run_fd);
    }
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    a->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (a->listen_fd < 0 || bind(a->listen_fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(a->listen_fd, 128) < 0)
        return fail(f, errno, "listen", "%s", path);
    return 0;
}

static int become_mapped_root(const struct agent *a, int maps_ready, struct failure *f)
{
    char go;
    if (read_whole(maps_ready, &go, 1) != 1)
        _exit(LOST); /* the stub says why */
    if (setresgid(0, 0, 0) < 0 || (a->ids == IDS_MAPPED && setgroups(0, NULL) < 0) || setresuid(0, 0, 0) < 0)
        return fail(f, errno, "become root of the user namespace", "rung %s", rung_name(a->rung));
    prctl(PR_SET_DUMPABLE, 1); /* the change of ids cleared it, and /proc/self would belong to a stranger */
    return 0;
}

struct child {
    pid_t pid;
    int pidfd;
    int lifeline; /* write end: closing it ends the agent */
};

/* Never returns. No parent death signal: when the stub is killed, the end of the lifeline lets the agent clean up. */
static void become_agent(struct agent *a, const char *socket, int maps_ready, int report)
{
    struct failure f = {0};
    if (a->rung == RUNG_ROOT || a->rung == RUNG_CHROOT || become_mapped_root(a, maps_ready, &f) == 0)
        agent_set_up(a, &f);
    close(maps_ready);
    if (write_whole(report, &f, sizeof f) < 0 || f.step[0])
        _exit(LOST);
    close(report);
    _exit(agent_main(a, socket));
}

/* The agent says how far it came: an empty failure when it serves. */
static int await_set_up(const struct child *child, int report, struct failure *f)
{
    if (read_whole(report, f, sizeof *f) != 1)
        fail(f, ECHILD, "start agent", "it ended without a word");
    if (!f->step[0])
        return 0;
    waitpid(child->pid, NULL, 0);
    return -1;
}

static int start_agent(struct agent *a, const char *socket, struct child *child, struct failure *f)
{
    int lifeline[2], maps[2], report[2];
    if (pipe2(lifeline, O_CLOEXEC) < 0 || pipe2(maps, O_CLOEXEC) < 0 || pipe2(report, O_CLOEXEC) < 0)
        return fail(f, errno, "make pipes", "for the agent");
    if (check_rung(a->rung, &a->ids, f) < 0)
        return -1;
    bool mapping = a->rung != RUNG_ROOT && a->rung != RUNG_CHROOT;
    uint64_t namespaces = a->rung == RUNG_CHROOT ? 0 : CLONE_NEWPID | CLONE_NEWNS | (mapping ? CLONE_NEWUSER : 0U);
    struct clone_args args = {
        .flags = namespaces | CLONE_PIDFD,
        .pidfd = (uint64_t)(uintptr_t)&child->pidfd,
        .exit_signal = SIGCHLD,
    };
    child->pid = sys_clone3(&args);
    if (child->pid < 0)
        return explain_namespace(a->rung, errno, f);
    if (child->pid == 0) {
        close(lifeline[1]);
        close(maps[1]);
        close(report[0]);
        a->lifeline_fd = lifeline[0];
        close_fd(&a->stub_end);
        become_agent(a, socket, maps[0], report[1]);
    }
    close(lifeline[0]);
    close(maps[0]);
    close(report[1]);
    child->lifeline = lifeline[1];
    AUTO_FD mapped = maps[1];
    AUTO_FD reported = report[0];
    if (mapping && (write_maps(a->ids, child->pid, f) < 0 || write_whole(mapped, "", 1) < 0)) {
        if (!f->step[0])
            fail(f, errno, "start agent", "it ended before its ids were mapped");
        kill(child->pid, SIGKILL);
        waitpid(child->pid, NULL, 0);
        return -1;
    }
    return await_set_up(child, reported, f);
}

/* One after the other, strongest first; what keeps the stronger ones from working is told to the client. */
static int start_best(struct agent *a, const char *socket, struct child *child, struct failure *f)
{
    static const enum rung as_root[] = {RUNG_ROOT, RUNG_ROOTLESS_FULL, RUNG_NESTED, RUNG_CHROOT, RUNG_AUTO};
    static const enum rung as_user[] = {RUNG_ROOTLESS_FULL, RUNG_ROOTLESS_SINGLE, RUNG_NESTED, RUNG_AUTO};
    char *reasons = must_copy("", 0);
    for (const enum rung *rung = geteuid() == 0 ? as_root : as_user; *rung != RUNG_AUTO; rung++) {
        struct failure mine = {0};
        a->rung = *rung;
        a->weaker = reasons;
        if (start_agent(a, socket, child, &mine) == 0)
            return 0;
        close_fd(&child->lifeline);
        char *more = must_print("%s%s%s: %s", reasons, *reasons ? "; " : "", rung_name(*rung), mine.text);
        free(reasons);
        reasons = more;
        *f = mine;
    }
    fail(f, 0, "choose isolation", "%s", reasons);
    free(reasons);
    return -1;
}

/* From the start of a container that goes on without its client. */
static void let_go_of_client(struct pollfd *client)
{
    AUTO_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(null, STDERR_FILENO);
    client->fd = -1;
}

static bool is_connected(struct pollfd client)
{
    return client.fd >= 0 && poll(&client, 1, 0) >= 0 && !(client.revents & (POLLHUP | POLLERR));
}

/* Until the client goes (end of file on stdin) or the agent does. */
static int guard(const struct agent *a, struct child *child)
{
    bool released = false;
    struct pollfd wait_for[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                                {.fd = child->pidfd, .events = POLLIN},
                                {.fd = a->stub_end, .events = POLLIN}};
    for (;;) {
        if (poll(wait_for, 3, -1) < 0 && errno != EINTR)
            break;
        char ignored[256];
        if (wait_for[1].revents)
            return LOST;
        if (wait_for[0].revents && read(STDIN_FILENO, ignored, sizeof ignored) <= 0)
            break;
        if (wait_for[2].revents & POLLIN)
            record_answer(a->stub_end, is_connected(wait_for[0]), &released);
        else if (wait_for[2].revents)
            wait_for[2].fd = -1;
        if (released && wait_for[0].fd >= 0)
            let_go_of_client(&wait_for[0]);
    }
    close(child->lifeline);
    while (poll(&wait_for[1], 1, FAREWELL_MS) < 0 && errno == EINTR)
        ;
    sys_pidfd_send_signal(child->pidfd, SIGKILL);
    waitpid(child->pid, NULL, 0);
    return 0;
}

static int refuse(const struct failure *f)
{
    dprintf(STDOUT_FILENO, "FAIL\t%d\t%s\t%s\n", f->errnum, f->step, f->text);
    return LOST;
}

int stub_main(int argc, char **argv)
{
    struct agent a = {.state_fd = -1,
                      .run_fd = -1,
                      .lock_fd = -1,
                      .listen_fd = -1,
                      .lifeline_fd = -1,
                      .record_fd = -1,
                      .record_lock = -1,
                      .stub_end = -1,
                      .asking_end = -1,
                      .unwanted = -1,
                      .weaker = "",
                      .global_root = geteuid() == 0,
                      .device_control = DEVICES_BY_PROGRAM,
                      .device_program = -1};
    struct failure f = {0};
    struct child child = {.pidfd = -1, .lifeline = -1};
    char socket[sizeof((struct sockaddr_un *)0)->sun_path] = "";
    sys_close_range(3, ~0U, 0);
    adopt_orphans();
    setsid(); /* Ctrl-C in a terminal is for the client, which still needs us to clean up */
    signal(SIGPIPE, SIG_IGN);
    umask(022);
    if (parse_options(argc, argv, &a, &f) < 0)
        return refuse(&f);
    if (make_run_directory(&a, &f) < 0 || make_socket(&a, socket, sizeof socket, &f) < 0 ||
        (a.rung == RUNG_AUTO ? start_best : start_agent)(&a, socket, &child, &f) < 0) {
        struct failure ignored = {0};
        if (a.run)
            remove_path(&a, a.run, &ignored);
        return refuse(&f);
    }
    /* Only the agent holds on to the output and the socket from here on. */
    AUTO_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, STDOUT_FILENO);
    close(a.listen_fd);
    close_fd(&a.asking_end);
    int result = guard(&a, &child);
    kill_children(NULL, 0);    /* those of an agent without namespaces that was killed */
    cgroup_sweep(a.run_fd, 0); /* the agent did, unless it was killed */
    free(a.run);
    return result;
}
