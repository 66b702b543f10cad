#include "lookup.h"

#include "account.h"
#include "bundle.h"
#include "overlay.h"

static int read_request(const struct frame *request, struct layers *layers, char **user, struct failure *f)
{
    struct cursor cursor = frame_fields(request);
    struct field field;
    int got;
    while ((got = field_next(&cursor, &field)) > 0) {
        if (field.tag == T_LOWER)
            add_layer(layers, field_text(&field));
        else if (field.tag == T_USER)
            *user = field_text(&field);
    }
    return got == 0 && *user ? 0 : fail(f, EPROTO, "read request", "malformed ACCOUNT");
}

int serve_account(struct agent *a, struct channel *c, const struct frame *request, struct failure *f)
{
    struct layers layers = {0};
    struct message m = {0};
    char *user = NULL;
    struct account *account = must_alloc(sizeof *account);
    if (read_request(request, &layers, &user, f) < 0)
        return -1;
    if (check_runtime(a, NULL, f) < 0)
        return -1;
    AUTO_FD view = overlay_view(a, &layers, f);
    if (view < 0)
        return -1;
    /* This process serves nothing else: it may give up the host's root. */
    if (fchdir(view) < 0 || chroot(".") < 0)
        return fail(f, errno, "find user", "enter the root file system");
    if (find_account(user, account, f) < 0)
        return -1;
    put_number(&m, T_UID, account->uid);
    put_number(&m, T_GID, account->gid);
    for (size_t i = 0; i < account->group_count; i++)
        put_number(&m, T_GROUP, account->groups[i]);
    put_text(&m, T_PATH, account->home);
    return message_write(c, F_DONE, &m);
}
