#include "descendants.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "disk.h"
#include "sys.h"

void adopt_orphans(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static bool is_kept(const pid_t *kept, size_t count, pid_t pid)
{
    for (size_t i = 0; i < count; i++)
        if (kept[i] == pid)
            return true;
    return false;
}

static bool is_child(const char *number)
{
    int parent = 0;
    AUTO_FREE char *path = must_print("/proc/%s/status", number);
    AUTO_FREE char *status = read_text(AT_FDCWD, path, 4096);
    const char *line = status ? strstr(status, "\nPPid:") : NULL;
    return line && sscanf(line, "\nPPid: %d", &parent) == 1 && parent == getpid();
}

/* One killed child hands its own over to us, so that this goes on until there are none. */
void kill_children(const pid_t *kept, size_t count)
{
    for (bool found = true; found;) {
        struct names names = {0};
        found = false;
        AUTO_FD proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (proc < 0 || read_names(proc, &names) < 0)
            return;
        for (size_t i = 0; i < names.count; i++) {
            pid_t pid = (pid_t)strtol(names.list[i], NULL, 10);
            if (pid <= 1 || is_kept(kept, count, pid) || !is_child(names.list[i]))
                continue;
            kill(pid, SIGKILL);
            waitpid(pid, NULL, __WALL);
            found = true;
        }
        free_names(&names);
    }
}
