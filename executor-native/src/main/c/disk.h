/* Changes below the state directory: nothing here ever leaves it. */
#pragma once

#include "agent.h"

/* Splits a state path into an O_PATH directory (opened, beneath the state) and the last name (pointer into path). */
int state_parent(const struct agent *a, const char *path, const char **name, struct failure *f);
/* Opens a directory below the state. */
int state_directory(const struct agent *a, const char *path, struct failure *f);
int make_directories(const struct agent *a, const char *path, struct failure *f);
int rename_path(const struct agent *a, const char *from, const char *to, struct failure *f);
int remove_path(const struct agent *a, const char *path, struct failure *f);
/* Gives what was changed after the time, the directory itself and all below, this time. */
int clamp_times(const struct agent *a, const char *path, uint64_t seconds, struct failure *f);
/* Removes name and all below; a missing name is fine. */
int remove_tree(int parent, const char *name, struct failure *f);
/* Deep trees hold one descriptor per level. Never to be called by the process that becomes a container. */
void raise_file_limit(void);

struct names {
    char **list;
    size_t count;
};
/* The names in a directory, from its start, sorted by bytes. */
int read_names(int directory, struct names *names);
void free_names(struct names *names);
