#include "join.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "holder.h"
#include "sys.h"

/* By way of a descriptor: a socket's name is short. */
static int connect_holder(const char *directory, struct failure *f)
{
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    AUTO_FD dir = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    AUTO_FD fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    snprintf(place.sun_path, sizeof place.sun_path, "/proc/self/fd/%d/" HOLDER_SOCKET, dir);
    if (dir < 0 || fd < 0 || connect(fd, (struct sockaddr *)&place, sizeof place) < 0)
        return fail(f, errno, "join network", "reach the holder of %s", directory);
    return take_fd(&fd);
}

static int prepare(const struct join_spec *j, int init, int *tap, struct failure *f)
{
    struct tap_spec t = {.name = "eth0", .prefix = (unsigned)j->prefix};
    if (inet_pton(AF_INET, j->address, &t.address) != 1 ||
        (j->gateway && inet_pton(AF_INET, j->gateway, &t.gateway) != 1))
        return fail(f, EPROTO, "join network", "malformed address");
    if (setns(init, CLONE_NEWNET) < 0)
        return fail(f, errno, "join network", "enter the container's namespace");
    *tap = tap_open(&t, f);
    return *tap < 0 ? -1 : 0;
}

static int send_join(const struct join_spec *j, int holder, int tap, struct failure *f)
{
    char text[HOLDER_MESSAGE], control[CMSG_SPACE(sizeof tap)] = {0};
    size_t used = (size_t)snprintf(text, sizeof text, "JOIN\n%s\n%s", j->address, j->server ? j->server : "-");
    for (size_t i = 0; i < j->name_count && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "\n%s", j->names[i]);
    if (used >= sizeof text)
        return fail(f, E2BIG, "join network", "the names of the container");
    struct iovec data = {text, used};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof tap);
    memcpy(CMSG_DATA(head), &tap, sizeof tap);
    return sendmsg(holder, &message, MSG_NOSIGNAL) < 0 ? fail(f, errno, "join network", "ask its holder") : 0;
}

/* The interface is made in the container's network namespace, where this handler must not stay. */
static int join_from_inside(const struct join_spec *j, int init, int holder, struct failure *f)
{
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0)
        return fail(f, errno, "join network", "make a pipe");
    pid_t pid = fork();
    if (pid == 0) {
        int tap = -1;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (prepare(j, init, &tap, f) == 0)
            send_join(j, holder, tap, f);
        _exit(write_whole(report[1], f, sizeof *f) < 0);
    }
    close(report[1]);
    int got = pid < 0 ? -1 : read_whole(report[0], f, sizeof *f);
    close(report[0]);
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    if (got != 1)
        return fail(f, 0, "join network", "enter the container's namespace");
    return f->step[0] ? -1 : 0;
}

int network_join(const struct container *c, int init, struct network *n, struct failure *f)
{
    char answer[256];
    /* A container that starts again has kept its place. */
    AUTO_FD holder = n->holder > 0 ? n->holder : connect_holder(c->join.directory, f);
    n->holder = 0;
    if (holder < 0 || join_from_inside(&c->join, init, holder, f) < 0)
        return -1;
    ssize_t length = recv(holder, answer, sizeof answer - 1, 0);
    answer[length > 0 ? length : 0] = 0;
    if (strcmp(answer, "OK") != 0)
        return fail(f, 0, "join network", "%s", length > 5 ? answer + 5 : "its holder ended");
    n->holder = take_fd(&holder);
    return 0;
}
