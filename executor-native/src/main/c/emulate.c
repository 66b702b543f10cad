#include "emulate.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "idmap.h"
#include "sys.h"

#define PLACE "/proc/sys/fs/binfmt_misc"

static int write_map(const char *file, const char *map)
{
    AUTO_FREE char *same = same_ids(map);
    AUTO_FD fd = open(file, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write(fd, same, strlen(same)) == (ssize_t)strlen(same) ? 0 : -1;
}

/* The maps of a new user namespace are written from outside of it. */
static pid_t start_mapper(int go, const char *uids, const char *gids)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    char byte;
    if (read(go, &byte, 1) != 1 || write_map("/proc/1/uid_map", uids) < 0 || write_map("/proc/1/gid_map", gids) < 0)
        _exit(1);
    _exit(0);
}

static int own_namespaces(struct failure *f)
{
    int go[2], status = -1;
    AUTO_FREE char *uids = read_text(AT_FDCWD, "/proc/self/uid_map", 4096);
    AUTO_FREE char *gids = read_text(AT_FDCWD, "/proc/self/gid_map", 4096);
    if (!uids || !gids || pipe2(go, O_CLOEXEC) < 0)
        return fail(f, errno, "start emulator", "read the mapped ids");
    pid_t mapper = start_mapper(go[0], uids, gids);
    int result = mapper < 0 ? -1 : unshare(CLONE_NEWUSER | CLONE_NEWNS);
    int error = errno;
    ssize_t told = result < 0 ? 0 : write(go[1], "", 1);
    close(go[0]);
    close(go[1]);
    if (mapper > 0)
        waitpid(mapper, &status, 0);
    if (result < 0)
        return fail(f, error, "start emulator", "make a user namespace");
    return told == 1 && status == 0 ? 0 : fail(f, EPERM, "start emulator", "map the ids of its user namespace");
}

/* F: the kernel opens the interpreter now and keeps it, so its name need not mean anything later. */
static int add_rule(const char *rule, int interpreter, struct failure *f)
{
    AUTO_FREE char *line = must_print("%s:/proc/self/fd/%d:F", rule, interpreter);
    AUTO_FD fd = open(PLACE "/register", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, line, strlen(line)) != (ssize_t)strlen(line))
        return fail(f, errno, "start emulator", "register %s", line);
    return 0;
}

int emulate(const char *rule, int interpreter, struct failure *f)
{
    if (own_namespaces(f) < 0)
        return -1;
    if (sys_mount("binfmt_misc", PLACE, "binfmt_misc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
        return fail(f, errno, "start emulator", "mount binfmt_misc%s",
                    errno == EPERM ? ": an unprivileged one needs Linux 6.7" : "");
    if (add_rule(rule, interpreter, f) < 0)
        return -1;
    unsigned long flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
    if (sys_mount(NULL, PLACE, NULL, flags, NULL) < 0)
        return fail(f, errno, "start emulator", "make its rules read-only");
    return 0;
}
