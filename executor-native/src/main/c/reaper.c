#include "reaper.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys.h"

/* How a shell tells of the end of its child. */
static int code_of(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Orphans are reaped until the command itself ends; the kernel then ends what it left behind. */
static void reap(pid_t command)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (pid == command)
            _exit(code_of(status));
}

/* Blocked signals reach even process 1, whom the kernel protects from those that it does not handle. */
_Noreturn static void pass_signals(pid_t command, const sigset_t *all)
{
    for (;;) {
        int number = sigwaitinfo(all, NULL);
        if (number == SIGCHLD)
            reap(command);
        else if (number > 0 && number != SIGTTIN && number != SIGTTOU && number != SIGTSTP)
            kill(command, number);
    }
}

int become_reaper(int report, bool tty, struct failure *f)
{
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &all, NULL);
    pid_t pid = fork();
    if (pid < 0)
        return fail(f, errno, "start container", "fork the command");
    if (pid > 0) {
        close(report); /* its end tells that the command runs */
        pass_signals(pid, &all);
    }
    setpgid(0, 0);
    if (tty)
        tcsetpgrp(STDIN_FILENO, getpid()); /* SIGTTOU is blocked here */
    sigprocmask(SIG_SETMASK, &none, NULL);
    return 0;
}
