#include "network.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "program.h"
#include "sys.h"

#define PATIENCE 1000 /* times 5 ms until there is a route */
#define MOST_ARGS 32

/* Neither may reach what listens on the host's loopback interface. */
static size_t slirp_args(const char *program, const char *pid, const char **args)
{
    const char *const all[] = {
        program, "--configure", "--mtu=65520", "--disable-host-loopback", "--enable-sandbox", "--enable-seccomp",
        pid,     "tap0"};
    memcpy(args, all, sizeof all);
    return sizeof all / sizeof *all;
}

static size_t pasta_args(const char *program, const char *netns, const char **args)
{
    const char *const all[] = {
        program, "--config-net", "--quiet",  "--foreground",  "-t",          "none",    "-u",         "none",
        "-T",    "none",         "-U",       "none",          "--no-map-gw", "-a",      "10.0.2.100", "-n",
        "24",    "-g",           "10.0.2.2", "--dns-forward", "10.0.2.3",    "--netns", netns};
    memcpy(args, all, sizeof all);
    return sizeof all / sizeof *all;
}

/* As real root pasta becomes nobody, who may not open the namespace; in a user namespace it is the faster one. */
static bool may_use_pasta(const struct agent *a)
{
    return a->user_xattrs;
}

static bool has_route(pid_t init)
{
    AUTO_FREE char *path = must_print("/proc/%d/net/route", init);
    AUTO_FREE char *text = read_text(AT_FDCWD, path, 4096);
    return text && strstr(text, "\t00000000\t") != NULL && strchr(text, '\n') && strchr(text, '\n')[1] != 0;
}

static pid_t spawn(const char *const *args, int log)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    AUTO_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(null, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    sys_close_range(3, ~0U, 0);
    execv(args[0], (char *const *)(uintptr_t)args);
    _exit(127);
}

static int await_route(pid_t init, struct network *n, const char *program, int log, struct failure *f)
{
    const struct timespec pause = {.tv_nsec = 5000000};
    for (int i = 0; i < PATIENCE; i++) {
        int status;
        if (has_route(init))
            return 0;
        if (waitpid(n->pid, &status, WNOHANG) == n->pid) {
            char words[512] = "";
            ssize_t length = pread(log, words, sizeof words - 1, 0);
            n->pid = 0;
            return fail(f, 0, "connect network", "%s ended: %.*s", program, (int)(length > 0 ? length : 0), words);
        }
        nanosleep(&pause, NULL);
    }
    network_stop(n);
    return fail(f, ETIMEDOUT, "connect network", "%s made no route", program);
}

static int try_program(const char *name, pid_t init, struct network *n, struct failure *f)
{
    const char *args[MOST_ARGS] = {0};
    AUTO_FREE char *program = find_program(name);
    AUTO_FREE char *pid = must_print("%d", init);
    AUTO_FREE char *netns = must_print("/proc/%d/ns/net", init);
    if (!program)
        return fail(
            f, 0, "connect network",
            "a private network needs slirp4netns%s: install the package of that name, or use the host's network",
            strcmp(name, "pasta") == 0 ? " or pasta (package passt)" : "");
    if (strcmp(name, "pasta") == 0)
        pasta_args(program, netns, args);
    else
        slirp_args(program, pid, args);
    AUTO_FD log = memfd_create("network", MFD_CLOEXEC);
    n->pid = spawn(args, log);
    if (n->pid < 0)
        return fail(f, errno, "connect network", "cannot start %s", program);
    return await_route(init, n, program, log, f);
}

int network_start(const struct agent *a, pid_t init, struct network *n, struct failure *f)
{
    if (access("/dev/net/tun", R_OK | W_OK) < 0)
        return fail(f, errno, "connect network",
                    "a private network needs /dev/net/tun (as root: modprobe tun; chmod 666 /dev/net/tun)");
    if (may_use_pasta(a) && try_program("pasta", init, n, f) == 0)
        return 0;
    AUTO_FREE char *slirp = find_program("slirp4netns");
    if (f->step[0] && !slirp)
        return -1;
    return try_program("slirp4netns", init, n, f);
}

void network_leave(struct network *n)
{
    if (n->holder > 0)
        close(n->holder);
    n->holder = 0;
}

void network_stop(struct network *n)
{
    if (n->pid <= 0)
        return;
    kill(n->pid, SIGKILL);
    while (waitpid(n->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    n->pid = 0;
}

char *network_programs(const struct agent *a)
{
    AUTO_FREE char *slirp = find_program("slirp4netns");
    AUTO_FREE char *pasta = may_use_pasta(a) ? find_program("pasta") : NULL;
    if (access("/dev/net/tun", R_OK | W_OK) < 0)
        return must_print("no: /dev/net/tun: %s: as root %s (in a container: docker run --device /dev/net/tun)",
                          strerror(errno), errno == EACCES ? "chmod 666 /dev/net/tun" : "modprobe tun");
    if (!slirp && !pasta)
        return must_print("no: apt-get install slirp4netns%s (or dnf, apk add)", may_use_pasta(a) ? " or passt" : "");
    return must_print("yes, by %s", pasta ? pasta : slirp);
}
