#include "privileges.h"

#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "seccomp_default.h"
#include "sys.h"

/* Before the capabilities go: raising a hard limit needs CAP_SYS_RESOURCE. */
int set_rlimits(const struct container *c, struct failure *f)
{
    const struct rlimit processes = {.rlim_cur = c->most_processes, .rlim_max = c->most_processes};
    if (c->most_processes && setrlimit(RLIMIT_NPROC, &processes) < 0)
        return fail(f, errno, "limit container", "%llu processes", (unsigned long long)c->most_processes);
    for (size_t i = 0; i < c->rlimit_count; i++) {
        const struct rlimit_spec *r = &c->rlimits[i];
        const struct rlimit limit = {.rlim_cur = r->soft, .rlim_max = r->hard};
        if (setrlimit((__rlimit_resource_t)r->resource, &limit) < 0)
            return fail(f, errno, "set ulimit", "number %u to %lld:%lld%s", (unsigned)r->resource, (long long)r->soft,
                        (long long)r->hard, errno == EPERM ? ": the helper's own hard limit is lower" : "");
    }
    return 0;
}

/* Without a change of user capabilities pass an execve by themselves; another user gets them as ambient ones. */
static int raise_ambient(uint64_t caps, struct failure *f)
{
    for (int cap = 0; cap < 64; cap++)
        if (caps >> cap & 1 && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0) < 0)
            return fail(f, errno, "keep capabilities", "ambient capability %d", cap);
    return 0;
}

static uint64_t own_capabilities(void)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {0};
    syscall(SYS_capget, &head, data);
    return (uint64_t)data[1].permitted << 32 | data[0].permitted;
}

/* Without no_new_privs only CAP_SYS_ADMIN may set a filter, so it comes before the capabilities go; all that follows
 * is allowed by it. */
static int filter_calls(struct failure *f)
{
    const struct sock_fprog program = {
        .len = sizeof default_filter / sizeof *default_filter,
        .filter = (struct sock_filter *)(uintptr_t)default_filter,
    };
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0)
        return 0;
    return fail(f, errno, "filter system calls", "seccomp%s",
                errno == EINVAL ? ": this kernel has no seccomp filters (CONFIG_SECCOMP_FILTER)" : "");
}

int drop_privileges(const struct agent *a, const struct container *c, const struct account *account, struct failure *f)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {0};
    bool plain = a->rung == RUNG_CHROOT;
    uint64_t caps = c->insecure ? own_capabilities() : plain ? c->caps & own_capabilities() : c->caps;
    if (!c->insecure && filter_calls(f) < 0) {
        /* Without CAP_SYS_ADMIN there is no filter of our own; that of the outer container holds. */
        if (!plain || f->errnum != EACCES)
            return -1;
        *f = (struct failure){0};
    }
    for (int cap = 0; prctl(PR_CAPBSET_READ, cap) >= 0; cap++)
        if (!(caps >> cap & 1) && prctl(PR_CAPBSET_DROP, cap) < 0)
            return fail(f, errno, "drop capabilities", "bounding set, capability %d", cap);
    if (account->uid != 0 && prctl(PR_SET_KEEPCAPS, 1) < 0)
        return fail(f, errno, "drop capabilities", "keep the wanted ones");
    if (setgroups(account->group_count, account->groups) < 0)
        return fail(f, errno, "set groups", "of user %s", c->user);
    if (setresgid(account->gid, account->gid, account->gid) < 0 ||
        setresuid(account->uid, account->uid, account->uid) < 0)
        return fail(f, errno, "set user", "%u:%u%s", account->uid, account->gid,
                    errno == EINVAL ? " is outside the mapped ids" : "");
    for (int i = 0; i < 2; i++)
        data[i].permitted = data[i].effective = (uint32_t)(caps >> (32 * i));
    for (int i = 0; c->insecure && i < 2; i++)
        data[i].inheritable = data[i].permitted;
    if (syscall(SYS_capset, &head, data) < 0)
        return fail(f, errno, "drop capabilities", "capset");
    if (c->insecure && raise_ambient(caps, f) < 0)
        return -1;
    if (c->no_new_privs && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return fail(f, errno, "forbid new privileges", "prctl");
    return 0;
}
