#include "emulation.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "emulated_calls.h"
#include "sys.h"

#if defined(__x86_64__)
#define OUR_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_AUDIT_ARCH AUDIT_ARCH_AARCH64
#endif

#define MOST_FILTER 256

static struct sock_filter load(size_t offset)
{
    return (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset);
}

static const struct emulated_call *call_at(size_t i)
{
    return i < file_call_count ? &file_calls[i] : &id_calls[i - file_call_count];
}

/* Calls of programs for another architecture (i386 on x86_64) pass and fail as the kernel says. An open traps only
 * when it may make a file. */
static size_t compile_trap(struct sock_filter *out)
{
    size_t n = 0;
    const struct sock_filter trap = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    const struct sock_filter pass = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    out[n++] = load(offsetof(struct seccomp_data, arch));
    out[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_AUDIT_ARCH, 1, 0);
    out[n++] = pass;
    out[n++] = load(offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < file_call_count + id_call_count; i++) {
        const struct emulated_call *c = call_at(i);
        int argument = c->argument;
        bool by_value = c->number == SYS_prctl;
        out[n++] =
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)c->number, 0, argument < 0 ? 1 : 4);
        if (argument >= 0) {
            out[n++] = load(offsetof(struct seccomp_data, args) + 8 * (size_t)argument);
            out[n++] = (struct sock_filter)BPF_JUMP((uint16_t)(BPF_JMP | BPF_K | (by_value ? BPF_JEQ : BPF_JSET)),
                                                    by_value ? PR_SET_KEEPCAPS : O_CREAT, 1, 0);
            out[n++] = pass;
        }
        out[n++] = trap;
    }
    out[n++] = pass;
    return n;
}

int trap_calls(int socket, struct failure *f)
{
    struct sock_filter filter[MOST_FILTER];
    const struct sock_fprog program = {.len = (unsigned short)compile_trap(filter), .filter = filter};
    AUTO_FD listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    if (listener < 0)
        return fail(f, errno, "emulate users", "seccomp user notification (Linux 5.5 or newer is needed)");
    return send_descriptor(socket, listener, 0) == 0 ? 0 : fail(f, errno, "emulate users", "hand the listener over");
}

/* The number that /proc has for a process of ours. */
static pid_t number_in_proc(const struct agent *a, int proc, pid_t pid)
{
    int number = pid;
    if (!a->outer_proc)
        return pid;
    AUTO_FD pidfd = sys_pidfd_open(pid);
    AUTO_FREE char *path = must_print("self/fdinfo/%d", pidfd);
    AUTO_FREE char *text = pidfd < 0 ? NULL : read_text(proc, path, 1024);
    const char *line = text ? strstr(text, "\nPid:") : NULL;
    return line && sscanf(line, "\nPid: %d", &number) == 1 ? number : -1;
}

static long emulate_call(struct emulation *e)
{
    for (size_t i = 0; i < file_call_count + id_call_count; i++) {
        if (call_at(i)->number != e->request.data.nr)
            continue;
        uint64_t args[6];
        for (int n = 0; n < 6; n++)
            args[n] = e->request.data.args[n];
        return call_at(i)->emulate(e, args);
    }
    return NOT_EMULATED;
}

static void answer(const struct agent *a, struct emulation *e)
{
    struct seccomp_notif_resp response = {0};
    memset(&e->request, 0, sizeof e->request); /* or the kernel refuses it */
    if (ioctl(e->listener, SECCOMP_IOCTL_NOTIF_RECV, &e->request) < 0)
        return; /* the process is gone */
    e->pid = (pid_t)e->request.pid;
    e->proc_pid = number_in_proc(a, e->proc, e->pid);
    response.id = e->request.id;
    long result = emulate_call(e);
    if (result == NOT_EMULATED)
        response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    else if (result == ANSWERED)
        return;
    else if (result < 0)
        response.error = (int)result;
    else
        response.val = result;
    ioctl(e->listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

void answer_calls(const struct agent *a, int socket)
{
    char byte = 0;
    struct emulation e = {.proc = open("/proc", O_RDONLY | O_DIRECTORY), .root = {0}};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "jbuild-owners");
    umask(0);
    e.listener = receive_descriptor(socket, &byte);
    e.ids.proc = e.proc;
    if (e.listener < 0 || e.proc < 0 || fchdir(e.proc) < 0)
        return;
    struct pollfd wait_for = {.fd = e.listener, .events = POLLIN};
    while (poll(&wait_for, 1, -1) >= 0 || errno == EINTR) {
        if (wait_for.revents & POLLIN)
            answer(a, &e);
        else if (wait_for.revents)
            break;
    }
    if (e.lost)
        say("WARNING: %u owners could not be kept, which are now 0:0; the first is %s: isolation rootless-single keeps "
            "them in extended attributes; rootless-full has them all (see jbuild doctor)",
            e.lost, e.first_lost);
}
