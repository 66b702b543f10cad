#include "form.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>

#include "disk.h"

#define STAMP "layer-form"

static const struct form {
    const char *name, *isolation;
} forms[] = {{"trusted", "root"},
             {"user", "rootless-full, or nested with all ids"},
             {"noted", "rootless-single"},
             {"copied", "chroot, or nested without overlayfs"}};

static const struct form *own_form(const struct agent *a)
{
    return &forms[a->copies ? 3 : !a->user_xattrs ? 0 : a->ids == IDS_SINGLE ? 2 : 1];
}

static size_t count_names(int directory)
{
    struct names names = {0};
    size_t count = read_names(directory, &names) == 0 ? names.count : 0;
    free_names(&names);
    return count;
}

/* Layers with files: what is only a tar has no form. */
static bool has_layers(const struct agent *a)
{
    struct names names = {0};
    bool found = false;
    AUTO_FD layers = openat(a->state_fd, "layers", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (layers < 0 || read_names(layers, &names) < 0)
        return false;
    for (size_t i = 0; i < names.count && !found; i++) {
        AUTO_FREE char *files = must_print("%s/fs", names.list[i]);
        found = faccessat(layers, files, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    }
    free_names(&names);
    return found;
}

/* A store of before there were stamps has the form of the strongest isolation. */
static const struct form *form_of_store(const struct agent *a)
{
    AUTO_FREE char *text = read_text(a->state_fd, STAMP, 64);
    for (size_t i = 0; text && i < sizeof forms / sizeof *forms; i++)
        if (strncmp(text, forms[i].name, strlen(forms[i].name)) == 0)
            return &forms[i];
    return has_layers(a) && !text ? &forms[a->user_xattrs ? 1 : 0] : NULL;
}

static int stamp(const struct agent *a, const struct form *form, struct failure *f)
{
    AUTO_FREE char *text = must_print("%s\n", form->name);
    AUTO_FD file = openat(a->run_fd, STAMP, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0 || write_whole(file, text, strlen(text)) < 0 || renameat(a->run_fd, STAMP, a->state_fd, STAMP) < 0)
        return fail(f, errno, "mark store", "%s/%s", a->state, STAMP);
    return 0;
}

int claim_form(const struct agent *a, struct failure *f)
{
    const struct form *own = own_form(a);
    AUTO_FD runs = openat(a->state_fd, "run", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (runs < 0 || flock(runs, LOCK_EX) < 0)
        return fail(f, errno, "lock run directory", "%s/run", a->state);
    const struct form *there = form_of_store(a);
    if (there == own)
        return 0;
    /* Another helper may be about to make the first layer. */
    if (there && (has_layers(a) || count_names(runs) > 1))
        return fail(f, 0, "check store",
                    "the layers in %s are those of isolation %s, and cannot be read with %s: use that, or another "
                    "store (--root DIRECTORY), or empty this one (jbuild prune --all)",
                    a->state, there->isolation, rung_name(a->rung));
    return stamp(a, own, f);
}
