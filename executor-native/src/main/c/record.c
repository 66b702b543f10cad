#include "record.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#include "disk.h"
#include "sys.h"

#define STATE "state"
#define NEW_STATE "state.new"
#define LOCK "lock"
#define PATIENCE 200        /* times 5 ms for the lock */
#define MOST_PATIENCE 10000 /* ms for the stub to answer */

enum question { ASK_NUMBER = 'n', ASK_RELEASE = 'r' };

static int share_occupant(struct agent *a, struct failure *f)
{
    void *place = mmap(NULL, sizeof *a->occupant, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED)
        return fail(f, errno, "claim container", "share memory");
    a->occupant = place;
    return 0;
}

int record_claim(struct agent *a, const char *directory, struct failure *f)
{
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    const struct timespec pause = {.tv_nsec = 5000000};
    int sockets[2], held = -1;
    a->record_fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (a->record_fd < 0)
        return fail(f, errno, "claim container", "open %s", directory);
    a->record_lock = openat(a->record_fd, LOCK, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    for (int i = 0; a->record_lock >= 0 && (held = fcntl(a->record_lock, F_OFD_SETLK, &all)) < 0 && i < PATIENCE; i++)
        nanosleep(&pause, NULL); /* who only looks whether it is held holds it for a moment */
    if (held < 0)
        return fail(f, errno, "claim container", "the lock of %s: it is running", directory);
    if (ftruncate(a->record_lock, 0) < 0)
        return fail(f, errno, "claim container", "write the lock of %s", directory);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0)
        return fail(f, errno, "claim container", "make sockets");
    a->unwanted = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (a->unwanted < 0)
        return fail(f, errno, "claim container", "make an event");
    a->stub_end = sockets[0];
    a->asking_end = sockets[1];
    a->record = must_copy(directory, strlen(directory));
    return share_occupant(a, f);
}

/* The number that /proc has for it, which is ours and not that of its handler. */
static int host_number(int pidfd)
{
    AUTO_FREE char *path = must_print("/proc/self/fdinfo/%d", pidfd);
    AUTO_FREE char *text = read_text(AT_FDCWD, path, 4096);
    const char *line = text ? strstr(text, "Pid:") : NULL;
    int number = 0;
    return line && sscanf(line, "Pid: %d", &number) == 1 ? number : 0;
}

void record_answer(int socket, bool client_lives, bool *released)
{
    char question = 0;
    int number = -1;
    AUTO_FD init = receive_descriptor(socket, &question);
    if (init < 0)
        return;
    if (question != ASK_RELEASE || client_lives)
        number = host_number(init);
    *released = *released || (question == ASK_RELEASE && client_lives);
    if (write_whole(socket, &number, sizeof number) < 0)
        say("a handler went away before it had an answer");
}

int record_open(struct record *r, const struct agent *a, struct failure *f)
{
    r->agent = a;
    return journal_open(&r->journal, a->record_fd, f);
}

static int ask_stub(const struct record *r, int init, int *number)
{
    int socket = r->agent->asking_end;
    struct pollfd answer = {.fd = socket, .events = POLLIN};
    if (send_descriptor(socket, init, r->detached && !r->started ? ASK_RELEASE : ASK_NUMBER) < 0 ||
        poll(&answer, 1, MOST_PATIENCE) != 1 || read_whole(socket, number, sizeof *number) != 1)
        return -1;
    return *number < 0 ? -1 : 0;
}

static int64_t wall_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Whole or not at all. */
static int replace_state(const struct record *r, const char *text, size_t length)
{
    int directory = r->agent->record_fd;
    AUTO_FD file = openat(directory, NEW_STATE, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0 || (length > 0 && write_whole(file, text, length) < 0) ||
        renameat(directory, NEW_STATE, directory, STATE) < 0) {
        say("the state of the container cannot be written: %s", strerror(errno));
        return -1;
    }
    return 0;
}

int record_started(struct record *r, int init, const char *socket)
{
    char *text = NULL;
    size_t length = 0;
    if (ask_stub(r, init, &r->pid) < 0)
        return -1;
    r->started = true;
    r->agent->occupant->alone = r->detached;
    r->started_at = wall_clock();
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return -1;
    fprintf(out, "status\trunning\npid\t%d\nstarted\t%lld\nsocket\t%s\nisolation\t%s\nrestarts\t%llu\n", r->pid,
            (long long)r->started_at, socket, rung_name(r->agent->rung), (unsigned long long)r->restarts.count);
    for (size_t i = 0; i < r->port_count; i++)
        fprintf(out, "port\t%s\n", r->ports[i]);
    fclose(out);
    int result = replace_state(r, text, length);
    free(text);
    health_forget(r->agent);
    if (result == 0)
        health_start(r->agent, r->health);
    return result;
}

/* Out of sight at once; taken apart with the run directory. */
static void remove_all(const struct record *r)
{
    for (size_t i = 0; i < r->removal_count; i++) {
        struct failure f = {0};
        AUTO_FREE char *aside = must_print("%s/removed%zu", r->agent->run, i);
        if (rename_path(r->agent, r->removals[i], aside, &f) < 0)
            say("%s stays: %s", r->removals[i], f.text);
    }
}

static int write_end(const struct record *r, const char *status, int code, bool out_of_memory, const char *error)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return -1;
    fprintf(out,
            "status\t%s\ncode\t%d\nstarted\t%lld\nfinished\t%lld\nsocket\t%s\nisolation\t%s\nrestarts\t%llu\noom\t%d\n"
            "error\t",
            status, code, (long long)r->started_at, (long long)wall_clock(), r->agent->socket,
            rung_name(r->agent->rung), (unsigned long long)r->restarts.count, out_of_memory);
    for (; *error; error++)
        fputc(*error == '\n' ? ' ' : *error, out);
    fputc('\n', out);
    fclose(out);
    int result = replace_state(r, text, length);
    free(text);
    return result;
}

bool record_restarts(struct record *r, const struct restart_spec *policy, int code, bool out_of_memory)
{
    const int64_t ran_ms = (wall_clock() - r->started_at) / 1000000;
    if (!r->started || !r->detached || !restart_wanted(policy, &r->restarts, code))
        return false;
    write_end(r, "restarting", code, out_of_memory, "");
    return restart_wait(&r->restarts, ran_ms, r->agent->unwanted);
}

void record_ended(struct record *r, int code, bool out_of_memory, const char *error)
{
    journal_close(&r->journal);
    if (!r->started) {
        r->agent->occupant->keeper = 0; /* the agent goes on: the client may want to remove what it made */
        return;
    }
    /* For who waits for the lock of a container that is removed. */
    AUTO_FREE char *line = must_print("%d\n", code);
    if (pwrite(r->agent->record_lock, line, strlen(line), 0) < 0)
        say("the exit code cannot be kept: %s", strerror(errno));
    if (write_end(r, "exited", code, out_of_memory, error) == 0)
        remove_all(r);
}
