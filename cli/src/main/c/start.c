#include "start.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text.h"

/* Keeps nothing of the caller: a pipe whose end this held would not end. */
static int let_go(int watched)
{
    int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0)
        return -1;
    for (int stream = 0; stream < 3; stream++)
        if (dup2(nothing, stream) < 0)
            return -1;
    int kept = fcntl(watched, F_DUPFD_CLOEXEC, 3);
    if (kept < 0 || dup3(kept, 3, O_CLOEXEC) < 0) {
        if (kept != 3)
            return -1;
    }
    return (int)syscall(SYS_close_range, 4u, ~0u, 0u);
}

/* "jbuild server stop" removes the locks, so that who waits here does not become
 * a server afterwards. */
static int has_name(int file, const char *name)
{
    struct stat opened, named;
    return fstat(file, &opened) == 0 && stat(name, &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

static void serve(const struct launch *launch, const char *socket, const char *build)
{
    char *name = text("%s.lock", socket);
    int lock = open(name, O_RDWR | O_CREAT, 0600); /* not closed by exec: locked as long as the server is there */
    if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) < 0)
        return;
    if (ftruncate(lock, 0) < 0 || dprintf(lock, "%d\n", getpid()) < 0)
        return;
    struct pollfd caller = {.fd = 3, .events = POLLIN};
    while (poll(&caller, 1, -1) < 0) {
    }
    if (has_name(lock, name) && chdir("/") == 0)
        launch_server(launch, socket, build);
}

void start_server_later(const struct launch *launch, const char *socket, const char *build)
{
    int self = (int)syscall(SYS_pidfd_open, getpid(), 0u);
    if (self < 0)
        return;
    fcntl(self, F_SETFD, FD_CLOEXEC);
    pid_t child = fork();
    if (child == 0) {
        if (setsid() < 0 || fork() != 0)
            _exit(0);
        if (let_go(self) == 0)
            serve(launch, socket, build);
        _exit(1);
    }
    if (child > 0)
        waitpid(child, NULL, 0);
    close(self);
}
