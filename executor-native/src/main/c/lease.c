#include "lease.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "holder.h"
#include "sys.h"

static const struct sockaddr_un place = {.sun_family = AF_UNIX, .sun_path = HOLDER_SOCKET};

/* -1 without a failure when nobody is there. */
static int connect_holder(void)
{
    AUTO_FD fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&place, sizeof place) < 0)
        return -1;
    return take_fd(&fd);
}

/* Who holds the lock alone says whether there is a holder. */
static int lock_network(struct failure *f)
{
    struct stat st;
    AUTO_FD lock = open(HOLDER_LOCK, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0 || flock(lock, LOCK_EX) < 0 || fstat(lock, &st) < 0)
        return fail(f, errno, "use network", "lock it");
    return st.st_nlink > 0 ? take_fd(&lock) : fail(f, 0, "use network", "it was removed");
}

static int ask(int holder, const char *question, char *answer, size_t size, struct failure *f)
{
    ssize_t n = send(holder, question, strlen(question), MSG_NOSIGNAL);
    if (n >= 0)
        n = recv(holder, answer, size - 1, 0);
    if (n <= 0)
        return fail(f, n < 0 ? errno : 0, "use network", "its holder ended");
    answer[n] = 0;
    return strncmp(answer, "FAIL\n", 5) == 0 ? fail(f, 0, "use network", "%s", answer + 5) : 0;
}

static int listen_here(struct failure *f)
{
    AUTO_FD fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    unlink(HOLDER_SOCKET); /* that of a holder which is gone */
    if (fd < 0 || bind(fd, (const struct sockaddr *)&place, sizeof place) < 0 || chmod(HOLDER_SOCKET, 0600) < 0 ||
        listen(fd, SOMAXCONN) < 0)
        return fail(f, errno, "start network", "make its socket");
    return take_fd(&fd);
}

/* Nothing ties it to us: neither our session, nor our streams, nor our lock. */
static void become_holder(const struct network_spec *n, int listening, int ready)
{
    setsid();
    pid_t pid = fork();
    if (pid != 0)
        _exit(pid > 0 ? 0 : 1);
    AUTO_FD null = open("/dev/null", O_RDWR | O_CLOEXEC);
    AUTO_FD log = open("log", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    /* Numbers that leave nothing between them to be inherited. */
    ready = fcntl(ready, F_DUPFD_CLOEXEC, 16);
    listening = fcntl(listening, F_DUPFD_CLOEXEC, 16);
    sys_close_range(3, 15, 0);
    sys_close_range((unsigned)(ready > listening ? ready : listening) + 1, ~0U, 0);
    holder_run(n, listening, ready);
}

static int start_holder(const struct network_spec *n, struct failure *f)
{
    int ready[2];
    AUTO_FD listening = listen_here(f);
    if (listening < 0)
        return -1;
    if ((mkdir(HOLDER_VOID, 0700) < 0 && errno != EEXIST) || pipe2(ready, O_CLOEXEC) < 0)
        return fail(f, errno, "start network", "make a directory and a pipe");
    pid_t pid = fork();
    if (pid == 0)
        become_holder(n, listening, ready[1]);
    close(ready[1]);
    int got = pid < 0 ? -1 : read_whole(ready[0], f, sizeof *f);
    close(ready[0]);
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    if (got != 1)
        return fail(f, 0, "start network", "its holder ended early");
    return f->step[0] ? -1 : 0;
}

static int hold(const struct network_spec *n, const char *address, struct failure *f)
{
    char answer[HOLDER_MESSAGE], byte;
    AUTO_FREE char *question = must_print("RESERVE\n%s", address);
    AUTO_FD lock = lock_network(f);
    if (lock < 0)
        return -1;
    AUTO_FD holder = connect_holder();
    if (holder < 0 && start_holder(n, f) < 0)
        return -1;
    if (holder < 0)
        holder = connect_holder();
    if (holder < 0)
        return fail(f, errno, "use network", "reach its holder");
    close(take_fd(&lock));
    if (ask(holder, question, answer, sizeof answer, f) < 0)
        return -1;
    dprintf(STDOUT_FILENO, "OK\t%s\n", answer + 3);
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    return 0;
}

/* Nobody who uses it is no failure. */
static int list(struct failure *f)
{
    char answer[HOLDER_MESSAGE];
    AUTO_FD holder = connect_holder();
    if (holder < 0)
        return 0;
    if (ask(holder, "LIST", answer, sizeof answer, f) < 0)
        return -1;
    while (strncmp(answer, "USER\n", 5) == 0) {
        for (char *c = strchr(answer, '\n'); c; c = strchr(c, '\n'))
            *c = '\t';
        dprintf(STDOUT_FILENO, "%s\n", answer);
        ssize_t n = recv(holder, answer, sizeof answer - 1, 0);
        if (n <= 0)
            return fail(f, 0, "use network", "its holder ended");
        answer[n] = 0;
    }
    return 0;
}

/* Where nobody is, nobody has the old name. */
static int rename_user(const char *address, const char *old, const char *name, struct failure *f)
{
    char answer[HOLDER_MESSAGE];
    AUTO_FREE char *question = must_print("RENAME\n%s\n%s\n%s", address, old, name);
    AUTO_FD holder = connect_holder();
    return holder < 0 ? 0 : ask(holder, question, answer, sizeof answer, f);
}

static int remove_network(const char *directory, struct failure *f)
{
    static const char *const files[] = {HOLDER_SOCKET, "log", "network.json", HOLDER_LOCK};
    char answer[HOLDER_MESSAGE];
    AUTO_FD lock = lock_network(f);
    if (lock < 0)
        return -1;
    AUTO_FD holder = connect_holder();
    if (holder >= 0 && ask(holder, "QUIT", answer, sizeof answer, f) == 0) {
        dprintf(STDOUT_FILENO, "BUSY\n");
        return 0;
    }
    *f = (struct failure){0}; /* it ended, as it was told to */
    rmdir(HOLDER_VOID);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (unlink(files[i]) < 0 && errno != ENOENT)
            return fail(f, errno, "remove network", "%s/%s", directory, files[i]);
    if (rmdir(directory) < 0)
        return fail(f, errno, "remove network", "%s", directory);
    dprintf(STDOUT_FILENO, "OK\n");
    return 0;
}

static int parse_subnet(const char *text, struct network_spec *n)
{
    char base[INET_ADDRSTRLEN] = "";
    return sscanf(text, "%15[0-9.]/%u", base, &n->prefix) == 2 && n->prefix >= 8 && n->prefix <= 25 &&
                   inet_pton(AF_INET, base, &n->base) == 1 && (n->base.s_addr & ~mask_of(n->prefix).s_addr) == 0
               ? 0
               : -1;
}

static int dispatch(int argc, char **argv, struct failure *f)
{
    struct network_spec n = {0};
    const char *command = argc >= 2 ? argv[0] : "";
    if (argc >= 2 && chdir(argv[1]) < 0)
        return fail(f, errno, "use network", "%s", argv[1]);
    if (strcmp(command, "list") == 0)
        return list(f);
    if (strcmp(command, "remove") == 0)
        return remove_network(argv[1], f);
    if (strcmp(command, "rename") == 0 && argc == 5)
        return rename_user(argv[2], argv[3], argv[4], f);
    if (strcmp(command, "hold") != 0 || argc < 6 || parse_subnet(argv[3], &n) < 0 ||
        inet_pton(AF_INET, argv[4], &n.gateway) != 1)
        return fail(f, EINVAL, "use network", "malformed request");
    n.name = argv[2];
    n.internal = strcmp(argv[5], "internal") == 0;
    return hold(&n, argc > 6 ? argv[6] : "", f);
}

int network_main(int argc, char **argv)
{
    struct failure f = {0};
    sys_close_range(3, ~0U, 0);
    signal(SIGPIPE, SIG_IGN);
    umask(077);
    if (dispatch(argc, argv, &f) == 0)
        return 0;
    dprintf(STDOUT_FILENO, "FAIL\t%d\t%s\t%s\n", f.errnum, f.step, f.text);
    return 1;
}
