#include "target.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "copy.h"
#include "sys.h"

#define MOST_LINKS 40

struct resolution {
    int root;
    int at; /* directory behind place, -1 once something is missing */
    char *place;
    char *pending;
    int links;
    struct failure *f;
};

static void replace(char **text, char *by)
{
    free(*text);
    *text = by;
}

static int go_to(struct resolution *r, char *place)
{
    replace(&r->place, place);
    int fd = open_in_root(r->root, place, O_PATH | O_DIRECTORY);
    close_fd(&r->at);
    r->at = fd;
    return 0;
}

static int follow_link(struct resolution *r, int link, const char *rest)
{
    char target[4097];
    ssize_t n = readlinkat(link, "", target, sizeof target - 1);
    if (n < 0 || ++r->links > MOST_LINKS)
        return fail(r->f, n < 0 ? errno : ELOOP, "resolve path", "/%s: too many links", r->place);
    target[n] = 0;
    replace(&r->pending, must_print("%s/%s", target, rest));
    return target[0] == '/' ? go_to(r, must_copy("", 0)) : 0;
}

static int enter(struct resolution *r, const char *name, const char *rest)
{
    struct stat st;
    char *place = must_print("%s%s%s", r->place, *r->place ? "/" : "", name);
    AUTO_FD next = r->at < 0 ? -1 : openat(r->at, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (next < 0 && r->at >= 0 && errno != ENOENT) {
        fail(r->f, errno, "resolve path", "/%s", place);
        free(place);
        return -1;
    }
    if (next >= 0 && fstat(next, &st) == 0 && S_ISLNK(st.st_mode)) {
        free(place);
        return follow_link(r, next, rest);
    }
    replace(&r->place, place);
    replace(&r->pending, must_copy(rest, strlen(rest)));
    close_fd(&r->at);
    r->at = take_fd(&next);
    return 0;
}

int resolve_place(int root, const char *path, char **place, bool *exists, struct failure *f)
{
    struct resolution r = {.root = root, .at = dup(root), .f = f};
    int result = 0;
    r.place = must_copy("", 0);
    r.pending = must_copy(path, strlen(path));
    while (result == 0 && *r.pending) {
        size_t length = strcspn(r.pending, "/");
        AUTO_FREE char *name = must_copy(r.pending, length);
        AUTO_FREE char *rest = must_print("%s", r.pending + length + (r.pending[length] == '/'));
        if (length == 0 || strcmp(name, ".") == 0) {
            replace(&r.pending, must_copy(rest, strlen(rest)));
        } else if (strcmp(name, "..") == 0) {
            char *slash = strrchr(r.place, '/');
            replace(&r.pending, must_copy(rest, strlen(rest)));
            result = go_to(&r, must_copy(r.place, slash ? (size_t)(slash - r.place) : 0));
        } else {
            result = enter(&r, name, rest);
        }
    }
    *exists = r.at >= 0;
    close_fd(&r.at);
    free(r.pending);
    *place = r.place;
    return result;
}

/* Those of copy.h, which say something about a layer and not about the file. */
static bool is_copy_mark(const char *name)
{
    return strcmp(name, WHITEOUT_MARK) == 0 || strcmp(name, OPAQUE_MARK) == 0;
}

int copy_attributes(int from, int to, struct failure *f)
{
    struct stat st;
    char names[1 << 14], value[1 << 14];
    AUTO_FREE char *source = must_print("/proc/self/fd/%d", from);
    if (fstat(from, &st) < 0 || fchown(to, st.st_uid, st.st_gid) < 0 || fchmod(to, st.st_mode & 07777) < 0)
        return fail(f, errno, "copy attributes", "owner and mode");
    ssize_t length = listxattr(source, names, sizeof names);
    for (char *name = names; length > 0 && name < names + length; name += strlen(name) + 1) {
        ssize_t size =
            strstr(name, ".overlay.") || is_copy_mark(name) ? -1 : getxattr(source, name, value, sizeof value);
        if (size >= 0 && fsetxattr(to, name, value, (size_t)size, 0) < 0 && errno != EPERM && errno != EOPNOTSUPP)
            return fail(f, errno, "copy attributes", "%s", name);
    }
    struct timespec times[] = {st.st_atim, st.st_mtim};
    return futimens(to, times) == 0 ? 0 : fail(f, errno, "copy attributes", "times");
}

/* view is -1 below the first missing component. */
static int make_below(int view, int stubs, const char *place, bool directory, struct failure *f)
{
    size_t length = strcspn(place, "/");
    AUTO_FREE char *name = must_copy(place, length);
    bool last = place[length] == 0;
    if (last && !directory) {
        AUTO_FD file = openat(stubs, name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
        return file >= 0 ? 0 : fail(f, errno, "make mount target", "%s", place);
    }
    if (mkdirat(stubs, name, 0755) < 0 && errno != EEXIST)
        return fail(f, errno, "make mount target", "%s", place);
    if (last)
        return 0;
    AUTO_FD stub = openat(stubs, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    AUTO_FD original = view < 0 ? -1 : openat(view, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (stub < 0)
        return fail(f, errno, "make mount target", "%s", place);
    if (make_below(original, stub, place + length + 1, directory, f) < 0)
        return -1;
    return original < 0 ? 0 : copy_attributes(original, stub, f);
}

int make_stub(int view, int stubs, const char *target, bool directory, bool *made, struct failure *f)
{
    AUTO_FREE char *place = NULL;
    bool exists = false;
    int result = resolve_place(view, target, &place, &exists, f);
    if (result < 0 || exists || *place == 0)
        return result;
    *made = true;
    return make_below(view, stubs, place, directory, f);
}
