/* The user and group ids that processes believe to have where there is only one: what set*id calls would have made. */
#pragma once

#include "base.h"

#define MOST_FAKE_GROUPS 256

struct ids_of {
    pid_t pid;
    unsigned long long started; /* tells a later process of the same number apart */
    uint32_t uid[3], gid[3];    /* real, effective, saved; the file system id is the effective one */
    bool keeps;                 /* its capabilities when it becomes another user (PR_SET_KEEPCAPS) */
    size_t group_count;
    uint32_t groups[MOST_FAKE_GROUPS];
};

struct id_table {
    int proc; /* a /proc */
    struct ids_of **list;
    size_t count;
    struct ids_of nobody; /* all zero */
};

/* All zero as long as no process has changed them. A new process has its parent's. proc_pid: the number in /proc. */
struct ids_of *find_ids(struct id_table *t, pid_t proc_pid);
/* The same to change. */
struct ids_of *change_ids(struct id_table *t, pid_t proc_pid);

/* As setuid(2), setreuid(2) and setresuid(2) do, on uid or gid; privileged as a process with effective uid 0 is.
 * 0 or -EPERM. */
int set_all_ids(uint32_t *ids, bool privileged, uint32_t id);
int set_two_ids(uint32_t *ids, bool privileged, uint32_t real, uint32_t effective);
int set_three_ids(uint32_t *ids, bool privileged, const uint32_t *wanted);
