#include "attach.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>

#include "wire.h"

#define LOST 125

struct attachment {
    struct channel *channel;
    int exchange; /* file with the first frame; receives the last one, even when its directory went with the agent */
    struct termios original;
    bool raw;
};

static int make_raw(struct attachment *t)
{
    struct termios raw;
    if (tcgetattr(STDIN_FILENO, &t->original) < 0)
        return -1;
    raw = t->original;
    cfmakeraw(&raw);
    t->raw = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
    return t->raw ? 0 : -1;
}

static void restore(const struct attachment *t)
{
    if (t->raw)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &t->original);
}

static void put_size(struct message *m)
{
    struct winsize size;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) < 0)
        return;
    put_number(m, T_ROWS, size.ws_row);
    put_number(m, T_COLUMNS, size.ws_col);
}

static int send_size(struct attachment *t)
{
    struct message m = {0};
    put_size(&m);
    int result = message_write(t->channel, F_RESIZE, &m);
    free(m.bytes);
    return result < 0 ? -1 : channel_flush(t->channel);
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return -1;
    return fd;
}

static int send_request(struct attachment *t)
{
    struct frame frame = {0};
    struct channel *source = channel_new(t->exchange);
    int got = frame_read(source, &frame);
    if (got == 1) {
        /* The size goes with the request, so that the command finds it from its start on. */
        struct message m = {.bytes = frame.payload, .length = frame.length, .capacity = frame.capacity};
        put_size(&m);
        got = message_write(t->channel, (enum frame_type)frame.type, &m);
        frame.payload = m.bytes;
    }
    free(frame.payload);
    free(source);
    return got == 1 ? channel_flush(t->channel) : -1;
}

static int keep_result(const struct attachment *t, const struct frame *frame)
{
    struct channel *target = channel_new(t->exchange);
    bool empty = ftruncate(t->exchange, 0) == 0 && lseek(t->exchange, 0, SEEK_SET) == 0;
    int result = empty ? frame_write(target, frame->type, frame->payload, frame->length) : -1;
    if (result > 0)
        result = channel_flush(target);
    free(target);
    return result > 0 ? 0 : LOST;
}

/* The terminal is raw already: a line needs its return. */
static int show_ports(const struct frame *started)
{
    struct cursor cursor = frame_fields(started);
    struct field field;
    while (field_next(&cursor, &field) > 0) {
        if (field.tag != T_PORT)
            continue;
        AUTO_FREE char *line = must_print("published %.*s\r\n", (int)field.length, (const char *)field.bytes);
        if (write_whole(STDERR_FILENO, line, strlen(line)) < 0)
            return -1;
    }
    return 0;
}

/* -1 = go on, else the exit code. */
static int take_frame(struct attachment *t, struct frame *frame)
{
    do {
        if (frame_read(t->channel, frame) != 1)
            return LOST;
        if (frame->type == F_STARTED && show_ports(frame) < 0)
            return LOST;
        if (frame->type == F_EXIT || frame->type == F_FAIL)
            return keep_result(t, frame);
        if (frame->type == F_OUT && write_whole(STDOUT_FILENO, frame->payload, frame->length) < 0)
            return LOST;
    } while (channel_has_input(t->channel));
    return -1;
}

static int take_keys(struct attachment *t, struct pollfd *keys)
{
    char block[4096];
    ssize_t n = read(STDIN_FILENO, block, sizeof block);
    if (n < 0 && errno == EINTR)
        return -1;
    uint8_t type = n > 0 ? F_STDIN : F_STDIN_EOF;
    if (n <= 0)
        keys->fd = -1;
    if (frame_write(t->channel, type, block, n > 0 ? (size_t)n : 0) < 0 || channel_flush(t->channel) < 0)
        return LOST;
    return -1;
}

static int relay_terminal(struct attachment *t, int signals)
{
    struct frame frame = {0};
    int code = -1;
    struct pollfd at[] = {{.fd = t->channel->fd, .events = POLLIN},
                          {.fd = STDIN_FILENO, .events = POLLIN},
                          {.fd = signals, .events = POLLIN}};
    while (code < 0) {
        struct signalfd_siginfo info;
        if (poll(at, 3, -1) < 0)
            continue;
        if (at[2].revents && read(signals, &info, sizeof info) == sizeof info)
            code = info.ssi_signo == SIGWINCH ? -1 : 128 + (int)info.ssi_signo;
        if (code < 0 && at[2].revents && send_size(t) < 0)
            code = LOST;
        if (code < 0 && at[1].revents)
            code = take_keys(t, &at[1]);
        if (code < 0 && at[0].revents)
            code = take_frame(t, &frame);
    }
    free(frame.payload);
    return code;
}

static int signal_fd(void)
{
    static const int wanted[] = {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        sigaddset(&set, wanted[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

int attach_main(int argc, char **argv)
{
    struct attachment t = {0};
    if (argc != 2) {
        say("usage: jbuild-exec attach SOCKET REQUEST");
        return 2;
    }
    AUTO_FD connection = connect_to(argv[0]);
    AUTO_FD signals = signal_fd();
    AUTO_FD exchange = open(argv[1], O_RDWR | O_CLOEXEC);
    t.channel = channel_new(connection);
    t.exchange = exchange;
    if (connection < 0 || signals < 0 || exchange < 0 || send_request(&t) < 0) {
        say("jbuild-exec attach: %s: %s", argv[0], strerror(errno));
        return LOST;
    }
    if (isatty(STDIN_FILENO) && make_raw(&t) < 0) {
        restore(&t);
        return LOST;
    }
    int code = relay_terminal(&t, signals);
    restore(&t);
    free(t.channel);
    return code;
}
