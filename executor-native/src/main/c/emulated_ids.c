/* Calls on the ids of processes. */
#include <string.h>
#include <sys/syscall.h>

#include "emulated_calls.h"

#define KEEP UINT32_MAX

enum which { UID, GID };

static uint32_t *set_of(struct ids_of *ids, enum which which)
{
    return which == UID ? ids->uid : ids->gid;
}

/* As long as everybody is 0, becoming 0 again changes nothing. */
static struct ids_of *ids_to_change(struct emulation *e, const uint64_t *wanted, int count)
{
    bool same = e->ids.count == 0;
    for (int i = 0; i < count; i++)
        same = same && ((uint32_t)wanted[i] == 0 || (uint32_t)wanted[i] == KEEP);
    return same ? NULL : change_ids(&e->ids, e->proc_pid);
}

static long set_ids(struct emulation *e, const uint64_t *args, int count, enum which which)
{
    struct ids_of *ids = ids_to_change(e, args, count);
    if (!ids)
        return 0;
    const uint32_t wanted[] = {(uint32_t)args[0], (uint32_t)args[1], (uint32_t)args[2]};
    uint32_t *set = set_of(ids, which);
    bool privileged = ids->uid[1] == 0 || ids->keeps;
    return count == 1   ? set_all_ids(set, privileged, wanted[0])
           : count == 2 ? set_two_ids(set, privileged, wanted[0], wanted[1])
                        : set_three_ids(set, privileged, wanted);
}

static long do_setuid(struct emulation *e, const uint64_t *args)
{
    return set_ids(e, args, 1, UID);
}

static long do_setgid(struct emulation *e, const uint64_t *args)
{
    return set_ids(e, args, 1, GID);
}

static long do_setreuid(struct emulation *e, const uint64_t *args)
{
    return set_ids(e, args, 2, UID);
}

static long do_setregid(struct emulation *e, const uint64_t *args)
{
    return set_ids(e, args, 2, GID);
}

static long do_setresuid(struct emulation *e, const uint64_t *args)
{
    return set_ids(e, args, 3, UID);
}

static long do_setresgid(struct emulation *e, const uint64_t *args)
{
    return set_ids(e, args, 3, GID);
}

static long show_id(struct emulation *e, enum which which, int i)
{
    struct ids_of *ids = find_ids(&e->ids, e->proc_pid);
    return (long)set_of(ids, which)[i];
}

/* They give the former id and never an error; nobody but an NFS server of the past means anything by them. */
static long do_setfsuid(struct emulation *e, const uint64_t *args)
{
    (void)args;
    return show_id(e, UID, 1);
}

static long do_setfsgid(struct emulation *e, const uint64_t *args)
{
    (void)args;
    return show_id(e, GID, 1);
}

static long do_getuid(struct emulation *e, const uint64_t *args)
{
    (void)args;
    return show_id(e, UID, 0);
}

static long do_geteuid(struct emulation *e, const uint64_t *args)
{
    (void)args;
    return show_id(e, UID, 1);
}

static long do_getgid(struct emulation *e, const uint64_t *args)
{
    (void)args;
    return show_id(e, GID, 0);
}

static long do_getegid(struct emulation *e, const uint64_t *args)
{
    (void)args;
    return show_id(e, GID, 1);
}

static long show_ids(struct emulation *e, const uint64_t *args, enum which which)
{
    const uint32_t *set = set_of(find_ids(&e->ids, e->proc_pid), which);
    for (int i = 0; i < 3; i++)
        if (write_memory(e, args[i], &set[i], sizeof set[i]) < 0)
            return -EFAULT;
    return 0;
}

static long do_getresuid(struct emulation *e, const uint64_t *args)
{
    return show_ids(e, args, UID);
}

static long do_getresgid(struct emulation *e, const uint64_t *args)
{
    return show_ids(e, args, GID);
}

static long do_setgroups(struct emulation *e, const uint64_t *args)
{
    uint32_t groups[MOST_FAKE_GROUPS];
    size_t count = (size_t)args[0];
    if (count > MOST_FAKE_GROUPS)
        return -EINVAL;
    if (count && read_memory(e, args[1], groups, count * sizeof *groups) < 0)
        return -EFAULT;
    if (count == 0 && e->ids.count == 0)
        return 0;
    struct ids_of *ids = change_ids(&e->ids, e->proc_pid);
    if (!ids || (ids->uid[1] != 0 && !ids->keeps))
        return -EPERM;
    memcpy(ids->groups, groups, count * sizeof *groups);
    ids->group_count = count;
    return 0;
}

static long do_getgroups(struct emulation *e, const uint64_t *args)
{
    const struct ids_of *ids = find_ids(&e->ids, e->proc_pid);
    if (args[0] == 0)
        return (long)ids->group_count;
    if ((int)args[0] < (int)ids->group_count)
        return -EINVAL;
    size_t size = ids->group_count * sizeof *ids->groups;
    return size && write_memory(e, args[1], ids->groups, size) < 0 ? -EFAULT : (long)ids->group_count;
}

/* The kernel keeps them anyway, for nobody becomes another user in its eyes. */
static long do_prctl(struct emulation *e, const uint64_t *args)
{
    struct ids_of *ids = change_ids(&e->ids, e->proc_pid);
    if (ids)
        ids->keeps = args[1] != 0;
    return NOT_EMULATED;
}

const struct emulated_call id_calls[] = {
    {SYS_prctl, 0, do_prctl},          {SYS_setuid, -1, do_setuid},       {SYS_setgid, -1, do_setgid},
    {SYS_setreuid, -1, do_setreuid},   {SYS_setregid, -1, do_setregid},   {SYS_setresuid, -1, do_setresuid},
    {SYS_setresgid, -1, do_setresgid}, {SYS_setfsuid, -1, do_setfsuid},   {SYS_setfsgid, -1, do_setfsgid},
    {SYS_setgroups, -1, do_setgroups}, {SYS_getuid, -1, do_getuid},       {SYS_geteuid, -1, do_geteuid},
    {SYS_getgid, -1, do_getgid},       {SYS_getegid, -1, do_getegid},     {SYS_getresuid, -1, do_getresuid},
    {SYS_getresgid, -1, do_getresgid}, {SYS_getgroups, -1, do_getgroups},
};

const size_t id_call_count = sizeof id_calls / sizeof *id_calls;
