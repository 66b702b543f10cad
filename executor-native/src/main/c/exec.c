#include "exec.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>

#include "disk.h"
#include "relay.h"
#include "sys.h"

#define CGROUP2_MAGIC 0x63677270

static void add_text(char ***list, size_t *count, const struct field *field)
{
    *list = must_resize(*list, (*count + 2) * sizeof **list);
    (*list)[(*count)++] = field_text(field);
    (*list)[*count] = NULL;
}

static int take_mount(struct container *c, const struct field *field, struct failure *f)
{
    struct mount_spec m = {.mode = 01777};
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_KIND)
            m.kind = field_number(&part);
        else if (part.tag == T_SOURCE)
            m.source = field_text(&part);
        else if (part.tag == T_PATH)
            m.target = field_text(&part);
        else if (part.tag == T_READ_ONLY)
            m.read_only = field_number(&part) != 0;
        else if (part.tag == T_MODE)
            m.mode = field_number(&part);
        else if (part.tag == T_SIZE)
            m.size = field_number(&part);
    }
    if (got < 0 || !m.target || m.kind > MOUNT_TMPFS || (m.kind == MOUNT_BIND && !m.source))
        return fail(f, EPROTO, "read request", "malformed mount");
    c->mounts = must_resize(c->mounts, (c->mount_count + 1) * sizeof *c->mounts);
    c->mounts[c->mount_count++] = m;
    return 0;
}

static int take_file(struct container *c, const struct field *field, struct failure *f)
{
    struct file_spec file = {.mode = 0644};
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_PATH)
            file.target = field_text(&part);
        else if (part.tag == T_MODE)
            file.mode = field_number(&part) & 0777;
        else if (part.tag == T_BYTES) {
            file.bytes = part.bytes;
            file.length = part.length;
        }
    }
    if (got < 0 || !file.target)
        return fail(f, EPROTO, "read request", "malformed file");
    c->files = must_resize(c->files, (c->file_count + 1) * sizeof *c->files);
    c->files[c->file_count++] = file;
    return 0;
}

static void take_number(struct container *c, const struct field *field)
{
    uint64_t number = field_number(field);
    switch (field->tag) {
    case T_CAPS:
        c->caps = number;
        break;
    case T_NO_NEW_PRIVS:
        c->no_new_privs = number != 0;
        break;
    case T_NETWORK:
        c->own_network = number != 0;
        break;
    case T_TTY:
        c->tty = number != 0;
        break;
    case T_STDIN:
        c->has_stdin = number != 0;
        break;
    case T_ROWS:
        c->rows = number;
        break;
    case T_COLUMNS:
        c->columns = number;
        break;
    default:
        break;
    }
}

static int take_field(struct container *c, const struct field *field, struct failure *f)
{
    switch (field->tag) {
    case T_LOWER:
        add_text(&c->lowers, &c->lower_count, field);
        return 0;
    case T_UPPER:
        c->upper = field_text(field);
        return 0;
    case T_ARG:
        add_text(&c->args, &c->arg_count, field);
        return 0;
    case T_ENV:
        add_text(&c->env, &c->env_count, field);
        return 0;
    case T_CWD:
        c->cwd = field_text(field);
        return 0;
    case T_USER:
        c->user = field_text(field);
        return 0;
    case T_HOSTNAME:
        c->hostname = field_text(field);
        return 0;
    case T_MOUNT:
        return take_mount(c, field, f);
    case T_FILE:
        return take_file(c, field, f);
    default:
        take_number(c, field);
        return 0;
    }
}

/* Nothing of a container is freed: it lives as long as the process that serves its one request. */
int parse_container(const struct frame *request, struct container *c, struct failure *f)
{
    struct cursor cursor = frame_fields(request);
    struct field field;
    int got;
    while ((got = field_next(&cursor, &field)) > 0)
        if (take_field(c, &field, f) < 0)
            return -1;
    if (got < 0 || c->arg_count == 0)
        return fail(f, EPROTO, "read request", "malformed EXEC");
    if (!c->cwd || !*c->cwd)
        c->cwd = must_copy("/", 1);
    if (!c->user)
        c->user = must_copy("", 0);
    if (!c->hostname)
        c->hostname = must_copy("localhost", 9);
    return 0;
}

static uint64_t namespaces(const struct container *c)
{
    struct statfs fs;
    uint64_t flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC;
    if (c->own_network)
        flags |= CLONE_NEWNET;
    /* With version 1 hierarchies a cgroup namespace makes mounts of them fail in odd ways (runc leaves it out, too). */
    if (statfs("/sys/fs/cgroup", &fs) == 0 && fs.f_type == CGROUP2_MAGIC)
        flags |= CLONE_NEWCGROUP;
    return flags;
}

static int open_streams(const struct container *c, struct relay *r, struct stage *s, struct failure *f)
{
    int in[2], out[2], err[2], report[2], terminal[2];
    if (pipe2(report, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0 ||
        pipe2(in, O_CLOEXEC) < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, terminal) < 0)
        return fail(f, errno, "make pipes", "for the container");
    r->report = report[0];
    s->report = report[1];
    r->terminal_socket = terminal[0];
    s->terminal = terminal[1];
    r->output[0] = out[0];
    r->output[1] = err[0];
    r->input = in[1];
    s->standard[0] = in[0];
    s->standard[1] = out[1];
    s->standard[2] = err[1];
    if (!c->has_stdin) {
        close(in[0]);
        close_fd(&r->input);
        r->input = -1;
        s->standard[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    for (int i = 0; i < 2; i++)
        fcntl(r->output[i], F_SETFL, O_NONBLOCK);
    if (r->input >= 0)
        fcntl(r->input, F_SETFL, O_NONBLOCK);
    return 0;
}

static void close_stage(const struct stage *s)
{
    for (int i = 0; i < 3; i++)
        close(s->standard[i]);
    close(s->report);
    close(s->terminal);
}

static int start(const struct agent *a, const struct container *c, struct relay *r, struct failure *f)
{
    struct stage stage;
    struct clone_args args = {
        .flags = namespaces(c) | CLONE_PIDFD,
        .pidfd = (uint64_t)(uintptr_t)&r->pidfd,
        .exit_signal = SIGCHLD,
    };
    if (open_streams(c, r, &stage, f) < 0)
        return -1;
    clock_gettime(CLOCK_MONOTONIC, &r->started_at);
    r->pid = sys_clone3(&args);
    if (r->pid < 0)
        return fail(f, errno, "make namespaces", "for the container");
    if (r->pid == 0)
        container_init(a, c, &stage);
    close_stage(&stage);
    return 0;
}

int serve_exec(struct agent *a, struct channel *c, const struct frame *request, struct failure *f)
{
    struct container container = {0};
    struct relay relay = {.channel = c, .report = -1, .terminal_socket = -1, .output = {-1, -1}, .input = -1};
    AUTO_FREE char *name = must_print("%d", getpid());
    if (parse_container(request, &container, f) < 0)
        return -1;
    container.scratch = must_print("%s/%s", a->run, name);
    relay.tty = container.tty;
    relay.has_stdin = container.has_stdin;
    if (mkdirat(a->run_fd, name, 0700) < 0)
        return fail(f, errno, "make scratch directory", "%s", container.scratch);
    int result = start(a, &container, &relay, f);
    if (result == 0)
        result = relay_until_exit(&relay, f);
    struct failure left = {0};
    raise_file_limit();
    if (remove_tree(a->run_fd, name, &left) < 0)
        say("%s stays: %s: %s", container.scratch, left.step, left.text);
    return result == 0 ? relay_send_exit(&relay) : result;
}
