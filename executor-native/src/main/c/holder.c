#include "holder.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "disk.h"
#include "idmap.h"
#include "sys.h"
#include "users.h"

#define TURNS 32      /* frames of one port before the others get theirs */
#define LINGER_MS 100 /* between tries to end, when somebody is about to come */
#define FRAME_ROOM (FRAME_SIZE + 4)

static int write_map(const char *path, const char *text)
{
    AUTO_FD fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? -1 : write_whole(fd, text, strlen(text));
}

/* Only root's own namespaces need no user namespace around them. */
static int enter_user_namespace(struct failure *f)
{
    AUTO_FREE char *users = must_print("0 %u 1", geteuid());
    AUTO_FREE char *groups = must_print("0 %u 1", getegid());
    if (geteuid() == 0 && unshare(CLONE_NEWUTS) == 0)
        return 0;
    if (unshare(CLONE_NEWUSER) < 0)
        return explain_namespace(RUNG_ROOTLESS_SINGLE, errno, f);
    if (write_map("/proc/self/setgroups", "deny") < 0 || write_map("/proc/self/uid_map", users) < 0 ||
        write_map("/proc/self/gid_map", groups) < 0)
        return fail(f, errno, "start network", "map the user");
    return 0;
}

static int open_own(struct holder *h, struct failure *f)
{
    const struct network_spec *n = h->spec;
    struct tap_spec t = {.name = "lan0", .address = n->gateway, .prefix = n->prefix};
    if (unshare(CLONE_NEWNET) < 0)
        return fail(f, errno, "start network", "make a network namespace");
    if (!n->internal)
        t.gateway.s_addr = htonl(ntohl(n->base.s_addr) + SLIRP_GATEWAY);
    h->lan.own = (struct port){.kind = PORT_OWN, .address = n->gateway};
    mac_of(n->gateway, h->lan.own.mac);
    h->lan.own.fd = tap_open(&t, f);
    return h->lan.own.fd < 0 ? -1 : resolver_open(&h->resolver, n->gateway, f);
}

/* Bytes of strangers come in from here on. */
static int confine(struct failure *f)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    const struct __user_cap_data_struct none[2] = {0};
    if (chroot(HOLDER_VOID) < 0 || chdir("/") < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
        syscall(SYS_capset, &head, none) < 0)
        return fail(f, errno, "start network", "confine the holder");
    return 0;
}

static int set_up(struct holder *h, struct failure *f)
{
    struct uplink uplink = {.fd = -1};
    const struct network_spec *n = h->spec;
    if (enter_user_namespace(f) < 0)
        return -1;
    if (!n->internal && uplink_start(n->base, n->prefix, &uplink, f) < 0)
        return -1;
    h->lan.gateway = n->gateway;
    h->lan.uplink = (struct port){.kind = PORT_UPLINK, .fd = uplink.fd};
    h->slirp = uplink.pid;
    if (!n->internal)
        h->resolver.server.s_addr = htonl(ntohl(n->base.s_addr) + SLIRP_RESOLVER);
    h->zone = (struct zone){.network = n->name, .base = n->base, .mask = mask_of(n->prefix)};
    return open_own(h, f) < 0 ? -1 : confine(f);
}

void holder_watch(const struct holder *h, struct watched *w)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = w};
    if (epoll_ctl(h->epoll, EPOLL_CTL_ADD, w->fd, &event) < 0)
        say("network: epoll: %s", strerror(errno));
}

/* A packet socket also tells what is sent to its interface; only what comes from it is for us. */
static ssize_t receive_frame(const struct port *p, uint8_t *frame)
{
    struct sockaddr_ll from = {0};
    socklen_t size = sizeof from;
    if (p->kind != PORT_UPLINK)
        return read(p->fd, frame, FRAME_ROOM);
    ssize_t n = recvfrom(p->fd, frame, FRAME_ROOM, 0, (struct sockaddr *)&from, &size);
    return n > 0 && from.sll_pkttype == PACKET_OUTGOING ? 0 : n;
}

/* False when nothing will come any more. */
static bool move_frames(const struct holder *h, const struct port *p)
{
    static uint8_t frame[FRAME_ROOM];
    for (int i = 0; i < TURNS; i++) {
        ssize_t n = receive_frame(p, frame);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR || errno == ENETDOWN || errno == ENOBUFS;
        lan_forward(&h->lan, p, frame, (size_t)n);
    }
    return true;
}

static void reap(struct holder *h, int signals)
{
    struct signalfd_siginfo info;
    pid_t pid;
    while (read(signals, &info, sizeof info) > 0)
        ;
    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) {
        if (pid == h->slirp)
            say("network %s: slirp4netns ended: there is no way out any more", h->spec->name);
        else if (h->resolver.children > 0)
            h->resolver.children--;
    }
}

static void serve_watched(struct holder *h, struct watched *w)
{
    switch (w->kind) {
    case WATCH_LISTENER:
        users_accept(h);
        break;
    case WATCH_USER:
        users_serve(h, w->owner);
        break;
    case WATCH_PORT:
        if (!move_frames(h, w->port)) {
            epoll_ctl(h->epoll, EPOLL_CTL_DEL, w->fd, NULL);
            say("network %s: a port closed: %s", h->spec->name, strerror(errno));
        }
        break;
    case WATCH_SIGNALS:
        reap(h, w->fd);
        break;
    case WATCH_QUESTIONS:
        resolver_question(&h->resolver, &h->zone);
        break;
    case WATCH_CONNECTIONS:
        resolver_connection(&h->resolver, &h->zone);
        break;
    case WATCH_REPLIES:
        resolver_reply(&h->resolver);
        break;
    }
}

/* Who holds the lock is about to come; with the lock nobody is. */
static bool may_end(const struct holder *h)
{
    struct pollfd waiting = {.fd = h->listening, .events = POLLIN};
    if (flock(h->lock, LOCK_EX | LOCK_NB) < 0)
        return false;
    if (poll(&waiting, 1, 0) == 0)
        return true;
    flock(h->lock, LOCK_UN);
    return false;
}

static void serve_until_unused(struct holder *h)
{
    struct epoll_event event;
    while (!h->quit && (h->users || !may_end(h)))
        if (epoll_wait(h->epoll, &event, 1, h->users ? -1 : LINGER_MS) == 1)
            serve_watched(h, event.data.ptr);
}

static int watch_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

void holder_run(const struct network_spec *n, int listening, int ready)
{
    struct failure f = {0};
    struct holder h = {.spec = n, .listening = listening, .lan = {.own.fd = -1, .uplink.fd = -1}};
    prctl(PR_SET_NAME, "jbuild-network");
    h.lock = open(HOLDER_LOCK, O_RDWR | O_CLOEXEC);
    h.epoll = epoll_create1(EPOLL_CLOEXEC);
    int result = h.lock < 0 ? fail(&f, errno, "start network", "open its lock") : set_up(&h, &f);
    if (write_whole(ready, &f, sizeof f) < 0 || result < 0)
        _exit(1);
    close(ready);
    raise_file_limit();
    struct watched all[] = {
        {WATCH_LISTENER, listening, NULL, NULL},
        {WATCH_SIGNALS, watch_signals(), NULL, NULL},
        {WATCH_QUESTIONS, h.resolver.udp, NULL, NULL},
        {WATCH_CONNECTIONS, h.resolver.tcp, NULL, NULL},
        {WATCH_REPLIES, h.resolver.upstream, NULL, NULL},
        {WATCH_PORT, h.lan.own.fd, NULL, &h.lan.own},
        {WATCH_PORT, h.lan.uplink.fd, NULL, &h.lan.uplink},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].fd >= 0)
            holder_watch(&h, &all[i]);
    serve_until_unused(&h);
    close(listening); /* before the lock: who has it next finds nobody */
    _exit(0);
}
