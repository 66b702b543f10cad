#include "health.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include "sys.h"
#include "wire.h"

#define FILE_NAME "health"
#define NEW_FILE_NAME "health.new"
#define MOST_OUTPUT 4096
#define KEPT 5
#define NANOS 1000000000LL

struct probe {
    int64_t start, end; /* since the epoch */
    int code;           /* -1: none */
    char output[MOST_OUTPUT];
    size_t length;
};

struct health {
    const struct agent *agent;
    const struct health_spec *spec;
    const char *status;
    uint64_t streak; /* failures one after the other */
    struct probe probes[KEPT];
    size_t count;
};

static int64_t nanoseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * NANOS + now.tv_nsec;
}

static void put_escaped(FILE *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            fputs("\\n", out);
        else if (text[i] == '\\')
            fputs("\\\\", out);
        else if (text[i] == '\t')
            fputs("\\t", out);
        else if (text[i] != 0)
            fputc(text[i], out);
    }
}

static void keep(const struct health *h)
{
    char *text = NULL;
    size_t length = 0;
    int directory = h->agent->record_fd;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return;
    fprintf(out, "status\t%s\nstreak\t%llu\n", h->status, (unsigned long long)h->streak);
    for (size_t i = 0; i < h->count; i++) {
        const struct probe *p = &h->probes[i];
        fprintf(out, "probe\t%lld\t%lld\t%d\t", (long long)p->start, (long long)p->end, p->code);
        put_escaped(out, p->output, p->length);
        fputc('\n', out);
    }
    fclose(out);
    AUTO_FD file = openat(directory, NEW_FILE_NAME, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0 || write_whole(file, text, length) < 0 || renameat(directory, NEW_FILE_NAME, directory, FILE_NAME) < 0)
        say("the health of the container cannot be written: %s", strerror(errno));
    free(text);
}

/* As any client of the agent: closing the connection kills the command. */
static int connect_to_agent(const struct agent *a)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    AUTO_FD fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/socket", a->run_fd);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return -1;
    return take_fd(&fd);
}

static void take_output(struct probe *p, const void *bytes, size_t length)
{
    size_t room = sizeof p->output - p->length;
    size_t taken = length < room ? length : room;
    memcpy(p->output + p->length, bytes, taken);
    p->length += taken;
}

static void take_text(struct probe *p, const char *text)
{
    p->length = 0;
    take_output(p, text, strlen(text));
}

static bool is_answer(struct probe *p, const struct frame *frame)
{
    struct cursor cursor = frame_fields(frame);
    struct field field;
    if (frame->type == F_OUT || frame->type == F_ERR)
        take_output(p, frame->payload, frame->length);
    if (frame->type != F_EXIT && frame->type != F_FAIL)
        return false;
    while (field_next(&cursor, &field) > 0) {
        if (field.tag == T_CODE)
            p->code = (int)field_number(&field);
        else if (field.tag == T_TEXT && field.length > 0)
            take_output(p, field.bytes, field.length);
    }
    return true;
}

static void run_probe(const struct health *h, struct probe *p)
{
    int64_t end = nanoseconds(CLOCK_MONOTONIC) + (int64_t)h->spec->timeout;
    struct frame frame = {0};
    AUTO_FD connection = connect_to_agent(h->agent);
    struct channel *c = channel_new(connection);
    struct pollfd answer = {.fd = connection, .events = POLLIN};
    *p = (struct probe){.start = nanoseconds(CLOCK_REALTIME), .code = -1};
    bool done = connection < 0 || frame_write(c, F_ENTER, h->spec->request, h->spec->request_length) < 0 ||
                channel_flush(c) < 0;
    while (!done) {
        int64_t rest = end - nanoseconds(CLOCK_MONOTONIC);
        if (!channel_has_input(c) && poll(&answer, 1, rest > 0 ? (int)(rest / 1000000) + 1 : 0) == 0) {
            AUTO_FREE char *text = must_print("Health check exceeded timeout (%.3gs)", (double)h->spec->timeout / 1e9);
            take_text(p, text);
            break;
        }
        done = frame_read(c, &frame) != 1 || is_answer(p, &frame);
    }
    p->end = nanoseconds(CLOCK_REALTIME);
    free(frame.payload);
    free(c);
}

static void judge(struct health *h, const struct probe *p, bool starting)
{
    if (h->count == KEPT)
        memmove(h->probes, h->probes + 1, (KEPT - 1) * sizeof *h->probes);
    else
        h->count++;
    h->probes[h->count - 1] = *p;
    if (p->code == 0) {
        h->streak = 0;
        h->status = "healthy";
    } else if (!starting && ++h->streak >= h->spec->retries) {
        h->status = "unhealthy";
    }
    keep(h);
}

static void rest(uint64_t nanos)
{
    struct timespec pause = {(time_t)(nanos / NANOS), (long)(nanos % NANOS)};
    while (nanosleep(&pause, &pause) < 0 && errno == EINTR)
        ;
}

/* The ends of the command's streams, and the connection of its client, are not ours to keep open. */
static void close_all_but(int one, int other)
{
    unsigned low = (unsigned)(one < other ? one : other), high = (unsigned)(one < other ? other : one);
    if (low > 3)
        sys_close_range(3, low - 1, 0);
    if (high - low > 1)
        sys_close_range(low + 1, high - 1, 0);
    sys_close_range(high + 1, ~0U, 0);
}

static _Noreturn void watch(const struct agent *a, const struct health_spec *spec)
{
    struct health *h = must_alloc(sizeof *h);
    struct probe *p = must_alloc(sizeof *p);
    const int64_t begun = nanoseconds(CLOCK_MONOTONIC);
    *h = (struct health){.agent = a, .spec = spec, .status = "starting"};
    close_all_but(a->record_fd, a->run_fd);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "jbuild-health");
    signal(SIGPIPE, SIG_IGN);
    while (a->occupant->init != 0) {
        bool in_period = nanoseconds(CLOCK_MONOTONIC) - begun < (int64_t)spec->start_period;
        bool starting = in_period && strcmp(h->status, "starting") == 0;
        rest(starting ? spec->start_interval : spec->interval);
        if (a->occupant->init == 0)
            break;
        run_probe(h, p);
        in_period = nanoseconds(CLOCK_MONOTONIC) - begun < (int64_t)spec->start_period;
        if (a->occupant->init != 0)
            judge(h, p, in_period && strcmp(h->status, "starting") == 0);
    }
    _exit(0);
}

void health_start(const struct agent *a, const struct health_spec *spec)
{
    const struct health first = {.agent = a, .spec = spec, .status = "starting"};
    if (!spec->request)
        return;
    keep(&first);
    pid_t pid = fork();
    if (pid == 0)
        watch(a, spec);
    if (pid < 0)
        say("the health of the container is not checked: %s", strerror(errno));
}

void health_forget(const struct agent *a)
{
    unlinkat(a->record_fd, FILE_NAME, 0);
}
