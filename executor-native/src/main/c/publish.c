#include "publish.h"

#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "disk.h"
#include "proxy.h"
#include "sys.h"

static void describe(struct publisher *p, const struct listener *l)
{
    p->shown = must_resize(p->shown, (p->count + 1) * sizeof *p->shown);
    p->shown[p->count++] =
        must_print("%s:%u->%u/%s", l->address, l->host_port, l->container_port, l->udp ? "udp" : "tcp");
}

static int by_number(const void *one, const void *other)
{
    return *(const int *)one - *(const int *)other;
}

/* The connection of the client must end with the handler, not with us. */
static void close_all_but(const struct listeners *listeners, int stop)
{
    AUTO_FREE int *kept = must_alloc((listeners->count + 2) * sizeof *kept);
    size_t count = 0;
    kept[count++] = STDERR_FILENO;
    kept[count++] = stop;
    for (size_t i = 0; i < listeners->count; i++)
        kept[count++] = listeners->list[i].fd;
    qsort(kept, count, sizeof *kept, by_number);
    for (size_t i = 0; i < count; i++) {
        unsigned first = (unsigned)kept[i] + 1, last = i + 1 < count ? (unsigned)kept[i + 1] - 1 : ~0U;
        if (first <= last)
            sys_close_range(first, last, 0);
    }
}

/* It passes bytes of strangers on: it sees no file and may do nothing. */
static int confine(const struct agent *a)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    const struct __user_cap_data_struct none[2] = {0};
    AUTO_FREE char *empty = must_print("%s/void", a->run);
    if (chroot(empty) < 0 || chdir("/") < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return -1;
    return (int)syscall(SYS_capset, &head, none);
}

static void run(const struct agent *a, const struct listeners *listeners, int init, int stop, int ready)
{
    prctl(PR_SET_NAME, "jbuild-ports");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    raise_file_limit();
    int error = setns(init, CLONE_NEWNET) < 0 || confine(a) < 0 ? errno : 0;
    if (write_whole(ready, &error, sizeof error) < 0 || error)
        _exit(1);
    close_all_but(listeners, stop);
    proxy_run(listeners, stop);
    _exit(0);
}

static int start_proxy(const struct agent *a, const struct listeners *listeners, int init, struct publisher *p,
                       struct failure *f)
{
    int stop[2], ready[2], error = 0;
    if (pipe2(stop, O_CLOEXEC) < 0 || pipe2(ready, O_CLOEXEC) < 0)
        return fail(f, errno, "publish port", "make pipes");
    p->pid = fork();
    if (p->pid == 0) {
        close(stop[1]);
        close(ready[0]);
        run(a, listeners, init, stop[0], ready[1]);
    }
    close(stop[0]);
    close(ready[1]);
    p->stop = stop[1];
    int got = p->pid < 0 ? -1 : read_whole(ready[0], &error, sizeof error);
    close(ready[0]);
    if (got == 1 && error == 0)
        return 0;
    publish_stop(p, false);
    return fail(f, error, "publish port", "start the proxy in the container's network");
}

int publish_start(const struct agent *a, const struct container *c, int init, struct publisher *p, struct failure *f)
{
    struct listeners listeners = {.inside = c->join.directory ? c->join.address : CONTAINER_ADDRESS};
    int result = 0;
    for (size_t i = 0; i < c->port_count && result == 0; i++)
        result = listen_for(&c->ports[i], &listeners, f);
    if (result == 0 && listeners.count > 0)
        result = start_proxy(a, &listeners, init, p, f);
    for (size_t i = 0; i < listeners.count; i++) {
        if (listeners.list[i].chosen)
            describe(p, &listeners.list[i]);
        close(listeners.list[i].fd);
    }
    free(listeners.list);
    return result;
}

void publish_stop(struct publisher *p, bool patient)
{
    if (p->pid <= 0)
        return;
    close(p->stop);
    if (!patient)
        kill(p->pid, SIGKILL);
    int status = 0;
    while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (patient && status != 0)
        say("the proxy of published ports ended early (%d)", status);
    p->pid = 0;
}
