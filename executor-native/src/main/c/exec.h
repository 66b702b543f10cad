/* One container: its parts as the client asked for them (EXEC), and the handler that runs it. */
#pragma once

#include "agent.h"
#include "health.h"
#include "restart.h"
#include "wire.h"

enum mount_kind {
    MOUNT_BIND = 0,
    MOUNT_TMPFS = 1,
    MOUNT_LAYERS_DIRECTORY = 2,
    MOUNT_LAYERS_FILE = 3,
    MOUNT_SOCKET = 4,
    MOUNT_VOLUME = 5,
};

struct mount_spec {
    uint64_t kind;
    char *source; /* bind, volume, socket: a path of the host; layers: a path in them */
    char *target;
    char **lowers; /* layers: bottom first */
    size_t lower_count;
    bool read_only;
    uint64_t mode;     /* tmpfs, socket */
    uint64_t size;     /* tmpfs; 0 = the kernel's default */
    uint64_t uid, gid; /* socket */
};

struct file_spec {
    char *target;
    const uint8_t *bytes;
    size_t length;
    uint64_t mode, uid, gid;
};

struct rlimit_spec {
    uint64_t resource, soft, hard; /* RLIM_INFINITY is all ones */
};

enum device_access { ACCESS_MKNOD = 1, ACCESS_WRITE = 2, ACCESS_READ = 4 };

struct device_spec {
    char *source; /* a node of the host */
    char *target;
    unsigned access;
};

struct port_spec {
    char *address;        /* of the host; NULL = all */
    uint16_t first, last; /* of the host, one of these; 0 = any that is free */
    uint16_t inside;
    bool udp;
};

struct limits {
    uint64_t memory;    /* bytes */
    uint64_t cpu_quota; /* microseconds in each 100 ms */
    uint64_t pids;
};

/* A network that several containers share, of which this one is to be a part. */
struct join_spec {
    char *directory; /* of the network; NULL: none */
    char *address;
    uint64_t prefix;
    char *gateway; /* NULL: no way out */
    char *server;  /* for names that are not the network's; NULL: the machine's */
    char **names;  /* what the container is called first */
    size_t name_count;
};

/* An OCI runtime (runc, crun) in place of our own init. */
struct runtime_spec {
    char *program; /* NULL: there is none */
    char **options;
    size_t option_count;
    const uint8_t *config; /* config.json */
    size_t config_length;
    bool hides_cgroups; /* the runtime is not to see any */
};

struct container {
    char **lowers; /* bottom first */
    size_t lower_count;
    char *upper; /* NULL: thrown away afterwards */
    char **args, **env;
    size_t arg_count, env_count;
    char *cwd, *user, *hostname;
    uint64_t caps;
    bool no_new_privs, own_network, private_network, tty, has_stdin;
    bool read_only; /* the root */
    bool listed;    /* in the agent's record */
    bool detached;  /* goes on without its client */
    bool reaper;    /* process 1 is not the command, but reaps what that leaves behind */
    struct restart_spec restart;
    struct health_spec health;
    char **removals;
    size_t removal_count;
    bool insecure; /* all capabilities, no filter, nothing masked, all devices */
    uint64_t rows, columns, shm_size;
    struct mount_spec *mounts;
    size_t mount_count;
    struct file_spec *files;
    size_t file_count;
    struct rlimit_spec *rlimits;
    size_t rlimit_count;
    struct device_spec *devices;
    size_t device_count;
    struct port_spec *ports;
    size_t port_count;
    struct limits limits;
    struct runtime_spec runtime;
    struct join_spec join;
    uint64_t most_processes; /* of a user, where no control group limits them; 0 = any number */
    char *emulator;          /* path on the host of what runs the command's programs, NULL: the kernel does */
    char *emulator_rule;     /* which programs these are */
    bool real_devices;       /* nodes are made, and open wherever they are: something else says which */
    char *scratch;           /* <run>/<handler>: work, stub, upper */
};

/* What init gets from the handler. */
struct stage {
    int standard[3]; /* stdin, stdout, stderr of the command; unused with a terminal */
    int report;      /* a struct failure, or closed by a successful execve */
    int terminal;    /* socket that carries the pty master to the handler */
    int go[2];       /* pipe: init waits for a byte before it does anything */
    int calls[2];    /* socket: with one id, for the listener of init's system calls; else -1 */
};

/* container.c */
int parse_container(const struct frame *request, struct container *c, struct failure *f);

/* Limits the processes of a user where no control group can. */
void limit_without_cgroup(const struct agent *a, struct container *c);
uint64_t container_namespaces(const struct agent *a, const struct container *c);
int serve_exec(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);

/* Another command in the listed container of the agent (ENTER), and a signal for its init (KILL). */
int serve_enter(struct agent *a, struct channel *c, const struct frame *request, struct failure *f);
/* A pidfd of the listed container's init. */
int open_init(const struct agent *a, struct failure *f);
int serve_kill(struct agent *a, const struct frame *request, struct failure *f);

/* From the inside of the container's root: gives up the privileges and becomes the command. terminal: -1 or its slave;
 * emulator: -1 or an open program. */
int become_command(const struct agent *a, const struct container *c, const struct stage *s, int terminal, int emulator,
                   struct failure *f);
int await_go(const struct stage *s, struct failure *f);
/* Tells the handler why, and ends. */
_Noreturn void give_up(const struct stage *s, const struct failure *f);

/* PID 1 of the container; returns only by failing. */
void container_init(const struct agent *a, const struct container *c, const struct stage *s);
