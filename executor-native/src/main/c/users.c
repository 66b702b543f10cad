#include "users.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define MOST_USERS 1024
#define MOST_NAMES 64

struct words {
    char *list[MOST_NAMES];
    size_t count;
};

static void reply(const struct user *u, const char *text)
{
    if (send(u->control.fd, text, strlen(text), MSG_NOSIGNAL) < 0)
        return; /* who does not read its answers is about to go */
}

/* The lists of the switch and of the name server are those of who has joined. */
static void relink(struct holder *h)
{
    h->lan.members = NULL;
    h->zone.hosts = NULL;
    for (struct user *u = h->users; u; u = u->next) {
        if (!u->joined)
            continue;
        u->port.next = h->lan.members;
        h->lan.members = &u->port;
        u->named.next = (struct named *)(uintptr_t)h->zone.hosts;
        h->zone.hosts = &u->named;
    }
}

static void call(struct user *u, const char *old, char *name)
{
    for (size_t i = 0; i < u->named.count; i++)
        if (strcmp(u->named.names[i], old) == 0)
            u->named.names[i] = name;
}

/* Its address stays its own. */
static void leave(struct holder *h, struct user *u)
{
    u->joined = false;
    relink(h);
    if (u->tap.fd >= 0)
        close(u->tap.fd);
    u->tap.fd = -1;
    free(u->named.names);
    free(u->text);
    u->named = (struct named){0};
    u->text = NULL;
}

static void forget(struct holder *h, struct user *gone)
{
    struct user **link = &h->users;
    while (*link != gone)
        link = &(*link)->next;
    *link = gone->next;
    h->user_count--;
    leave(h, gone);
    close(gone->control.fd);
    free(gone->old_name);
    free(gone->new_name);
    free(gone);
}

void users_accept(struct holder *h)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    const struct timeval patience = {.tv_sec = 1};
    AUTO_FD fd = accept4(h->listening, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) < 0 ||
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 || peer.uid != geteuid())
        return;
    if (h->user_count >= MOST_USERS)
        return;
    struct user *u = must_alloc(sizeof *u);
    u->control = (struct watched){WATCH_USER, take_fd(&fd), u, NULL};
    u->tap.fd = -1;
    u->next = h->users;
    h->users = u;
    h->user_count++;
    holder_watch(h, &u->control);
}

static bool is_taken(const struct holder *h, struct in_addr address, bool by_joined)
{
    for (const struct user *u = h->users; u; u = u->next)
        if (u->address.s_addr == address.s_addr && (u->joined || !by_joined))
            return true;
    return false;
}

/* Whether a container may have it: not the network's ends, nor what the gateway and slirp4netns have. */
static bool is_for_containers(const struct holder *h, struct in_addr address)
{
    uint32_t mask = ntohl(mask_of(h->spec->prefix).s_addr), base = ntohl(h->spec->base.s_addr);
    uint32_t number = ntohl(address.s_addr), host = number & ~mask;
    if ((number & mask) != base || host == 0 || host == ~mask || address.s_addr == h->spec->gateway.s_addr)
        return false;
    return host != SLIRP_GATEWAY && host != SLIRP_RESOLVER;
}

static bool find_free(const struct holder *h, struct in_addr *address)
{
    uint32_t mask = ntohl(mask_of(h->spec->prefix).s_addr), base = ntohl(h->spec->base.s_addr);
    for (uint32_t host = 1; host < ~mask; host++) {
        address->s_addr = htonl(base | host);
        if (is_for_containers(h, *address) && !is_taken(h, *address, false))
            return true;
    }
    return false;
}

static void reserve(struct holder *h, struct user *u, const struct words *w)
{
    struct in_addr address;
    char text[128];
    if (w->count < 2 && !find_free(h, &address)) {
        reply(u, "FAIL\nall addresses of the network are in use");
        return;
    }
    if (w->count >= 2 && (inet_pton(AF_INET, w->list[1], &address) != 1 || !is_for_containers(h, address))) {
        reply(u, "FAIL\nthe address is not one that a container of this network can have");
        return;
    }
    if (w->count >= 2 && is_taken(h, address, false)) {
        reply(u, "FAIL\nthe address is in use");
        return;
    }
    u->address = address;
    snprintf(text, sizeof text, "OK\n%s", inet_ntoa(address));
    reply(u, text);
}

static void join(struct holder *h, struct user *u, const struct words *w, int *tap)
{
    struct in_addr address, server = {0};
    if (*tap < 0 || w->count < 4 || inet_pton(AF_INET, w->list[1], &address) != 1) {
        reply(u, "FAIL\nmalformed request");
        return;
    }
    if (u->joined && u->address.s_addr == address.s_addr)
        leave(h, u); /* the container starts again */
    if (u->joined || !is_for_containers(h, address) || is_taken(h, address, true)) {
        reply(u, "FAIL\nthe address is in use");
        return;
    }
    if (strcmp(w->list[2], "-") != 0 && inet_pton(AF_INET, w->list[2], &server) != 1) {
        reply(u, "FAIL\nthe name server has no IPv4 address");
        return;
    }
    for (struct user *other = h->users; other; other = other->next)
        if (other->address.s_addr == address.s_addr)
            other->address.s_addr = 0; /* it was kept for this one */
    u->address = address;
    u->port = (struct port){.kind = PORT_MEMBER, .fd = take_fd(tap), .address = address};
    mac_of(address, u->port.mac);
    fcntl(u->port.fd, F_SETFL, O_NONBLOCK);
    u->named = (struct named){.address = address, .server = server, .count = w->count - 3};
    u->named.names = must_alloc(u->named.count * sizeof *u->named.names);
    memcpy(u->named.names, w->list + 3, u->named.count * sizeof *u->named.names);
    if (u->old_name) /* it does not know itself, and starts again with the names that it was made with */
        call(u, u->old_name, u->new_name);
    u->tap = (struct watched){WATCH_PORT, u->port.fd, u, &u->port};
    u->joined = true;
    relink(h);
    holder_watch(h, &u->tap);
    reply(u, "OK");
}

static bool is_called(const struct user *u, const char *name)
{
    for (size_t i = 0; i < u->named.count; i++)
        if (strcmp(u->named.names[i], name) == 0)
            return true;
    return false;
}

/* The address says which, as several may have the name as an alias. */
static void rename_user(struct holder *h, const struct user *to, const struct words *w)
{
    struct in_addr address;
    if (w->count != 4 || inet_pton(AF_INET, w->list[1], &address) != 1) {
        reply(to, "FAIL\nmalformed request");
        return;
    }
    for (struct user *u = h->users; u; u = u->next) {
        if (!u->joined || u->address.s_addr != address.s_addr || !is_called(u, w->list[2]))
            continue;
        char *name = must_print("%s", w->list[3]);
        call(u, w->list[2], name);
        if (!u->old_name)
            u->old_name = must_print("%s", w->list[2]);
        free(u->new_name);
        u->new_name = name;
    }
    reply(to, "OK");
}

static void list(const struct holder *h, const struct user *to)
{
    for (const struct user *u = h->users; u; u = u->next) {
        char text[HOLDER_MESSAGE];
        size_t used = 0;
        if (u->address.s_addr == 0)
            continue;
        used += (size_t)snprintf(text, sizeof text, "USER\n%s", inet_ntoa(u->address));
        for (size_t i = 0; i < u->named.count && used + strlen(u->named.names[i]) + 2 < sizeof text; i++)
            used += (size_t)snprintf(text + used, sizeof text - used, "\n%s", u->named.names[i]);
        reply(to, text);
    }
    reply(to, "END");
}

/* The words stay where they are, in `text`. */
static void split(char *text, struct words *w)
{
    char *save = NULL;
    w->count = 0;
    for (char *word = strtok_r(text, "\n", &save); word && w->count < MOST_NAMES; word = strtok_r(NULL, "\n", &save))
        w->list[w->count++] = word;
}

static void answer(struct holder *h, struct user *u, char *text, int *tap)
{
    struct words w;
    split(text, &w);
    const char *command = w.count > 0 ? w.list[0] : "";
    if (strcmp(command, "RESERVE") == 0)
        reserve(h, u, &w);
    else if (strcmp(command, "JOIN") == 0) {
        join(h, u, &w, tap);
        if (u->joined && !u->text)
            u->text = text;
    } else if (strcmp(command, "RENAME") == 0)
        rename_user(h, u, &w);
    else if (strcmp(command, "LIST") == 0)
        list(h, u);
    else if (strcmp(command, "QUIT") == 0 && h->user_count == 1)
        h->quit = true;
    else
        reply(u, strcmp(command, "QUIT") == 0 ? "BUSY" : "FAIL\nunknown request");
    if (u->text != text)
        free(text);
}

static int descriptor_of(struct msghdr *message)
{
    int fd = -1;
    struct cmsghdr *head = CMSG_FIRSTHDR(message);
    if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS &&
        head->cmsg_len == CMSG_LEN(sizeof fd))
        memcpy(&fd, CMSG_DATA(head), sizeof fd);
    return fd;
}

void users_serve(struct holder *h, struct user *u)
{
    char *text = must_alloc(HOLDER_MESSAGE + 1);
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec data = {text, HOLDER_MESSAGE};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t n = recvmsg(u->control.fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (n <= 0) {
        bool gone = n == 0 || (errno != EAGAIN && errno != EINTR);
        free(text);
        if (gone)
            forget(h, u);
        return;
    }
    AUTO_FD tap = descriptor_of(&message);
    if (message.msg_flags & MSG_TRUNC)
        *text = 0;
    answer(h, u, text, &tap);
}
