/* Between the connection and a running container: streams, signals, and its end. */
#pragma once

#include <sys/resource.h>
#include <time.h>

#include "exec.h"
#include "network.h"
#include "publish.h"
#include "record.h"

struct relay {
    struct channel *channel;
    pid_t pid;
    int pidfd;
    int report;
    int terminal_socket;
    int output[2]; /* stdout and stderr; with a terminal output[0] is its master */
    int input;     /* stdin, -1 when closed; with a terminal its master */
    bool tty, has_stdin, cancelled, input_ends, out_of_memory;
    uint8_t *pending; /* stdin that the container did not take yet */
    size_t pending_length;
    uint64_t rows, columns;
    struct timespec started_at;
    struct failure failure; /* of init; exit_code set: of the command itself */
    int status;
    struct rusage usage;
    struct network network;
    struct publisher publisher;
    struct record *record; /* of a listed container */
    bool detaches;         /* goes on without its client from the start on */
    bool alone;            /* nobody is told of anything any more */
    pid_t emulator;        /* of users and owners, or 0 */
};

/* The streams of a command, for it and for us; and the answers to its system calls, where users are emulated. */
int open_streams(const struct agent *a, const struct container *c, struct relay *r, struct stage *s, struct failure *f);
void close_stage(struct stage *s);
void start_emulator(const struct agent *a, struct relay *r, const struct stage *s);

/* For the next life of a container that nobody is told of any more. */
void relay_renew(struct relay *r);
/* Returns when init is reaped and its output read. -1: it never became the command. */
int relay_until_exit(struct relay *r, struct failure *f);
int relay_exit_code(const struct relay *r);
int relay_send_exit(struct relay *r);
