#include "uplink.h"

#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "program.h"
#include "sys.h"

#define DEVICE "tap0"
#define BUFFER (16 << 20) /* bytes, of what slirp4netns says faster than we pass it on */

/* These numbers are its descriptors; what it finds at EXIT_FD ends with us. */
enum { READY_FD = 3, EXIT_FD = 4, NAMESPACE_FD = 5 };

static void become_slirp(const char *program, const char *cidr, int ready, int stop, int space, int log)
{
    const char *const args[] = {program,
                                "--mtu=65520",
                                "--disable-host-loopback",
                                "--enable-sandbox",
                                "--enable-seccomp",
                                "--ready-fd=3",
                                "--exit-fd=4",
                                "--netns-type=path",
                                cidr,
                                "/proc/self/fd/5",
                                DEVICE,
                                NULL};
    AUTO_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* Out of the way first: these may have any numbers. */
    ready = fcntl(ready, F_DUPFD_CLOEXEC, 16);
    stop = fcntl(stop, F_DUPFD_CLOEXEC, 16);
    space = fcntl(space, F_DUPFD_CLOEXEC, 16);
    log = fcntl(log, F_DUPFD_CLOEXEC, 16);
    dup2(null, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    dup2(ready, READY_FD);
    dup2(stop, EXIT_FD);
    dup2(space, NAMESPACE_FD);
    sys_close_range(NAMESPACE_FD + 1, ~0U, 0);
    execv(program, (char *const *)(uintptr_t)args);
    _exit(127);
}

static int await_slirp(struct uplink *u, const char *program, int ready, int log, struct failure *f)
{
    char byte, words[512] = "";
    if (read_whole(ready, &byte, 1) == 1)
        return 0;
    kill(u->pid, SIGKILL);
    waitpid(u->pid, NULL, 0);
    ssize_t length = pread(log, words, sizeof words - 1, 0);
    return fail(f, 0, "connect network", "%s ended: %.*s", program, (int)(length > 0 ? length : 0), words);
}

/* The child is forked before its parent leaves for the namespace that it is to serve: there it could not come back. */
static int await_namespace(pid_t parent, int go)
{
    char byte;
    AUTO_FREE char *path = must_print("/proc/%d/ns/net", parent);
    int space = read_whole(go, &byte, 1) == 1 ? open(path, O_RDONLY) : -1;
    if (space < 0)
        _exit(126);
    return space;
}

static int start_slirp(struct in_addr base, unsigned prefix, struct uplink *u, struct failure *f)
{
    int ready[2], stop[2], go[2];
    pid_t self = getpid();
    AUTO_FREE char *program = find_program("slirp4netns");
    AUTO_FREE char *cidr = must_print("--cidr=%s/%u", inet_ntoa(base), prefix);
    if (!program)
        return fail(f, 0, "connect network",
                    "a network needs slirp4netns for its way out: install the package of that name, or create the "
                    "network with --internal");
    AUTO_FD log = memfd_create("uplink", MFD_CLOEXEC);
    if (log < 0 || pipe2(ready, O_CLOEXEC) < 0 || pipe2(stop, O_CLOEXEC) < 0 || pipe2(go, O_CLOEXEC) < 0)
        return fail(f, errno, "connect network", "make pipes");
    u->pid = fork();
    if (u->pid == 0) {
        close(stop[1]);
        close(go[1]);
        become_slirp(program, cidr, ready[1], stop[0], await_namespace(self, go[0]), log);
    }
    close(ready[1]);
    close(stop[0]); /* stop[1] stays open as long as we live */
    close(go[0]);
    if (u->pid < 0)
        return fail(f, errno, "connect network", "cannot start %s", program);
    if (unshare(CLONE_NEWNET) < 0 || write_whole(go[1], "", 1) < 0)
        return fail(f, errno, "connect network", "make a network namespace");
    close(go[1]);
    int result = await_slirp(u, program, ready[0], log, f);
    close(ready[0]);
    return result;
}

static int open_packets(struct failure *f)
{
    const int size = BUFFER;
    struct failure why = {0};
    struct sockaddr_ll place = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
    AUTO_FD plain = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    AUTO_FD fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    place.sll_ifindex = (int)if_nametoindex(DEVICE);
    if (plain < 0 || interface_up(plain, DEVICE, &why) < 0)
        return fail(f, 0, "connect network", "%s", why.text);
    if (fd < 0 || place.sll_ifindex == 0 || bind(fd, (struct sockaddr *)&place, sizeof place) < 0)
        return fail(f, errno, "connect network", "open a packet socket");
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size); /* as much as the machine gives */
    return take_fd(&fd);
}

int uplink_start(struct in_addr base, unsigned prefix, struct uplink *u, struct failure *f)
{
    if (start_slirp(base, prefix, u, f) < 0)
        return -1;
    u->fd = open_packets(f);
    return u->fd < 0 ? -1 : 0;
}
