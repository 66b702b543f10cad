#include "relay.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>

#include "sys.h"

#define MOST_PENDING (1U << 20) /* the client keeps to a smaller window */
#define END_OF_INPUT 4          /* Ctrl-D */

static void shut(int *fd)
{
    close_fd(fd);
    *fd = -1;
}

static void cancel(struct relay *r)
{
    r->cancelled = true;
    sys_pidfd_send_signal(r->pidfd, SIGKILL);
}

static void send_message(struct relay *r, enum frame_type type, struct message *m)
{
    if (!r->alone && (message_write(r->channel, type, m) < 0 || channel_flush(r->channel) < 0))
        cancel(r);
    free(m->bytes);
}

static void tell(struct relay *r, enum frame_type type, enum tag tag, uint64_t number)
{
    struct message m = {0};
    put_number(&m, tag, number);
    send_message(r, type, &m);
}

/* Reads once; false when there is nothing now. */
static bool forward_output(struct relay *r, int which)
{
    uint8_t block[1 << 16];
    ssize_t n = read(r->output[which], block, sizeof block);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return errno == EINTR;
    if (n <= 0) {
        shut(&r->output[which]); /* EIO on a terminal: nobody has its other side open */
        return false;
    }
    if (r->record)
        journal_write(&r->record->journal, which + 1, block, (size_t)n);
    if (!r->cancelled && !r->alone &&
        (frame_write(r->channel, which ? F_ERR : F_OUT, block, (size_t)n) < 0 || channel_flush(r->channel) < 0))
        cancel(r);
    return true;
}

static void resize(struct relay *r)
{
    struct winsize size = {.ws_row = (unsigned short)r->rows, .ws_col = (unsigned short)r->columns};
    if (r->tty && r->rows && r->output[0] >= 0)
        ioctl(r->output[0], TIOCSWINSZ, &size);
}

static void receive_terminal(struct relay *r)
{
    char byte = 0;
    int fd = receive_descriptor(r->terminal_socket, &byte);
    if (fd >= 0) {
        fcntl(fd, F_SETFL, O_NONBLOCK);
        shut(&r->output[0]);
        shut(&r->output[1]);
        shut(&r->input);
        r->output[0] = fd;
        r->input = r->has_stdin ? fcntl(fd, F_DUPFD_CLOEXEC, 3) : -1;
        resize(r);
    }
    shut(&r->terminal_socket);
}

static void feed_input(struct relay *r)
{
    if (r->tty && r->terminal_socket >= 0)
        return; /* keys wait for their terminal */
    while (r->pending_length > 0) {
        ssize_t n = r->input < 0 ? (ssize_t)r->pending_length : write(r->input, r->pending, r->pending_length);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            shut(&r->input); /* the command closed it: what is left is thrown away */
            continue;
        }
        r->pending_length -= (size_t)n;
        memmove(r->pending, r->pending + n, r->pending_length);
        tell(r, F_STDIN_TAKEN, T_SIZE, (uint64_t)n);
    }
    if (r->input_ends && r->input >= 0) {
        const char end = END_OF_INPUT;
        if (r->tty && write(r->input, &end, 1) < 0 && errno == EAGAIN)
            return;
        shut(&r->input);
    }
}

static int take_input(struct relay *r, const struct frame *frame)
{
    if (r->pending_length + frame->length > MOST_PENDING)
        return -1;
    r->pending = must_resize(r->pending, r->pending_length + frame->length);
    if (frame->length)
        memcpy(r->pending + r->pending_length, frame->payload, frame->length);
    r->pending_length += frame->length;
    return 0;
}

static void take_numbers(struct relay *r, const struct frame *frame)
{
    struct cursor cursor = frame_fields(frame);
    struct field field;
    while (field_next(&cursor, &field) > 0) {
        uint64_t number = field_number(&field);
        if (field.tag == T_CODE && frame->type == F_SIGNAL)
            sys_pidfd_send_signal(r->pidfd, (int)number);
        else if (field.tag == T_ROWS)
            r->rows = number;
        else if (field.tag == T_COLUMNS)
            r->columns = number;
    }
    if (frame->type == F_RESIZE)
        resize(r);
}

static void obey_client(struct relay *r, struct frame *frame)
{
    do {
        int got = frame_read(r->channel, frame);
        if (got == 1 && frame->type == F_STDIN)
            got = take_input(r, frame) == 0;
        else if (got == 1 && frame->type == F_STDIN_EOF)
            r->input_ends = true;
        else if (got == 1)
            take_numbers(r, frame);
        if (got != 1) {
            cancel(r);
            return;
        }
    } while (channel_has_input(r->channel));
}

static void tell_start(struct relay *r)
{
    struct message m = {0};
    if (r->record) {
        r->record->ports = r->publisher.shown;
        r->record->port_count = r->publisher.count;
        if (record_started(r->record, r->pidfd, r->record->agent->socket) < 0) {
            cancel(r);
            return;
        }
    }
    put_number(&m, T_PID, (uint64_t)r->pid);
    for (size_t i = 0; i < r->publisher.count; i++)
        put_text(&m, T_PORT, r->publisher.shown[i]);
    if (r->detaches && (message_write(r->channel, F_STARTED, &m) < 0 || channel_flush(r->channel) < 0))
        say("the client of a container went away at its start");
    if (r->detaches)
        shut(&r->channel->fd);
    r->alone = r->alone || r->detaches;
    r->detaches = false;
    send_message(r, F_STARTED, &m);
}

/* End of file: execve closed it, the command runs. Data: it never will. */
static void read_report(struct relay *r)
{
    if (read_whole(r->report, &r->failure, sizeof r->failure) != 1)
        tell_start(r);
    shut(&r->report);
}

static bool has_input_to_feed(const struct relay *r)
{
    return r->input >= 0 && !(r->tty && r->terminal_socket >= 0) && (r->pending_length > 0 || r->input_ends);
}

enum { AT_CLIENT, AT_INIT, AT_REPORT, AT_OUT, AT_ERR, AT_IN, AT_TERMINAL, PLACES };

static void relay_once(struct relay *r, struct frame *frame, bool *exited)
{
    struct pollfd at[PLACES] = {
        [AT_CLIENT] = {.fd = r->cancelled || r->alone ? -1 : r->channel->fd, .events = POLLIN},
        [AT_INIT] = {.fd = r->pidfd, .events = POLLIN},
        [AT_REPORT] = {.fd = r->report, .events = POLLIN},
        [AT_OUT] = {.fd = r->output[0], .events = POLLIN},
        [AT_ERR] = {.fd = r->output[1], .events = POLLIN},
        [AT_IN] = {.fd = has_input_to_feed(r) ? r->input : -1, .events = POLLOUT},
        [AT_TERMINAL] = {.fd = r->terminal_socket, .events = POLLIN},
    };
    /* Frames that came in one read with the request are here already: poll would not tell of them. */
    bool received = !r->cancelled && !r->alone && channel_has_input(r->channel);
    if (poll(at, PLACES, received ? 0 : -1) < 0)
        return;
    if (at[AT_TERMINAL].revents)
        receive_terminal(r);
    if (at[AT_REPORT].revents)
        read_report(r);
    if (at[AT_OUT].revents && r->output[0] == at[AT_OUT].fd)
        forward_output(r, 0);
    if (at[AT_ERR].revents && r->output[1] == at[AT_ERR].fd)
        forward_output(r, 1);
    if (received || (at[AT_CLIENT].revents && !r->alone))
        obey_client(r, frame);
    feed_input(r);
    *exited = at[AT_INIT].revents != 0;
}

void relay_renew(struct relay *r)
{
    int *const open[] = {&r->pidfd, &r->report, &r->terminal_socket, &r->output[0], &r->output[1], &r->input};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        shut(open[i]);
    free(r->pending);
    *r = (struct relay){
        .channel = r->channel,
        .pidfd = -1,
        .report = -1,
        .terminal_socket = -1,
        .output = {-1, -1},
        .input = -1,
        .tty = r->tty,
        .has_stdin = r->has_stdin,
        .network = {.holder = r->network.holder},
        .record = r->record,
        .alone = true,
    };
}

int relay_until_exit(struct relay *r, struct failure *f)
{
    struct frame frame = {0};
    bool exited = false;
    while (!exited)
        relay_once(r, &frame, &exited);
    free(frame.payload);
    if (r->record)
        r->record->agent->occupant->init = 0; /* its number may be another's soon */
    while (wait4(r->pid, &r->status, __WALL, &r->usage) < 0)
        if (errno != EINTR)
            return fail(f, errno, "wait", "for the container");
    /* All writers are dead: read what the pipes still hold. */
    if (r->terminal_socket >= 0 && r->tty)
        receive_terminal(r);
    if (r->report >= 0)
        read_report(r);
    for (int which = 0; which < 2; which++)
        while (r->output[which] >= 0 && forward_output(r, which))
            ;
    if (r->failure.step[0] && !r->failure.exit_code) {
        *f = r->failure;
        return -1;
    }
    return 0;
}

int relay_exit_code(const struct relay *r)
{
    bool signalled = WIFSIGNALED(r->status);
    return r->failure.exit_code ? r->failure.exit_code : signalled ? 128 + WTERMSIG(r->status) : WEXITSTATUS(r->status);
}

int relay_send_exit(struct relay *r)
{
    struct message m = {0};
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    bool signalled = WIFSIGNALED(r->status);
    int64_t wall = (now.tv_sec - r->started_at.tv_sec) * 1000000000LL + (now.tv_nsec - r->started_at.tv_nsec);
    put_number(&m, T_CODE, (uint64_t)relay_exit_code(r));
    put_number(&m, T_SIGNALLED, signalled);
    put_number(&m, T_OOM, r->out_of_memory);
    put_number(&m, T_WALL, (uint64_t)wall);
    put_number(&m, T_USER_TIME, (uint64_t)r->usage.ru_utime.tv_sec * 1000000 + (uint64_t)r->usage.ru_utime.tv_usec);
    put_number(&m, T_SYSTEM_TIME, (uint64_t)r->usage.ru_stime.tv_sec * 1000000 + (uint64_t)r->usage.ru_stime.tv_usec);
    put_number(&m, T_MAX_RSS, (uint64_t)r->usage.ru_maxrss * 1024);
    put_text(&m, T_TEXT, r->failure.text);
    if (r->alone) {
        free(m.bytes);
        return 0;
    }
    int result = message_write(r->channel, F_EXIT, &m) < 0 ? -1 : channel_flush(r->channel);
    free(m.bytes);
    return result < 0 && !r->cancelled ? -1 : 0;
}
