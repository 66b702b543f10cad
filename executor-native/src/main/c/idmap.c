#include "idmap.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "program.h"

#define RANGES 32

struct range {
    unsigned long start, count;
};

const char *rung_name(enum rung rung)
{
    static const char *const names[] = {"auto", "root", "rootless-full", "rootless-single", "nested", "chroot"};
    return names[rung];
}

/* Own /etc/passwd reader: the name service needs shared libraries. The caller frees. */
static char *user_name(uid_t uid)
{
    AUTO_FREE char *text = read_text(AT_FDCWD, "/etc/passwd", 1 << 20);
    char *save = NULL;
    for (char *line = text ? strtok_r(text, "\n", &save) : NULL; line; line = strtok_r(NULL, "\n", &save)) {
        char name[256];
        unsigned long id;
        if (sscanf(line, "%255[^:]:%*[^:]:%lu:", name, &id) == 2 && id == uid)
            return must_copy(name, strlen(name));
    }
    const char *name = getenv("USER");
    return name ? must_copy(name, strlen(name)) : must_print("%u", (unsigned)uid);
}

static size_t subordinate_ranges(const char *file, const char *user, struct range *ranges)
{
    AUTO_FREE char *text = read_text(AT_FDCWD, file, 1 << 20);
    AUTO_FREE char *number = must_print("%u", (unsigned)getuid());
    size_t found = 0;
    char *save = NULL;
    for (char *line = text ? strtok_r(text, "\n", &save) : NULL; line && found < RANGES;
         line = strtok_r(NULL, "\n", &save)) {
        char name[256];
        struct range r;
        if (sscanf(line, "%255[^:]:%lu:%lu", name, &r.start, &r.count) == 3 && r.count > 0 &&
            (strcmp(name, user) == 0 || strcmp(name, number) == 0))
            ranges[found++] = r;
    }
    return found;
}

/* Root maps every id to itself; others need the help of programs that are setuid root. */
static int check_full_map(struct failure *f)
{
    struct range ranges[RANGES];
    if (geteuid() == 0)
        return 0;
    AUTO_FREE char *user = user_name(getuid());
    AUTO_FREE char *program = find_program("newuidmap");
    AUTO_FREE char *group_program = find_program("newgidmap");
    if (!program || !group_program)
        return fail(f, 0, "choose isolation",
                    "newuidmap and newgidmap are needed for more than one user id: apt-get install uidmap (Debian, "
                    "Ubuntu), dnf install shadow-utils (Fedora) or apk add shadow-subids (Alpine)");
    if (!subordinate_ranges("/etc/subuid", user, ranges) || !subordinate_ranges("/etc/subgid", user, ranges))
        return fail(f, 0, "choose isolation",
                    "the user %s has no subordinate ids: add the line '%s:100000:65536' to /etc/subuid and /etc/subgid "
                    "(as root: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 %s)",
                    user, user, user);
    return 0;
}

int check_rung(enum rung rung, enum ids *ids, struct failure *f)
{
    struct failure no_map = {0};
    switch (rung) {
    case RUNG_ROOT:
        *ids = IDS_OWN;
        if (geteuid() != 0)
            return fail(f, 0, "choose isolation", "isolation root is for root, but this is uid %u: sudo jbuild ...",
                        geteuid());
        return 0;
    case RUNG_ROOTLESS_FULL:
        *ids = IDS_MAPPED;
        return check_full_map(f);
    case RUNG_CHROOT:
        *ids = IDS_OWN;
        if (geteuid() != 0)
            return fail(f, 0, "choose isolation", "isolation chroot is for root, but this is uid %u: sudo jbuild ...",
                        geteuid());
        return 0;
    case RUNG_NESTED:
        *ids = check_full_map(&no_map) == 0 ? IDS_MAPPED : IDS_SINGLE;
        return 0;
    default:
        *ids = IDS_SINGLE;
        return 0;
    }
}

char *same_ids(const char *map)
{
    unsigned long inside, outside, count;
    char *same = must_copy("", 0);
    for (const char *line = map; line && sscanf(line, "%lu %lu %lu", &inside, &outside, &count) == 3;) {
        char *longer = must_print("%s%lu %lu %lu\n", same, inside, inside, count);
        free(same);
        same = longer;
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    return same;
}

struct mapper {
    const char *name, *file;
    pid_t pid;
};

static int start_mapper(struct mapper *m, pid_t process, unsigned own, struct failure *f)
{
    struct range ranges[RANGES];
    AUTO_FREE char *user = user_name(getuid());
    size_t count = subordinate_ranges(m->file, user, ranges), n = 0;
    AUTO_FREE char *program = find_program(m->name);
    char *args[2 + 3 * (RANGES + 1) + 1];
    unsigned long next = 1;
    if (!program)
        return fail(f, ENOENT, "map ids", "%s is not there any more", m->name);
    args[n++] = program;
    args[n++] = must_print("%d", process);
    args[n++] = must_print("0");
    args[n++] = must_print("%u", own);
    args[n++] = must_print("1");
    for (size_t i = 0; i < count; i++) {
        args[n++] = must_print("%lu", next);
        args[n++] = must_print("%lu", ranges[i].start);
        args[n++] = must_print("%lu", ranges[i].count);
        next += ranges[i].count;
    }
    args[n] = NULL;
    m->pid = fork();
    if (m->pid == 0) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
        execv(program, args);
        _exit(127);
    }
    for (size_t i = 1; i < n; i++)
        free(args[i]);
    return m->pid > 0 ? 0 : fail(f, errno, "map ids", "cannot run %s", m->name);
}

static int await_mapper(const struct mapper *m, struct failure *f)
{
    AUTO_FREE char *user = user_name(getuid());
    int status = 0;
    if (waitpid(m->pid, &status, 0) < 0)
        return fail(f, errno, "map ids", "cannot run %s", m->name);
    if (status != 0)
        return fail(f, 0, "map ids",
                    "%s refused the map (see its message above): check that it is setuid root and that the ranges of "
                    "%s in %s are right",
                    m->name, user, m->file);
    return 0;
}

/* Both side by side: most of the time that an agent takes to start is theirs. */
static int run_mappers(pid_t process, struct failure *f)
{
    struct mapper users = {"newuidmap", "/etc/subuid", -1}, groups = {"newgidmap", "/etc/subgid", -1};
    if (start_mapper(&users, process, getuid(), f) < 0)
        return -1;
    int result = start_mapper(&groups, process, getgid(), f);
    if (result == 0)
        result = await_mapper(&groups, f);
    return await_mapper(&users, f) < 0 ? -1 : result;
}

static int write_proc(pid_t process, const char *name, const char *text, struct failure *f)
{
    AUTO_FREE char *path = must_print("/proc/%d/%s", process, name);
    AUTO_FD fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write_whole(fd, text, strlen(text)) < 0)
        return fail(f, errno, "map ids", "%s", path);
    return 0;
}

/* Every id that there is here as itself. */
static int map_to_itself(pid_t process, const char *name, struct failure *f)
{
    AUTO_FREE char *own = must_print("/proc/self/%s", name);
    AUTO_FREE char *map = read_text(AT_FDCWD, own, 4096);
    AUTO_FREE char *same = map ? same_ids(map) : NULL;
    return same ? write_proc(process, name, same, f) : fail(f, errno, "map ids", "read %s", own);
}

int write_maps(enum ids ids, pid_t process, struct failure *f)
{
    if (ids == IDS_MAPPED && geteuid() == 0)
        return map_to_itself(process, "uid_map", f) < 0 ? -1 : map_to_itself(process, "gid_map", f);
    if (ids == IDS_MAPPED)
        return run_mappers(process, f);
    AUTO_FREE char *uids = must_print("0 %u 1", getuid());
    AUTO_FREE char *gids = must_print("0 %u 1", getgid());
    if (write_proc(process, "setgroups", "deny", f) < 0 || write_proc(process, "uid_map", uids, f) < 0)
        return -1;
    return write_proc(process, "gid_map", gids, f);
}

unsigned greatest_id(void)
{
    unsigned long inside, outside, count, greatest = 0;
    AUTO_FREE char *map = read_text(AT_FDCWD, "/proc/self/uid_map", 4096);
    for (const char *line = map; line && sscanf(line, "%lu %lu %lu", &inside, &outside, &count) == 3;) {
        greatest = inside + count - 1 > greatest ? inside + count - 1 : greatest;
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    return (unsigned)greatest;
}

static bool setting_is(const char *path, char value)
{
    AUTO_FREE char *text = read_text(AT_FDCWD, path, 16);
    return text && text[0] == value && (text[1] == '\n' || text[1] == 0);
}

int explain_namespace(enum rung rung, int errnum, struct failure *f)
{
    const char *reason = "the kernel refused new namespaces";
    if (rung == RUNG_ROOT)
        reason = "root has no CAP_SYS_ADMIN here: inside a container, start it with the right to mount "
                 "(docker run --privileged)";
    else if (setting_is("/proc/sys/kernel/unprivileged_userns_clone", '0'))
        reason = "user namespaces are switched off: sysctl -w kernel.unprivileged_userns_clone=1";
    else if (setting_is("/proc/sys/user/max_user_namespaces", '0'))
        reason = "user namespaces are switched off: sysctl -w user.max_user_namespaces=15000";
    else if (setting_is("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", '1'))
        reason = "AppArmor restricts user namespaces: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or "
                 "install an AppArmor profile that allows userns for jbuild-exec";
    else if (errnum == EPERM)
        reason = "user namespaces are not allowed here (a container's seccomp profile?): give the outer container "
                 "--security-opt seccomp=unconfined, or run jbuild as root with the right to mount";
    return fail(f, errnum, "make namespaces", "%s", reason);
}
