#include "entry.h"

#include <string.h>

static bool is_plain_path(const char *path)
{
    while (*path) {
        size_t length = strcspn(path, "/");
        if (length == 0 || (length == 1 && path[0] == '.') || (length == 2 && path[0] == '.' && path[1] == '.'))
            return false;
        path += length;
        if (*path == '/' && *++path == 0)
            return false;
    }
    return true;
}

static void take_text(char **at, const struct field *field)
{
    free(*at);
    *at = field_text(field);
}

static void take_xattr(struct entry *e, const struct field *field)
{
    if (field->tag == T_XATTR_NAME) {
        e->xattrs = must_resize(e->xattrs, (e->xattr_count + 1) * sizeof *e->xattrs);
        e->xattrs[e->xattr_count++] = (struct xattr){.name = field_text(field)};
    } else if (e->xattr_count > 0) {
        e->xattrs[e->xattr_count - 1].value = field->bytes;
        e->xattrs[e->xattr_count - 1].length = field->length;
    }
}

static void take_field(struct entry *e, const struct field *field)
{
    switch (field->tag) {
    case T_KIND:
        e->kind = (enum entry_kind)field_number(field);
        break;
    case T_PATH:
        take_text(&e->path, field);
        break;
    case T_LINK:
        take_text(&e->link, field);
        break;
    case T_MODE:
        e->mode = (mode_t)field_number(field) & 07777;
        break;
    case T_UID:
        e->uid = (uint32_t)field_number(field);
        break;
    case T_GID:
        e->gid = (uint32_t)field_number(field);
        break;
    case T_SECONDS:
        e->seconds = (int64_t)field_number(field);
        break;
    case T_NANOS:
        e->nanos = (uint32_t)field_number(field);
        break;
    case T_SIZE:
        e->size = field_number(field);
        break;
    case T_MAJOR:
        e->major = (uint32_t)field_number(field);
        break;
    case T_MINOR:
        e->minor = (uint32_t)field_number(field);
        break;
    case T_XATTR_NAME:
    case T_XATTR_VALUE:
        take_xattr(e, field);
        break;
    default:
        break;
    }
}

int parse_entry(const struct frame *frame, struct entry *e, struct failure *f)
{
    struct cursor cursor = frame_fields(frame);
    struct field field;
    int got;
    while ((got = field_next(&cursor, &field)) > 0)
        take_field(e, &field);
    if (got < 0 || !e->path)
        return fail(f, EPROTO, "read entry", "malformed entry");
    if (!is_plain_path(e->path))
        return fail(f, EINVAL, "read entry", "the path %s leaves or hides in its directory", e->path);
    if ((e->kind == E_SYMLINK || e->kind == E_HARD_LINK) && !e->link)
        return fail(f, EPROTO, "read entry", "%s is a link without a target", e->path);
    if (e->kind == E_HARD_LINK && !is_plain_path(e->link))
        return fail(f, EINVAL, "read entry", "the hard link %s leads to %s, out of its directory", e->path, e->link);
    if (e->path[0] == 0 && e->kind != E_DIRECTORY && e->kind != E_OPAQUE)
        return fail(f, EINVAL, "read entry", "the root of a layer must be a directory");
    return 0;
}

void free_entry(struct entry *e)
{
    for (size_t i = 0; i < e->xattr_count; i++)
        free(e->xattrs[i].name);
    free(e->xattrs);
    free(e->path);
    free(e->link);
    *e = (struct entry){0};
}

void put_entry(struct message *m, const struct entry *e)
{
    put_number(m, T_KIND, e->kind);
    put_text(m, T_PATH, e->path);
    if (e->link)
        put_text(m, T_LINK, e->link);
    if (e->kind == E_WHITEOUT || e->kind == E_OPAQUE || e->kind == E_HARD_LINK)
        return;
    put_number(m, T_MODE, e->mode);
    put_number(m, T_UID, e->uid);
    put_number(m, T_GID, e->gid);
    put_number(m, T_SECONDS, (uint64_t)e->seconds);
    put_number(m, T_NANOS, e->nanos);
    if (e->kind == E_FILE)
        put_number(m, T_SIZE, e->size);
    if (e->kind == E_BLOCK || e->kind == E_CHARACTER) {
        put_number(m, T_MAJOR, e->major);
        put_number(m, T_MINOR, e->minor);
    }
    for (size_t i = 0; i < e->xattr_count; i++) {
        put_text(m, T_XATTR_NAME, e->xattrs[i].name);
        put_bytes(m, T_XATTR_VALUE, e->xattrs[i].value, e->xattrs[i].length);
    }
}
