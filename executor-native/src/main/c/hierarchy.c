#include "hierarchy.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define MOST_TEXT (1 << 20)

bool has_word(const char *words, const char *word, const char *separators)
{
    size_t length = strlen(word);
    while (*words) {
        words += strspn(words, separators);
        size_t next = strcspn(words, separators);
        if (next == length && strncmp(words, word, length) == 0)
            return true;
        words += next;
    }
    return false;
}

/* The n-th field of a line, fields parted by single characters; a copy. */
static char *field(const char *line, size_t length, char separator, int n)
{
    const char *end = line + length;
    for (; n > 0 && line < end; n--) {
        const char *next = memchr(line, separator, (size_t)(end - line));
        line = next ? next + 1 : end;
    }
    const char *stop = line < end ? memchr(line, separator, (size_t)(end - line)) : NULL;
    return must_copy(line, (size_t)((stop ? stop : end) - line));
}

/* Spaces and the like are \040 in mountinfo. */
static void unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from;) {
        unsigned code;
        if (*from == '\\' && sscanf(from + 1, "%3o", &code) == 1) {
            *to++ = (char)code;
            from += 4;
        } else {
            *to++ = *from++;
        }
    }
    *to = 0;
}

/* Our path in the hierarchy, from a line "4:memory:/path" or "0::/path". */
static char *own_path(const char *self, const char *controller)
{
    for (const char *line = self; *line;) {
        size_t length = strcspn(line, "\n");
        AUTO_FREE char *number = field(line, length, ':', 0);
        AUTO_FREE char *controllers = field(line, length, ':', 1);
        if (controller ? has_word(controllers, controller, ",") : strcmp(number, "0") == 0) {
            const char *path = line + strlen(number) + 1 + strlen(controllers) + 1;
            return must_copy(path, (size_t)(line + length - path));
        }
        line += length + (line[length] == '\n');
    }
    return NULL;
}

/* "36 25 0:30 /root /mount options - type source super,options": the part after " - " is at an unknown column. */
static bool is_mount_of(const char *line, size_t length, const char *controller)
{
    AUTO_FREE char *all = must_copy(line, length);
    char *rest = strstr(all, " - ");
    if (!rest)
        return false;
    rest += 3;
    AUTO_FREE char *type = field(rest, strlen(rest), ' ', 0);
    AUTO_FREE char *options = field(rest, strlen(rest), ' ', 2);
    if (!controller)
        return strcmp(type, "cgroup2") == 0;
    return strcmp(type, "cgroup") == 0 && has_word(options, controller, ",");
}

bool parse_hierarchy(const char *mountinfo, const char *self, const char *controller, struct hierarchy *h)
{
    AUTO_FREE char *path = own_path(self, controller);
    for (const char *line = mountinfo; path && *line;) {
        size_t length = strcspn(line, "\n");
        if (is_mount_of(line, length, controller)) {
            AUTO_FREE char *root = field(line, length, ' ', 3);
            char *top = field(line, length, ' ', 4);
            size_t prefix = strcmp(root, "/") == 0 ? 0 : strlen(root);
            unescape(top);
            /* A part of the hierarchy that does not hold our group is of no use. */
            if (strncmp(path, root, prefix) == 0 && (prefix == 0 || path[prefix] == 0 || path[prefix] == '/') &&
                !strstr(path, "/..")) {
                const char *below = strcmp(path + prefix, "/") == 0 ? "" : path + prefix;
                *h = (struct hierarchy){.top = top, .own = must_print("%s%s", top, below), .unified = !controller};
                return true;
            }
            free(top);
        }
        line += length + (line[length] == '\n');
    }
    return false;
}

static char *read_in(const char *directory, const char *file)
{
    AUTO_FREE char *path = must_print("%s/%s", directory, file);
    char *text = read_text(AT_FDCWD, path, 4096);
    return text ? text : must_copy("", 0);
}

/* Read once in the life of an agent, whose handlers inherit it: the kernel takes its time to print the mounts. */
static const char *about_us(char **kept, const char *path)
{
    if (!*kept)
        *kept = read_text(AT_FDCWD, path, MOST_TEXT);
    return *kept;
}

bool find_hierarchy(const char *controller, struct hierarchy *h)
{
    static char *kept_mounts, *kept_groups;
    const char *mountinfo = about_us(&kept_mounts, "/proc/self/mountinfo");
    const char *self = about_us(&kept_groups, "/proc/self/cgroup");
    if (!mountinfo || !self)
        return false;
    if (controller && parse_hierarchy(mountinfo, self, controller, h))
        return true;
    if (!parse_hierarchy(mountinfo, self, NULL, h))
        return false;
    AUTO_FREE char *controllers = controller ? read_in(h->top, "cgroup.controllers") : must_copy("", 0);
    return !controller || has_word(controllers, controller, " \n");
}

static bool has_all(const char *words, const char *const *wanted)
{
    for (; *wanted; wanted++)
        if (!has_word(words, *wanted, " \n"))
            return false;
    return true;
}

static bool enable(const char *group, const char *const *controllers)
{
    AUTO_FREE char *path = must_print("%s/cgroup.subtree_control", group);
    AUTO_FD fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    for (; *controllers; controllers++) {
        AUTO_FREE char *word = must_print("+%s", *controllers);
        if (write_whole(fd, word, strlen(word)) < 0)
            return false;
    }
    return true;
}

/* One group up, false at the top. */
static bool go_up(const struct hierarchy *h, char *group)
{
    if (strcmp(group, h->top) == 0)
        return false;
    *strrchr(group, '/') = 0;
    return true;
}

/* First without changing anything: a group whose children have the controllers already. A group with processes in it
 * cannot give them to children (but the very first one), so that it is mostly one above our own. */
char *controlling_group(const struct hierarchy *h, const char *const *controllers, char *reason, size_t size)
{
    for (int change = 0; change < 2; change++) {
        AUTO_FREE char *group = must_copy(h->own, strlen(h->own));
        do {
            AUTO_FREE char *given = read_in(group, "cgroup.subtree_control");
            bool has = has_all(given, controllers) || (change && enable(group, controllers));
            if (has && access(group, W_OK) == 0)
                return must_copy(group, strlen(group));
        } while (go_up(h, group));
    }
    snprintf(reason, size, "%s and the groups above it do not let us make a group with these controllers", h->own);
    return NULL;
}
