#include <fcntl.h>
#include <limits.h>
#include <linux/keyctl.h>
#include <net/if.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "account.h"
#include "bundle.h"
#include "emulate.h"
#include "emulation.h"
#include "exec.h"
#include "plain.h"
#include "privileges.h"
#include "proxy.h"
#include "reaper.h"
#include "rootfs.h"
#include "sys.h"

#define REPORT 3 /* where the report pipe is while the command is prepared */
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* For what the handler does from outside, as joining the network. Its end closes with the handler, too. */
int await_go(const struct stage *s, struct failure *f)
{
    char byte;
    close(s->go[1]);
    int got = read_whole(s->go[0], &byte, 1);
    close(s->go[0]);
    return got == 1 ? 0 : fail(f, ECANCELED, "start container", "it is not wanted any more");
}

static int separate(const struct agent *a, const struct container *c, struct failure *f)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (a->rung == RUNG_CHROOT)
        return 0;
    syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL, 0, 0, 0); /* kernels without keyrings have none to share */
    if (sys_mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        return fail(f, errno, "detach mounts", "make / private");
    if (!a->outer_hostname && sethostname(c->hostname, strlen(c->hostname)) < 0)
        return fail(f, errno, "set hostname", "%s", c->hostname);
    return 0;
}

/* Published ports lead to the container's own address, which without a network is one more of its loopback interface.
 */
static int add_address(int socket_fd, const char *address, struct failure *f)
{
    struct ifreq request = {.ifr_name = "lo:1"};
    struct sockaddr_in *place = (struct sockaddr_in *)(void *)&request.ifr_addr;
    place->sin_family = AF_INET;
    if (inet_pton(AF_INET, address, &place->sin_addr) != 1 || ioctl(socket_fd, SIOCSIFADDR, &request) < 0)
        return fail(f, errno, "start loopback", "give it the address %s", address);
    place->sin_addr.s_addr = INADDR_BROADCAST; /* this address alone */
    return ioctl(socket_fd, SIOCSIFNETMASK, &request) == 0 ? 0 : fail(f, errno, "start loopback", "set its mask");
}

static int loopback_up(const struct container *c, struct failure *f)
{
    struct ifreq request = {.ifr_name = "lo"};
    AUTO_FD socket_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_fd < 0 || ioctl(socket_fd, SIOCGIFFLAGS, &request) < 0)
        return fail(f, errno, "start loopback", "read its flags");
    request.ifr_flags |= IFF_UP;
    if (ioctl(socket_fd, SIOCSIFFLAGS, &request) < 0)
        return fail(f, errno, "start loopback", "set its flags");
    return c->port_count > 0 && !c->private_network && !c->join.directory ? add_address(socket_fd, CONTAINER_ADDRESS, f)
                                                                          : 0;
}

/* The client may have blocked or ignored signals; a command starts with a clean slate. The C library keeps 32 and 33
 * for itself, so the kernel is asked directly; all zero is SIG_DFL. */
static void reset_signals(void)
{
    sigset_t none;
    const unsigned long plain[8] = {0};
    sigemptyset(&none);
    for (int n = 1; n <= 64; n++)
        syscall(SYS_rt_sigaction, n, plain, NULL, 8);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int take_standard_streams(const struct stage *s, int terminal, uid_t uid, struct failure *f)
{
    setsid();
    if (terminal >= 0 && (ioctl(terminal, TIOCSCTTY, 0) < 0 || fchown(terminal, uid, (gid_t)-1) < 0))
        return fail(f, errno, "take terminal", "as controlling terminal");
    for (int i = 0; i < 3; i++) {
        struct stat st;
        int fd = terminal >= 0 ? terminal : s->standard[i];
        /* A command that is not root may open /dev/stdout, which is this pipe, again. */
        if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) && fchown(fd, uid, (gid_t)-1) < 0)
            return fail(f, errno, "set user", "%u%s", uid,
                        errno == EINVAL ? " is outside the mapped ids: bigger ranges in /etc/subuid are needed" : "");
        if (dup2(fd, i) < 0)
            return fail(f, errno, "take stream", "%d", i);
    }
    return 0;
}

/* Before chdir: with a leaked descriptor, WORKDIR /proc/self/fd/7 would land on the host (CVE-2024-21626). */
static int drop_descriptors(int report, struct failure *f)
{
    if (report != REPORT && dup3(report, REPORT, O_CLOEXEC) < 0)
        return fail(f, errno, "close descriptors", "keep the report");
    return sys_close_range(REPORT + 1, ~0U, 0) == 0 ? 0 : fail(f, errno, "close descriptors", "close_range");
}

static int make_directory(const char *path, const struct account *account, struct failure *f)
{
    AUTO_FREE char *copy = must_copy(path, strlen(path));
    for (char *slash = copy;; *slash = '/') {
        slash = strchr(slash + 1, '/');
        if (slash)
            *slash = 0;
        if (mkdir(copy, 0755) == 0) {
            if (chown(copy, account->uid, account->gid) < 0)
                return fail(f, errno, "make working directory", "owner of %s", copy);
        } else if (errno != EEXIST && errno != EROFS && errno != ENOENT) {
            return fail(f, errno, "make working directory", "%s", copy);
        }
        if (!slash)
            return 0;
    }
}

static int enter_directory(const char *path, const struct account *account, struct failure *f)
{
    char now[PATH_MAX];
    if (path[0] != '/')
        return fail(f, EINVAL, "enter working directory", "%s is not absolute", path);
    if (chdir(path) < 0 && (errno != ENOENT || make_directory(path, account, f) < 0 || chdir(path) < 0))
        return f->step[0] ? -1 : fail(f, errno, "enter working directory", "%s", path);
    if (!getcwd(now, sizeof now) || now[0] != '/')
        return fail(f, EACCES, "enter working directory", "%s is outside the container", path);
    return 0;
}

static const char *variable(char *const *env, const char *name)
{
    size_t length = strlen(name);
    for (; *env; env++)
        if (strncmp(*env, name, length) == 0 && (*env)[length] == '=')
            return *env + length + 1;
    return NULL;
}

static int cannot_execute(const char *name, int error, struct failure *f)
{
    f->exit_code = error == ENOENT || error == ENOTDIR ? 127 : 126;
    if (f->exit_code == 127)
        return fail(f, 0, "execute", "%s: no such file, or its interpreter is missing, or it is not in PATH", name);
    if (error == ENOEXEC)
        return fail(f, 0, "execute", "%s: exec format error (another architecture, or a script without #!)", name);
    return fail(f, error, "execute", "%s", name);
}

/* PATH is the container's, searched as execvp does but with the command's own environment and ids. */
static int execute(char *const *args, char *const *env, struct failure *f)
{
    int worst = ENOENT;
    const char *path = variable(env, "PATH");
    if (strchr(args[0], '/') || !*args[0]) {
        execve(args[0], args, env);
        return cannot_execute(args[0], errno, f);
    }
    for (const char *at = path ? path : DEFAULT_PATH;; at++) {
        size_t length = strcspn(at, ":");
        AUTO_FREE char *file = must_print("%.*s%s%s", (int)length, at, length ? "/" : "./", args[0]);
        execve(file, args, env);
        if (errno == ENOEXEC || errno == E2BIG || errno == ENOMEM)
            return cannot_execute(file, errno, f);
        if (errno == EACCES)
            worst = EACCES;
        at += length;
        if (!*at)
            return cannot_execute(args[0], worst, f);
    }
}

static char **with_home(const struct container *c, const char *home)
{
    char **env = must_alloc((c->env_count + 2) * sizeof *env);
    for (size_t i = 0; i < c->env_count; i++)
        env[i] = c->env[i];
    if (!variable(env, "HOME"))
        env[c->env_count] = must_print("HOME=%s", home);
    return env;
}

static int enter_root(const struct agent *a, const struct container *c, const struct stage *s, int *terminal,
                      struct failure *f)
{
    if (a->rung == RUNG_CHROOT)
        return enter_chroot(c, f);
    int root = build_rootfs(a, c, s, terminal, f);
    return root < 0 ? -1 : enter_rootfs(root, f);
}

/* The runtime is PID 1: when it is killed, all that it started is. */
static int become_runtime(const struct agent *a, const struct container *c, const struct stage *s, struct failure *f)
{
    uid_t uid = c->tty ? 0 : (uid_t)strtoul(c->user, NULL, 10);
    int terminal = -1;
    if (enter_bundle(a, c, s->terminal, &terminal, f) < 0)
        return -1;
    umask(022);
    reset_signals();
    if (take_standard_streams(s, terminal, uid, f) < 0 || drop_descriptors(s->report, f) < 0)
        return -1;
    char **args = runtime_args(c);
    execv(args[0], args);
    return fail(f, errno, "start runtime", "%s", args[0]);
}

static int prepare_and_execute(const struct agent *a, const struct container *c, const struct stage *s,
                               struct failure *f)
{
    int terminal = -1;
    AUTO_FD emulator = c->emulator ? open(c->emulator, O_RDONLY | O_CLOEXEC) : -1;
    if (c->emulator && emulator < 0)
        return fail(f, errno, "open emulator", "%s", c->emulator);
    if (await_go(s, f) < 0 || separate(a, c, f) < 0 || (c->own_network && loopback_up(c, f) < 0))
        return -1;
    if (c->runtime.program)
        return become_runtime(a, c, s, f);
    return enter_root(a, c, s, &terminal, f) < 0 ? -1 : become_command(a, c, s, terminal, emulator, f);
}

int become_command(const struct agent *a, const struct container *c, const struct stage *s, int terminal, int emulator,
                   struct failure *f)
{
    struct account *account = must_alloc(sizeof *account);
    if (find_account(c->user, account, f) < 0)
        return -1;
    if (c->emulator && emulate(c->emulator_rule, emulator, f) < 0)
        return -1;
    if (s->calls[1] >= 0 && trap_calls(s->calls[1], f) < 0)
        return -1;
    umask(022);
    reset_signals();
    if (take_standard_streams(s, terminal, account->uid, f) < 0 || drop_descriptors(s->report, f) < 0)
        return -1;
    if (enter_directory(c->cwd, account, f) < 0 || set_rlimits(c, f) < 0 || drop_privileges(a, c, account, f) < 0)
        return -1;
    if (c->reaper && become_reaper(REPORT, terminal >= 0, f) < 0)
        return -1;
    return execute(c->args, with_home(c, account->home), f);
}

void container_init(const struct agent *a, const struct container *c, const struct stage *s)
{
    struct failure f = {0};
    prepare_and_execute(a, c, s, &f);
    give_up(s, &f);
}

void give_up(const struct stage *s, const struct failure *f)
{
    /* Either descriptor is the report, whichever came of drop_descriptors. */
    if (write(s->report, f, sizeof *f) != sizeof *f && write(REPORT, f, sizeof *f) != sizeof *f)
        _exit(124);
    _exit(125);
}
