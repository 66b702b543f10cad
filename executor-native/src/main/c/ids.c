#include "ids.h"

#include <stdio.h>
#include <string.h>

#define KEEP UINT32_MAX
#define MOST_TABLE 4096

/* Parent (for a thread, its process) and start time; false when it is gone. */
static bool look_at(int proc, pid_t pid, pid_t *parent, unsigned long long *started)
{
    int tgid = 0, ppid = 0;
    char *at;
    AUTO_FREE char *status_path = must_print("%d/status", pid);
    AUTO_FREE char *stat_path = must_print("%d/stat", pid);
    AUTO_FREE char *status = read_text(proc, status_path, 4096);
    AUTO_FREE char *text = read_text(proc, stat_path, 4096);
    if (!status || !text || !(at = strstr(status, "\nTgid:")) || sscanf(at, "\nTgid: %d", &tgid) != 1 ||
        !(at = strstr(status, "\nPPid:")) || sscanf(at, "\nPPid: %d", &ppid) != 1 || !(at = strrchr(text, ')')))
        return false;
    *parent = tgid != pid ? tgid : ppid;
    for (int field = 2; at && field < 22; field++)
        at = strchr(at + 1, ' ');
    return at && sscanf(at, "%llu", started) == 1;
}

static struct ids_of *find_known(const struct id_table *t, pid_t pid, unsigned long long started)
{
    for (size_t i = t->count; i > 0; i--)
        if (t->list[i - 1]->pid == pid && t->list[i - 1]->started == started)
            return t->list[i - 1];
    return NULL;
}

/* Those of processes that are gone make place. */
static void forget_dead(struct id_table *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++) {
        pid_t parent;
        unsigned long long started;
        if (look_at(t->proc, t->list[i]->pid, &parent, &started) && started == t->list[i]->started)
            t->list[kept++] = t->list[i];
        else
            free(t->list[i]);
    }
    t->count = kept;
}

static struct ids_of *add(struct id_table *t, pid_t pid, unsigned long long started, const struct ids_of *like)
{
    if (t->count >= MOST_TABLE && t->count % MOST_TABLE == 0)
        forget_dead(t);
    struct ids_of *ids = must_alloc(sizeof *ids);
    if (like)
        *ids = *like;
    ids->pid = pid;
    ids->keeps = false;
    ids->started = started;
    t->list = must_resize(t->list, (t->count + 1) * sizeof *t->list);
    return t->list[t->count++] = ids;
}

struct ids_of *find_ids(struct id_table *t, pid_t proc_pid)
{
    pid_t parent;
    unsigned long long started;
    if (t->count == 0 || proc_pid <= 1 || !look_at(t->proc, proc_pid, &parent, &started))
        return &t->nobody;
    struct ids_of *known = find_known(t, proc_pid, started);
    if (known)
        return known;
    struct ids_of *from = find_ids(t, parent);
    return from == &t->nobody ? from : add(t, proc_pid, started, from);
}

struct ids_of *change_ids(struct id_table *t, pid_t proc_pid)
{
    pid_t parent;
    unsigned long long started;
    struct ids_of *known = find_ids(t, proc_pid);
    if (known->pid == proc_pid)
        return known;
    return look_at(t->proc, proc_pid, &parent, &started) ? add(t, proc_pid, started, NULL) : NULL;
}

static bool has(const uint32_t *ids, uint32_t id)
{
    return id == ids[0] || id == ids[1] || id == ids[2];
}

int set_all_ids(uint32_t *ids, bool privileged, uint32_t id)
{
    if (privileged)
        ids[0] = ids[2] = id;
    else if (id != ids[0] && id != ids[2])
        return -EPERM;
    ids[1] = id;
    return 0;
}

int set_two_ids(uint32_t *ids, bool privileged, uint32_t real, uint32_t effective)
{
    if (!privileged &&
        ((real != KEEP && real != ids[0] && real != ids[1]) || (effective != KEEP && !has(ids, effective))))
        return -EPERM;
    bool save = real != KEEP || (effective != KEEP && effective != ids[0]);
    ids[0] = real == KEEP ? ids[0] : real;
    ids[1] = effective == KEEP ? ids[1] : effective;
    ids[2] = save ? ids[1] : ids[2];
    return 0;
}

int set_three_ids(uint32_t *ids, bool privileged, const uint32_t *wanted)
{
    for (int i = 0; i < 3; i++)
        if (!privileged && wanted[i] != KEEP && !has(ids, wanted[i]))
            return -EPERM;
    for (int i = 0; i < 3; i++)
        ids[i] = wanted[i] == KEEP ? ids[i] : wanted[i];
    return 0;
}
