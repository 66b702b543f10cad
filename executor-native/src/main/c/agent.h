/* What the agent knows from its start on; handlers inherit it by fork and never change it. */
#pragma once

#include <stdatomic.h>

#include "base.h"

/* Strongest first. */
enum rung { RUNG_AUTO, RUNG_ROOT, RUNG_ROOTLESS_FULL, RUNG_ROOTLESS_SINGLE, RUNG_NESTED, RUNG_CHROOT };

/* Which ids there are: all that we see ourselves, those of a map, or only 0. */
enum ids { IDS_OWN, IDS_MAPPED, IDS_SINGLE };

const char *rung_name(enum rung rung);

/* What decides which devices a container opens. Without control no mount of it has devices but those bound one by one.
 */
enum device_control { DEVICES_UNCONTROLLED, DEVICES_BY_PROGRAM, DEVICES_BY_LIST };

/* What the handlers of an agent share about its one listed container. */
struct occupant {
    _Atomic pid_t keeper; /* the handler that started it */
    _Atomic pid_t init;   /* 0 before and after */
    _Atomic bool alone;   /* it goes on without its client, so that it ends only by a kill */
};

struct agent {
    enum rung rung;
    enum ids ids;
    const char *weaker;                 /* why AUTO took nothing stronger, "" when it took the best */
    bool global_root;                   /* ids are the machine's root, whom limits of processes do not hold */
    bool outer_hostname;                /* setting one is not allowed */
    bool outer_proc;                    /* a new /proc is not allowed: containers see that of the outer container */
    bool user_xattrs;                   /* overlayfs keeps its marks in user.overlay.*: we are in a user namespace */
    enum device_control device_control; /* before the start of the agent: the best to try */
    int device_program;                 /* for containers without devices of their own, or -1 */
    const char *no_device_control;      /* why not */
    bool copies;                        /* no overlayfs for the state directory: layers are copied together */
    bool legacy_overlay;                /* mount(2) with short names instead of fsconfig("lowerdir+") */
    char *state;                        /* the directory below which everything is written */
    int state_fd;                       /* O_PATH */
    char *run;                          /* <state>/run/<id>: our own scratch, gone when we are */
    int run_fd;
    int lock_fd;     /* flock'ed as long as one of our processes lives */
    int listen_fd;   /* connections of the client */
    int lifeline_fd; /* end of file = the stub is gone */
    const char *socket;
    char *record; /* the directory of the one container that we are for, or NULL */
    int record_fd;
    int record_lock;          /* locked as long as one of our processes lives */
    int unwanted;             /* event: the container is not to start again */
    int stub_end, asking_end; /* socket on which the stub answers that container's handler */
    struct occupant *occupant;
};

/* In the new namespaces: mounts, scratch directories, and what this machine can do. */
int agent_set_up(struct agent *a, struct failure *f);

/* PID 1 of the private pid namespace, set up; says READY with the socket's path; returns the exit code. */
int agent_main(struct agent *a, const char *socket);

/* Serves the one request of a connection, in a process of its own. */
void serve(struct agent *a, int connection);
