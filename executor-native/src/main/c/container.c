#include <string.h>
#include <sys/resource.h>

#include "exec.h"

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
        else if (part.tag == T_UID)
            m.uid = field_number(&part);
        else if (part.tag == T_GID)
            m.gid = field_number(&part);
        else if (part.tag == T_LOWER)
            add_text(&m.lowers, &m.lower_count, &part);
    }
    if (got < 0 || !m.target || m.kind > MOUNT_VOLUME || (m.kind != MOUNT_TMPFS && !m.source))
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
        else if (part.tag == T_UID)
            file.uid = field_number(&part);
        else if (part.tag == T_GID)
            file.gid = field_number(&part);
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

static int take_rlimit(struct container *c, const struct field *field, struct failure *f)
{
    struct rlimit_spec limit = {0};
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_KIND)
            limit.resource = field_number(&part);
        else if (part.tag == T_SOFT)
            limit.soft = field_number(&part);
        else if (part.tag == T_HARD)
            limit.hard = field_number(&part);
    }
    if (got < 0 || limit.resource >= RLIM_NLIMITS)
        return fail(f, EPROTO, "read request", "malformed rlimit");
    c->rlimits = must_resize(c->rlimits, (c->rlimit_count + 1) * sizeof *c->rlimits);
    c->rlimits[c->rlimit_count++] = limit;
    return 0;
}

static int take_device(struct container *c, const struct field *field, struct failure *f)
{
    struct device_spec device = {0};
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_SOURCE)
            device.source = field_text(&part);
        else if (part.tag == T_PATH)
            device.target = field_text(&part);
        else if (part.tag == T_MODE)
            device.access = (unsigned)field_number(&part) & 7;
    }
    if (got < 0 || !device.source || !device.target || !device.access)
        return fail(f, EPROTO, "read request", "malformed device");
    c->devices = must_resize(c->devices, (c->device_count + 1) * sizeof *c->devices);
    c->devices[c->device_count++] = device;
    return 0;
}

static int take_emulator(struct container *c, const struct field *field, struct failure *f)
{
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_SOURCE)
            c->emulator = field_text(&part);
        else if (part.tag == T_TEXT)
            c->emulator_rule = field_text(&part);
    }
    return got == 0 && c->emulator && c->emulator_rule ? 0 : fail(f, EPROTO, "read request", "malformed emulator");
}

static int take_port(struct container *c, const struct field *field, struct failure *f)
{
    uint64_t first = 0, last = 0, inside = 0, kind = 0;
    struct port_spec port = {0};
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_SOURCE)
            port.address = field_text(&part);
        else if (part.tag == T_FIRST)
            first = field_number(&part);
        else if (part.tag == T_LAST)
            last = field_number(&part);
        else if (part.tag == T_PORT)
            inside = field_number(&part);
        else if (part.tag == T_KIND)
            kind = field_number(&part);
    }
    if (got < 0 || last > UINT16_MAX || first > last || inside == 0 || inside > UINT16_MAX || kind > 1)
        return fail(f, EPROTO, "read request", "malformed port");
    port.first = (uint16_t)first;
    port.last = (uint16_t)last;
    port.inside = (uint16_t)inside;
    port.udp = kind == 1;
    c->ports = must_resize(c->ports, (c->port_count + 1) * sizeof *c->ports);
    c->ports[c->port_count++] = port;
    return 0;
}

static int take_health(struct container *c, const struct field *field, struct failure *f)
{
    struct health_spec *h = &c->health;
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_BYTES) {
            h->request = part.bytes;
            h->request_length = part.length;
        } else if (part.tag == T_FIRST)
            h->interval = field_number(&part);
        else if (part.tag == T_LAST)
            h->timeout = field_number(&part);
        else if (part.tag == T_WALL)
            h->start_period = field_number(&part);
        else if (part.tag == T_NANOS)
            h->start_interval = field_number(&part);
        else if (part.tag == T_SIZE)
            h->retries = field_number(&part);
    }
    return got == 0 && h->request ? 0 : fail(f, EPROTO, "read request", "malformed health check");
}

static int take_restart(struct container *c, const struct field *field, struct failure *f)
{
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_KIND)
            c->restart.kind = field_number(&part);
        else if (part.tag == T_SIZE)
            c->restart.most = field_number(&part);
    }
    return got == 0 && c->restart.kind <= RESTART_ALWAYS ? 0 : fail(f, EPROTO, "read request", "malformed restart");
}

static int take_runtime(struct container *c, const struct field *field, struct failure *f)
{
    struct runtime_spec *r = &c->runtime;
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_PATH)
            r->program = field_text(&part);
        else if (part.tag == T_ARG)
            add_text(&r->options, &r->option_count, &part);
        else if (part.tag == T_KIND)
            r->hides_cgroups = field_number(&part) == 1;
        else if (part.tag == T_BYTES) {
            r->config = part.bytes;
            r->config_length = part.length;
        }
    }
    return got == 0 && r->program && r->config ? 0 : fail(f, EPROTO, "read request", "malformed runtime");
}

static int take_join(struct container *c, const struct field *field, struct failure *f)
{
    struct join_spec *j = &c->join;
    struct cursor cursor = field_fields(field);
    struct field part;
    int got;
    while ((got = field_next(&cursor, &part)) > 0) {
        if (part.tag == T_PATH)
            j->directory = field_text(&part);
        else if (part.tag == T_SOURCE)
            j->address = field_text(&part);
        else if (part.tag == T_SIZE)
            j->prefix = field_number(&part);
        else if (part.tag == T_TO)
            j->gateway = field_text(&part);
        else if (part.tag == T_TEXT)
            j->server = field_text(&part);
        else if (part.tag == T_ARG)
            add_text(&j->names, &j->name_count, &part);
    }
    return got == 0 && j->directory && j->address && j->prefix > 0 && j->prefix < 32
               ? 0
               : fail(f, EPROTO, "read request", "malformed network");
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
        c->private_network = number == 2;
        break;
    case T_TTY:
        c->tty = number != 0;
        break;
    case T_STDIN:
        c->has_stdin = number != 0;
        break;
    case T_READ_ONLY:
        c->read_only = number != 0;
        break;
    case T_LISTED:
        c->listed = number != 0;
        break;
    case T_DETACHED:
        c->detached = number != 0;
        break;
    case T_REAPER:
        c->reaper = number != 0;
        break;
    case T_INSECURE:
        c->insecure = number != 0;
        break;
    case T_SHM_SIZE:
        c->shm_size = number;
        break;
    case T_MEMORY:
        c->limits.memory = number;
        break;
    case T_CPU:
        c->limits.cpu_quota = number;
        break;
    case T_PIDS:
        c->limits.pids = number;
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
    case T_REMOVAL:
        add_text(&c->removals, &c->removal_count, field);
        return 0;
    case T_MOUNT:
        return take_mount(c, field, f);
    case T_FILE:
        return take_file(c, field, f);
    case T_RLIMIT:
        return take_rlimit(c, field, f);
    case T_DEVICE:
        return take_device(c, field, f);
    case T_EMULATOR:
        return take_emulator(c, field, f);
    case T_HEALTH:
        return take_health(c, field, f);
    case T_RESTART:
        return take_restart(c, field, f);
    case T_RUNTIME:
        return take_runtime(c, field, f);
    case T_PORT:
        return take_port(c, field, f);
    case T_JOIN:
        return take_join(c, field, f);
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
    if (c->join.directory)
        c->own_network = true;
    if (c->port_count > 0 && !c->own_network)
        return fail(f, EINVAL, "publish port", "a container of the host's network has the host's ports");
    if (!c->cwd || !*c->cwd)
        c->cwd = must_copy("/", 1);
    if (!c->user)
        c->user = must_copy("", 0);
    if (!c->hostname)
        c->hostname = must_copy("localhost", 9);
    if (!c->shm_size)
        c->shm_size = 64 << 20;
    return 0;
}
