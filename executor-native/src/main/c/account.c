#include "account.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "sys.h"

#define MOST_BYTES (10U << 20)

/* A regular file only, and a limited part: the image decides what is there. */
static char *read_database(const char *path)
{
    struct stat st;
    AUTO_FD root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    AUTO_FD fd = open_in_root(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        return must_copy("", 0);
    size_t size = st.st_size < (off_t)MOST_BYTES ? (size_t)st.st_size : MOST_BYTES, done = 0;
    char *text = must_alloc(size + 1);
    ssize_t n;
    while (done < size && (n = read(fd, text + done, size - done)) > 0)
        done += (size_t)n;
    return text;
}

/* The n-th colon separated field of a line, as text of its own. */
static char *column(const char *line, size_t length, int n)
{
    const char *end = line + length;
    for (; n > 0 && line < end; n--) {
        const char *colon = memchr(line, ':', (size_t)(end - line));
        line = colon ? colon + 1 : end;
    }
    const char *colon = line < end ? memchr(line, ':', (size_t)(end - line)) : NULL;
    return must_copy(line, (size_t)((colon ? colon : end) - line));
}

static bool parse_id(const char *text, uint32_t *id)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    if (*end || errno || number >= UINT32_MAX)
        return false;
    *id = (uint32_t)number;
    return true;
}

/* The line whose name or, for a number, whose id is wanted; NULL when there is none. */
static const char *find_line(const char *text, const char *wanted, size_t *length)
{
    uint32_t wanted_id, id;
    bool is_number = parse_id(wanted, &wanted_id);
    for (const char *line = text; *line; line += *length + (line[*length] == '\n')) {
        *length = strcspn(line, "\n");
        AUTO_FREE char *name = column(line, *length, 0);
        AUTO_FREE char *number = column(line, *length, 2);
        if (strcmp(name, wanted) == 0 || (is_number && parse_id(number, &id) && id == wanted_id))
            return line;
    }
    return NULL;
}

static int take_user(const char *user, struct account *account, char **name, struct failure *f)
{
    AUTO_FREE char *passwd = read_database("/etc/passwd");
    size_t length = 0;
    const char *line = find_line(passwd, user, &length);
    if (!line) {
        account->home = must_copy("/", 1);
        return parse_id(user, &account->uid)
                   ? 0
                   : fail(f, 0, "find user", "the user %s is not in /etc/passwd of the image", user);
    }
    AUTO_FREE char *uid = column(line, length, 2);
    AUTO_FREE char *gid = column(line, length, 3);
    *name = column(line, length, 0);
    account->home = column(line, length, 5);
    if (!parse_id(uid, &account->uid) || !parse_id(gid, &account->gid))
        return fail(f, 0, "find user", "the line of %s in /etc/passwd of the image has no ids", user);
    return 0;
}

static void add_group(struct account *account, gid_t gid)
{
    for (size_t i = 0; i < account->group_count; i++)
        if (account->groups[i] == gid)
            return;
    if (account->group_count < MOST_GROUPS)
        account->groups[account->group_count++] = gid;
}

static void take_memberships(const char *groups, const char *name, struct account *account)
{
    size_t length;
    for (const char *line = groups; *line; line += length + (line[length] == '\n')) {
        uint32_t gid;
        char *save = NULL;
        length = strcspn(line, "\n");
        AUTO_FREE char *number = column(line, length, 2);
        AUTO_FREE char *members = column(line, length, 3);
        for (char *m = strtok_r(members, ",", &save); m; m = strtok_r(NULL, ",", &save))
            if (strcmp(m, name) == 0 && parse_id(number, &gid))
                add_group(account, gid);
    }
}

/* As docker: an explicit group replaces the memberships; else the groups that list the user are supplementary. */
int find_account(const char *user, struct account *account, struct failure *f)
{
    const char *colon = strchr(user, ':');
    AUTO_FREE char *who = must_copy(user, colon ? (size_t)(colon - user) : strlen(user));
    AUTO_FREE char *name = NULL;
    AUTO_FREE char *groups = read_database("/etc/group");
    if (take_user(*who ? who : "0", account, &name, f) < 0)
        return -1;
    if (colon && colon[1]) {
        size_t length = 0;
        const char *line = find_line(groups, colon + 1, &length);
        AUTO_FREE char *number = line ? column(line, length, 2) : must_copy(colon + 1, strlen(colon + 1));
        if (!parse_id(number, &account->gid))
            return fail(f, 0, "find group", "the group %s is not in /etc/group of the image", colon + 1);
        add_group(account, account->gid);
        return 0;
    }
    add_group(account, account->gid);
    if (name)
        take_memberships(groups, name, account);
    return 0;
}
