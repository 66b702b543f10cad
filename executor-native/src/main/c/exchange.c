#include "exchange.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "apply.h"
#include "disk.h"
#include "emit.h"
#include "exec.h"
#include "overlay.h"
#include "sys.h"
#include "target.h"

enum source { SOURCE_FILE, SOURCE_DIRECTORY, SOURCE_CONTENT };

struct exchange {
    char *path; /* without a slash at its ends */
    char *name; /* of the source */
    char *upper;
    enum source source;
    bool follow;    /* a link at the end of the path */
    bool directory; /* the path was written as that of a directory */
    struct layers layers;
};

static int read_request(const struct frame *request, struct exchange *x, struct failure *f)
{
    struct cursor cursor = frame_fields(request);
    struct field field;
    int got;
    while ((got = field_next(&cursor, &field)) == 1) {
        if (field.tag == T_LOWER)
            add_layer(&x->layers, field_text(&field));
        else if (field.tag == T_PATH)
            x->path = field_text(&field);
        else if (field.tag == T_UPPER)
            x->upper = field_text(&field);
        else if (field.tag == T_TEXT)
            x->name = field_text(&field);
        else if (field.tag == T_KIND)
            x->source = (enum source)field_number(&field);
        else if (field.tag == T_LINK)
            x->follow = field_number(&field) != 0;
        else if (field.tag == T_TO)
            x->directory = field_number(&field) != 0;
    }
    return got == 0 && x->path ? 0 : fail(f, EPROTO, "read request", "malformed request %u", request->type);
}

static int open_running(const struct agent *a, struct failure *f)
{
    AUTO_FD init = open_init(a, f);
    if (init < 0)
        return -1;
    if (a->outer_proc)
        return fail(f, 0, "enter container",
                    "isolation nested sees no root of a running container: stop it, or use exec with tar");
    AUTO_FREE char *path = must_print("/proc/%d/root", a->occupant->init);
    int root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return root >= 0 ? root : fail(f, errno, "enter container", "open its root");
}

static int tell_name(struct channel *c, const char *name)
{
    struct message m = {0};
    put_text(&m, T_PATH, name);
    int result = message_write(c, F_STARTED, &m) < 0 ? -1 : channel_flush(c);
    free(m.bytes);
    return result < 0 ? -1 : 0;
}

int serve_get(struct agent *a, struct channel *c, const struct frame *request, struct failure *f)
{
    struct exchange x = {0};
    struct stat st;
    bool exists = true;
    AUTO_FREE char *place = NULL;
    if (read_request(request, &x, f) < 0)
        return -1;
    AUTO_FD root = x.layers.count > 0 ? open_view(a, &x.layers, f) : open_running(a, f);
    if (root < 0 || (x.follow && resolve_place(root, x.path, &place, &exists, f) < 0))
        return -1;
    const char *path = x.follow ? place : x.path;
    AUTO_FD file = exists ? open_in_root(root, path, O_PATH | O_NOFOLLOW) : -1;
    if (file < 0 || fstat(file, &st) < 0)
        return fail(f, ENOENT, "find file", "/%s", x.path);
    if (x.directory && !S_ISDIR(st.st_mode))
        return fail(f, ENOTDIR, "find file", "/%s", x.path);
    if (tell_name(c, path) < 0)
        return -1;
    return emit_path(a, c, root, path, f);
}

/* Where docker cp puts it: into a directory that is there, else under the last name of the path. */
static int choose_target(const struct exchange *x, int root, char **name, struct failure *f)
{
    struct stat st;
    AUTO_FD there = open_in_root(root, x->path, O_PATH);
    bool exists = there >= 0 && fstat(there, &st) == 0;
    if (exists && S_ISDIR(st.st_mode)) {
        *name = x->source == SOURCE_CONTENT ? must_copy("", 0) : must_copy(x->name, strlen(x->name));
        int directory = open_in_root(root, x->path, O_RDONLY | O_DIRECTORY);
        return directory >= 0 ? directory : fail(f, errno, "open directory", "/%s", x->path);
    }
    if (exists && x->source != SOURCE_FILE)
        return fail(f, 0, "put file", "cannot copy a directory to the file /%s", x->path);
    if (x->directory && (exists || x->source == SOURCE_FILE))
        return fail(f, 0, "put file", "/%s/ is no directory", x->path);
    const char *slash = strrchr(x->path, '/');
    AUTO_FREE char *parent = must_copy(x->path, slash ? (size_t)(slash - x->path) : 0);
    *name = must_copy(slash ? slash + 1 : x->path, strlen(slash ? slash + 1 : x->path));
    int directory = open_in_root(root, parent, O_RDONLY | O_DIRECTORY);
    return directory >= 0 ? directory : fail(f, errno, "find directory", "/%s", parent);
}

/* In a mount namespace of our own, which is gone with us. */
static int open_stopped(const struct agent *a, const struct exchange *x, const char *scratch, struct failure *f)
{
    AUTO_FREE char *work = must_print("%s/%s", a->run, scratch);
    const struct writable w = {.upper = x->upper, .work = work, .devices = false, .kept = true};
    if (a->copies)
        return fail(f, 0, "put file", "without overlayfs nothing can be put into a container that does not run");
    if (mkdirat(a->run_fd, scratch, 0700) < 0 || unshare(CLONE_NEWNS) < 0)
        return fail(f, errno, "make mount namespace", "for a container");
    return overlay_mount(a, &x->layers, &w, f);
}

int serve_put(struct agent *a, struct channel *c, const struct frame *request, struct failure *f)
{
    struct exchange x = {0};
    struct failure left = {0};
    AUTO_FREE char *name = NULL;
    AUTO_FREE char *scratch = must_print("put-%d", getpid());
    if (read_request(request, &x, f) < 0 || !x.name)
        return fail(f, EPROTO, "read request", "malformed PUT");
    AUTO_FD root = x.upper ? open_stopped(a, &x, scratch, f) : open_running(a, f);
    if (root < 0)
        return -1;
    AUTO_FD directory = choose_target(&x, root, &name, f);
    if (directory < 0 || tell_name(c, name) < 0)
        return -1;
    int result = apply_into(a, c, directory, f);
    if (x.upper && remove_tree(a->run_fd, scratch, &left) < 0)
        say("%s/%s stays: %s", a->run, scratch, left.text);
    return result;
}
