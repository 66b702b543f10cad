/* The control groups of one container: limits, device control, and what they tell in the end. */
#pragma once

#include "exec.h"

struct leaf {
    char *path;
    bool unified;
    int home;      /* version 1: cgroup.procs of the group that we came from */
    int directory; /* version 2: the group, for CLONE_INTO_CGROUP */
    unsigned controls;
};

enum control { CONTROL_MEMORY = 1, CONTROL_CPU = 2, CONTROL_PIDS = 4, CONTROL_DEVICES = 8 };

struct cgroup {
    struct leaf leaves[4];
    size_t count;
};

char *cgroup_name(const struct agent *a, pid_t handler);
/* Makes the groups that the container's limits and devices need and sets them up; none is fine. name is that of the new
 * groups. */
int cgroup_make(const struct agent *a, const struct container *c, const char *name, struct cgroup *g,
                struct failure *f);
/* The groups that another handler made, for one more process in them. */
int cgroup_find(const struct agent *a, pid_t handler, struct cgroup *g, struct failure *f);
/* The group of version 2 that a child is to be born into, or -1. To enter one ourselves would take a grace period of
 * the kernel (5 ms measured); version 1 knows no other way. */
int cgroup_birth(const struct cgroup *g);
/* The error for a child that the kernel did not let be born there. */
int cgroup_refused(const struct agent *a, int errnum, struct failure *f);
/* Puts this process into the groups of version 1, so that its next child is born inside, and takes it out again. */
int cgroup_enter(const struct cgroup *g, struct failure *f);
void cgroup_leave(const struct cgroup *g);
/* Whether the kernel killed a process for the memory limit. */
bool cgroup_out_of_memory(const struct cgroup *g);
void cgroup_remove(struct cgroup *g);

/* Removes the groups of an agent that are left: those of a handler, or with 0 all; from the record in its run
 * directory. */
void cgroup_sweep(int run_fd, pid_t handler);
/* Whether these limits can be enforced here, found out by trying; if not, why. */
bool cgroup_can_limit(const struct agent *a, const struct limits *limits, struct failure *f);
/* Whether RLIMIT_NPROC limits the processes of containers: the machine's root is exempt. */
bool counts_processes(const struct agent *a);
/* Finds out by trying how devices can be controlled here. */
void cgroup_choose_device_control(struct agent *a);
