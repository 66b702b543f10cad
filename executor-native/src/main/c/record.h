/* A container that is listed: its directory tells what becomes of it, when its client is gone, too. */
#pragma once

#include "agent.h"
#include "health.h"
#include "journal.h"
#include "restart.h"

struct record {
    const struct agent *agent;
    bool detached; /* goes on without its client */
    bool started;
    struct journal journal;
    int64_t started_at; /* nanoseconds since the epoch */
    struct restarts restarts;
    int pid; /* of the container's init, for the processes of the host */
    const struct health_spec *health;
    char **removals; /* paths of the state that go with the container */
    size_t removal_count;
    char **ports; /* that were published, belongs to the publisher */
    size_t port_count;
};

/* In the stub: opens the directory below the state, and locks it for as long as one of our processes lives. */
int record_claim(struct agent *a, const char *directory, struct failure *f);
/* In the stub: answers a handler that wants to know its container's number, or to go on when the client is gone, which
 * is too late when that is gone already. */
void record_answer(int socket, bool client_lives, bool *released);

/* In the handler. */
int record_open(struct record *r, const struct agent *a, struct failure *f);
/* The container runs: from here on it is listed as such. init: its pidfd. -1: it is not wanted any more. */
int record_started(struct record *r, int init, const char *socket);
/* Waits before a restart, if there is to be one: whether there is. */
bool record_restarts(struct record *r, const struct restart_spec *policy, int code, bool out_of_memory);
void record_ended(struct record *r, int code, bool out_of_memory, const char *error);
