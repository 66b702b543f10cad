#include "talk.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

extern char **environ;

enum {
    HEAD = 5,
    PATIENCE_MS = 10000,
    PIPE_PIECE = 4096,
    LOST = 70,
    CANNOT_WRITE = 4,
    PIPE_CLOSED = 141,
    ENOUGH_SIGNALS = 3
};

struct talk {
    int link, signals;
    sigset_t forwarded, before;
    char frame[HEAD + 65536];
    size_t have, shown; /* of the frame; of its payload */
    int begun, gone, code, interrupted;
    size_t wanted;  /* of standard input */
    int failure[3]; /* errno of each stream */
};

static unsigned number(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (unsigned)b[0] << 24 | (unsigned)b[1] << 16 | (unsigned)b[2] << 8 | b[3];
}

static void put_number(char *to, size_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = (char)(value >> (24 - 8 * i));
}

static int send_all(int link, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t done = send(link, data, length, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        data += done;
        length -= (size_t)done;
    }
    return 0;
}

/* A frame that cannot be sent is not missed: reading tells that the server is
 * gone. */
static void say(struct talk *talk, char type, const void *payload, size_t length)
{
    char head[HEAD] = {type};
    put_number(head + 1, length);
    if (send_all(talk->link, head, HEAD) == 0 && length > 0 && send_all(talk->link, payload, length) < 0)
        return;
}

static int hello(struct talk *talk, const char *build, const char *terminal, char **arguments)
{
    char *directory = getcwd(NULL, 0), count[16];
    if (!directory)
        return -1;
    int words = 0;
    while (arguments[words])
        words++;
    snprintf(count, sizeof count, "%d", words);
    struct bytes all = {0};
    char head[HEAD] = {HELLO};
    add(&all, head, HEAD);
    add_string(&all, build);
    add_string(&all, directory);
    add_string(&all, terminal);
    add_string(&all, count);
    for (char **each = arguments; *each; each++)
        add_string(&all, *each);
    for (char **each = environ; *each; each++)
        add_string(&all, *each);
    put_number(all.data + 1, all.length - HEAD);
    int sent = send_all(talk->link, all.data, all.length);
    free(all.data);
    free(directory);
    return sent;
}

/* Those that the caller ignores, as nohup does, stay ignored. */
static int take_signals(struct talk *talk)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH};
    sigemptyset(&talk->forwarded);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction now;
        if (sigaction(numbers[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(&talk->forwarded, numbers[i]);
    }
    if (sigprocmask(SIG_BLOCK, &talk->forwarded, &talk->before) < 0)
        return -1;
    talk->signals = signalfd(-1, &talk->forwarded, SFD_CLOEXEC);
    return talk->signals < 0 ? -1 : 0;
}

static void forward_signal(struct talk *talk)
{
    struct signalfd_siginfo info;
    char payload[8];
    if (read(talk->signals, &info, sizeof info) != sizeof info)
        return;
    if (info.ssi_signo == SIGWINCH) {
        struct winsize window;
        if (ioctl(2, TIOCGWINSZ, &window) < 0 || window.ws_row == 0 || window.ws_col == 0)
            return;
        put_number(payload, window.ws_row);
        put_number(payload + 4, window.ws_col);
        say(talk, WINDOW, payload, 8);
        return;
    }
    if (++talk->interrupted == ENOUGH_SIGNALS)
        _exit(128 + (int)info.ssi_signo); /* the server does not hear */
    put_number(payload, info.ssi_signo);
    say(talk, SIGNAL, payload, 4);
}

static void stream_failed(struct talk *talk, int stream, int error)
{
    char payload[128] = {(char)stream};
    talk->failure[stream] = error;
    snprintf(payload + 1, sizeof payload - 1, "%s", strerror(error));
    say(talk, FAILED_STREAM, payload, 1 + strlen(payload + 1));
}

static void pass_input(struct talk *talk)
{
    static char piece[65536];
    ssize_t got = read(0, piece, talk->wanted < sizeof piece ? talk->wanted : sizeof piece);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    talk->wanted = 0;
    if (got < 0)
        stream_failed(talk, 0, errno);
    else
        say(talk, INPUT, piece, (size_t)got);
}

static int output_stream(const struct talk *talk)
{
    size_t length = talk->have < HEAD ? 0 : number(talk->frame + 1);
    if (talk->have < HEAD + length || (talk->frame[0] != OUT && talk->frame[0] != ERR))
        return -1;
    return talk->frame[0] == OUT ? 1 : 2;
}

static void frame_done(struct talk *talk)
{
    talk->have = 0;
    talk->shown = 0;
}

/* A piece that a pipe takes at once when it takes any, so that signals are
 * heard while nobody reads. */
static void pass_output(struct talk *talk, int stream)
{
    size_t length = number(talk->frame + 1), rest = length - talk->shown;
    struct stat file;
    if (rest > PIPE_PIECE && !(fstat(stream, &file) == 0 && S_ISREG(file.st_mode)))
        rest = PIPE_PIECE;
    if (rest > 0 && !talk->failure[stream]) {
        ssize_t done = write(stream, talk->frame + HEAD + talk->shown, rest);
        if (done < 0 && (errno == EINTR || errno == EAGAIN))
            return;
        if (done < 0)
            stream_failed(talk, stream, errno);
        else
            talk->shown += (size_t)done;
    }
    if (talk->failure[stream] || talk->shown == length)
        frame_done(talk);
}

/* Takes a whole frame; what is to be shown stays. */
static void act(struct talk *talk)
{
    switch (talk->frame[0]) {
    case BEGUN:
        talk->begun = 1;
        break;
    case REFUSED:
        talk->begun = 0;
        talk->gone = 1;
        break;
    case WANTED:
        talk->wanted = number(talk->frame + HEAD);
        break;
    case EXITED:
        talk->code = (int)number(talk->frame + HEAD);
        talk->gone = 1;
        break;
    default:
        return;
    }
    frame_done(talk);
}

static void receive(struct talk *talk)
{
    size_t want = talk->have < HEAD ? HEAD : HEAD + number(talk->frame + 1);
    if (want > sizeof talk->frame) {
        talk->gone = 1;
        return;
    }
    if (talk->have < want) {
        ssize_t got = read(talk->link, talk->frame + talk->have, want - talk->have);
        if (got < 0 && errno == EINTR)
            return;
        if (got <= 0) {
            talk->gone = 1;
            return;
        }
        talk->have += (size_t)got;
    }
    if (talk->have >= HEAD && talk->have == HEAD + number(talk->frame + 1))
        act(talk);
}

static void converse(struct talk *talk)
{
    while (!talk->gone) {
        int stream = output_stream(talk);
        struct pollfd polled[] = {{.fd = talk->signals, .events = POLLIN},
                                  {.fd = stream < 0 ? talk->link : -1, .events = POLLIN},
                                  {.fd = stream, .events = POLLOUT},
                                  {.fd = talk->wanted > 0 ? 0 : -1, .events = POLLIN}};
        int ready = poll(polled, 4, talk->begun ? -1 : PATIENCE_MS);
        if (ready < 0 && errno != EINTR)
            return;
        if (ready == 0)
            return; /* it does not even begin */
        if (ready < 0)
            continue;
        if (polled[0].revents)
            forward_signal(talk);
        if (polled[1].revents)
            receive(talk);
        if (polled[2].revents)
            pass_output(talk, stream);
        if (polled[3].revents)
            pass_input(talk);
    }
}

static int exit_code(const struct talk *talk)
{
    if (talk->code < 0) {
        fprintf(stderr, "jbuild: the warm server ended before the command did; run it again\n");
        return LOST;
    }
    if (talk->code != 0 || !talk->failure[1])
        return talk->code;
    if (talk->failure[1] == EPIPE)
        return PIPE_CLOSED;
    fprintf(stderr, "error: write standard output: %s\n", strerror(talk->failure[1]));
    return CANNOT_WRITE;
}

int talk(int link, const char *build, const char *terminal, char **arguments)
{
    static struct talk talk;
    talk.link = link;
    talk.code = -1;
    void (*pipe_before)(int) = signal(SIGPIPE, SIG_IGN);
    if (take_signals(&talk) == 0) {
        if (hello(&talk, build, terminal, arguments) == 0)
            converse(&talk);
        close(talk.signals);
    }
    close(link);
    if (!talk.begun && talk.code < 0) {
        signal(SIGPIPE, pipe_before);
        sigprocmask(SIG_SETMASK, &talk.before, NULL);
        return TALK_REFUSED;
    }
    return exit_code(&talk);
}
