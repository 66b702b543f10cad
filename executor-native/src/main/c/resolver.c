#include "resolver.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>

#include "sys.h"

#define PORT 53
#define HEADER 12
#define MOST_CHILDREN 16
#define PATIENCE 20 /* seconds for all that is asked by one connection */

static uint8_t message[DNS_MOST], reply[DNS_MOST];

static int bind_socket(int type, struct in_addr address, uint16_t port)
{
    const int on = 1;
    const struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr = address, .sin_port = htons(port)};
    AUTO_FD fd = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
        bind(fd, (const struct sockaddr *)&place, sizeof place) < 0)
        return -1;
    return take_fd(&fd);
}

int resolver_open(struct resolver *r, struct in_addr address, struct failure *f)
{
    r->udp = bind_socket(SOCK_DGRAM, address, PORT);
    r->tcp = bind_socket(SOCK_STREAM, address, PORT);
    r->upstream = bind_socket(SOCK_DGRAM, address, 0);
    if (r->udp < 0 || r->tcp < 0 || r->upstream < 0 || listen(r->tcp, MOST_CHILDREN) < 0)
        return fail(f, errno, "start name server", "listen on %s", inet_ntoa(address));
    return 0;
}

static struct sockaddr_in server_of(const struct resolver *r, const struct zone *z, struct in_addr client)
{
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_addr = r->server, .sin_port = htons(PORT)};
    for (const struct named *h = z->hosts; h && r->server.s_addr; h = h->next)
        if (h->address.s_addr == client.s_addr && h->server.s_addr)
            server.sin_addr = h->server;
    return server;
}

/* With an id of our own, half of it random, so that a neighbour cannot answer in the server's place. */
static bool pass_on(struct resolver *r, const struct zone *z, const struct sockaddr_in *client, size_t length)
{
    uint8_t index = r->next++;
    struct question_slot *s = &r->slots[index];
    *s = (struct question_slot){.client = *client, .server = server_of(r, z, client->sin_addr), .used = true};
    s->id = (uint16_t)(message[0] << 8 | message[1]);
    if (s->server.sin_addr.s_addr == 0 || getrandom(&s->salt, 1, 0) != 1)
        return false;
    message[0] = s->salt;
    message[1] = index;
    return sendto(r->upstream, message, length, 0, (struct sockaddr *)&s->server, sizeof s->server) >= 0;
}

void resolver_question(struct resolver *r, const struct zone *z)
{
    struct sockaddr_in client = {0};
    socklen_t size = sizeof client;
    size_t used = 0;
    ssize_t n = recvfrom(r->udp, message, sizeof message, 0, (struct sockaddr *)&client, &size);
    if (n < HEADER)
        return;
    enum verdict verdict = zone_answer(z, message, (size_t)n, reply, DNS_PLAIN, &used);
    if (verdict == DNS_DROPPED || (verdict == DNS_FOREIGN && pass_on(r, z, &client, (size_t)n)))
        return;
    if (verdict == DNS_FOREIGN)
        used = dns_failure(message, (size_t)n, reply);
    sendto(r->udp, reply, used, 0, (struct sockaddr *)&client, size); /* what is lost is asked again */
}

void resolver_reply(struct resolver *r)
{
    struct sockaddr_in from = {0};
    socklen_t size = sizeof from;
    ssize_t n = recvfrom(r->upstream, message, sizeof message, 0, (struct sockaddr *)&from, &size);
    if (n < HEADER)
        return;
    struct question_slot *s = &r->slots[message[1]];
    if (!s->used || s->salt != message[0] || s->server.sin_addr.s_addr != from.sin_addr.s_addr ||
        s->server.sin_port != from.sin_port)
        return;
    s->used = false;
    message[0] = (uint8_t)(s->id >> 8);
    message[1] = (uint8_t)s->id;
    sendto(r->udp, message, (size_t)n, 0, (struct sockaddr *)&s->client, sizeof s->client);
}

static size_t read_message(int fd, uint8_t *bytes)
{
    uint8_t length[2];
    if (read_whole(fd, length, 2) != 1)
        return 0;
    size_t size = (size_t)length[0] << 8 | length[1];
    return size >= HEADER && read_whole(fd, bytes, size) == 1 ? size : 0;
}

static int write_message(int fd, const uint8_t *bytes, size_t length)
{
    const uint8_t size[] = {(uint8_t)(length >> 8), (uint8_t)length};
    return write_whole(fd, size, 2) < 0 ? -1 : write_whole(fd, bytes, length);
}

/* Returns the length of what the server said, 0 when it said nothing. */
static size_t ask_server(const struct sockaddr_in *server, size_t length)
{
    AUTO_FD fd = server->sin_addr.s_addr ? socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
    if (fd < 0 || connect(fd, (const struct sockaddr *)server, sizeof *server) < 0 ||
        write_message(fd, message, length) < 0)
        return 0;
    return read_message(fd, reply);
}

static void converse(const struct resolver *r, const struct zone *z, int fd, struct in_addr client)
{
    size_t length;
    while ((length = read_message(fd, message)) > 0) {
        size_t used = 0;
        enum verdict verdict = zone_answer(z, message, length, reply, sizeof reply, &used);
        if (verdict == DNS_DROPPED)
            return;
        const struct sockaddr_in server = server_of(r, z, client);
        if (verdict == DNS_FOREIGN)
            used = ask_server(&server, length);
        if (used == 0)
            used = dns_failure(message, length, reply);
        if (write_message(fd, reply, used) < 0)
            return;
    }
}

void resolver_connection(struct resolver *r, const struct zone *z)
{
    struct sockaddr_in client = {0};
    socklen_t size = sizeof client;
    AUTO_FD fd = accept4(r->tcp, (struct sockaddr *)&client, &size, SOCK_CLOEXEC);
    if (fd < 0 || r->children >= MOST_CHILDREN)
        return;
    pid_t pid = fork();
    if (pid > 0)
        r->children++;
    if (pid != 0)
        return;
    int kept = dup2(fd, STDIN_FILENO);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a network that is gone has nothing to say */
    sys_close_range(3, ~0U, 0);
    alarm(PATIENCE);
    converse(r, z, kept, client.sin_addr);
    _exit(0);
}
