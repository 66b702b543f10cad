#include "probe.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "cgroup.h"
#include "network.h"
#include "sys.h"

static void put_fact(struct message *m, const char *name, const char *value)
{
    AUTO_FREE char *fact = must_print("%s=%s", name, value);
    put_text(m, T_FACT, fact);
}

static void put_limit(struct message *m, const struct agent *a, const char *name, struct limits limits)
{
    struct failure f = {0};
    put_fact(m, name, cgroup_can_limit(a, &limits, &f) ? "yes" : f.text);
}

static const char *seccomp_works(void)
{
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0 ? "yes" : "no";
}

static const char *tun_works(void)
{
    AUTO_FD tun = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    return tun >= 0 ? "yes" : strerror(errno);
}

int serve_probe(const struct agent *a, struct channel *c)
{
    static const char *const controls[] = {"uncontrolled", "program", "list"};
    struct message m = {0};
    struct failure ignored = {0};
    struct utsname host;
    if (uname(&host) == 0) {
        put_fact(&m, "kernel", host.release);
        put_fact(&m, "machine", host.machine);
    }
    AUTO_FREE char *uids = read_text(AT_FDCWD, "/proc/self/uid_map", 4096);
    put_fact(&m, "isolation", rung_name(a->rung));
    put_fact(&m, "xattrs", a->user_xattrs ? "user" : "trusted");
    put_fact(&m, "overlay", a->copies ? "copies" : a->legacy_overlay ? "legacy" : "new");
    put_fact(&m, "uid_map", uids ? uids : "");
    put_fact(&m, "seccomp", seccomp_works());
    put_fact(&m, "tun", tun_works());
    AUTO_FREE char *network = network_programs(a);
    put_fact(&m, "private_network", network);
    put_fact(&m, "devices", controls[a->device_control]);
    put_fact(&m, "devices_reason", a->device_control ? "" : a->no_device_control);
    put_limit(&m, a, "limit_memory", (struct limits){.memory = 64 << 20});
    put_limit(&m, a, "limit_cpu", (struct limits){.cpu_quota = 100000});
    if (counts_processes(a) && !cgroup_can_limit(a, &(struct limits){.pids = 1000}, &ignored))
        put_fact(&m, "limit_pids", "yes, of each user (RLIMIT_NPROC), because there is no control group");
    else
        put_limit(&m, a, "limit_pids", (struct limits){.pids = 1000});
    put_fact(&m, "cgroup2", access("/sys/fs/cgroup/cgroup.controllers", F_OK) == 0 ? "yes" : "no");
    int result = message_write(c, F_DONE, &m);
    free(m.bytes);
    return result;
}
