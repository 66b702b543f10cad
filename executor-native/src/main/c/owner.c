#include "owner.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#define OWN OWNER_PREFIX "owner"
#define MOST_PATH 512

/* Where the note is: attributes take a path, and that of a descriptor is short. An attribute's name has 255 bytes. */
static bool find_note(int self, const struct noted *o, char *path, char *name)
{
    bool own = S_ISREG(o->mode) || S_ISDIR(o->mode);
    if (own)
        strcpy(name, OWN);
    else if (snprintf(name, 256, OWN ".%s", o->name) > 255)
        return false;
    snprintf(path, MOST_PATH, "/proc/self/fd/%d", own ? o->fd : o->parent);
    if (self >= 0)
        snprintf(path, MOST_PATH, "self/fd/%d", own ? o->fd : o->parent);
    return true;
}

struct owner owner_of(int self, const struct noted *o)
{
    char path[MOST_PATH], name[256], text[32] = "";
    struct owner owner = {0, 0};
    ssize_t n = find_note(self, o, path, name) ? getxattr(path, name, text, sizeof text - 1) : -1;
    if (n <= 0 || sscanf(text, "%u:%u", &owner.uid, &owner.gid) != 2)
        return (struct owner){0, 0};
    return owner;
}

int store_owner(int self, const struct noted *o, struct owner owner)
{
    char path[MOST_PATH], name[256], text[32];
    if (!find_note(self, o, path, name)) {
        errno = ENAMETOOLONG;
        return owner.uid || owner.gid ? -1 : 0;
    }
    if (owner.uid || owner.gid)
        return setxattr(path, name, text, (size_t)snprintf(text, sizeof text, "%u:%u", owner.uid, owner.gid), 0);
    return removexattr(path, name) < 0 && errno != ENODATA && errno != EOPNOTSUPP && errno != EPERM ? -1 : 0;
}
