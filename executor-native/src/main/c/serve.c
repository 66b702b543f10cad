#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "agent.h"
#include "apply.h"
#include "disk.h"
#include "emit.h"
#include "exchange.h"
#include "exec.h"
#include "lookup.h"
#include "probe.h"
#include "sys.h"
#include "wire.h"

struct paths {
    char *path, *to;
    uint64_t seconds;
};

static int read_paths(const struct frame *request, struct paths *paths, struct failure *f)
{
    struct cursor cursor = frame_fields(request);
    struct field field;
    int got;
    while ((got = field_next(&cursor, &field)) > 0) {
        if (field.tag == T_PATH)
            paths->path = field_text(&field);
        else if (field.tag == T_TO)
            paths->to = field_text(&field);
        else if (field.tag == T_SECONDS)
            paths->seconds = field_number(&field);
    }
    if (got < 0 || !paths->path || (request->type == F_RENAME && !paths->to))
        return fail(f, EPROTO, "read request", "malformed request %u", request->type);
    return 0;
}

static int change_disk(const struct agent *a, const struct frame *request, struct failure *f)
{
    struct paths paths = {0};
    if (read_paths(request, &paths, f) < 0)
        return -1;
    switch (request->type) {
    case F_RENAME:
        return rename_path(a, paths.path, paths.to, f);
    case F_REMOVE:
        return remove_path(a, paths.path, f);
    case F_CLAMP:
        return clamp_times(a, paths.path, paths.seconds, f);
    default:
        return make_directories(a, paths.path, f);
    }
}

static int answer(struct agent *a, struct channel *c, struct frame *request, struct failure *f)
{
    switch (request->type) {
    case F_PROBE:
        return serve_probe(a, c);
    case F_EXEC:
        return serve_exec(a, c, request, f);
    case F_ENTER:
        return serve_enter(a, c, request, f);
    case F_GET:
        return serve_get(a, c, request, f);
    case F_PUT:
        return serve_put(a, c, request, f);
    case F_KILL:
        return serve_kill(a, request, f) < 0 ? -1 : frame_write(c, F_DONE, NULL, 0);
    case F_APPLY:
        return serve_apply(a, c, request, f);
    case F_DIFF:
        return serve_diff(a, c, request, f);
    case F_READ:
        return serve_read(a, c, request, f);
    case F_ACCOUNT:
        return serve_account(a, c, request, f);
    case F_RENAME:
    case F_REMOVE:
    case F_MKDIRS:
    case F_CLAMP:
        return change_disk(a, request, f) < 0 ? -1 : frame_write(c, F_DONE, NULL, 0);
    default:
        return fail(f, EPROTO, "read request", "unknown request %u", request->type);
    }
}

void serve(struct agent *a, int connection)
{
    struct channel *c = channel_new(connection);
    struct frame request = {0};
    struct failure f = {0};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int got = frame_read(c, &request);
    if (got < 0)
        fail(&f, EPROTO, "read request", "not a request of protocol version %d", WIRE_VERSION);
    if (got == 0)
        return;
    if (got < 0 || answer(a, c, &request, &f) < 0)
        send_failure(c, &f);
    channel_flush(c);
    free(request.payload);
    free(c);
}
