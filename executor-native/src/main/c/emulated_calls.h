/* The system calls that a container with one id does not make itself. */
#pragma once

#include <linux/seccomp.h>
#include <sys/stat.h>

#include "ids.h"
#include "owner.h"

#define NOT_EMULATED 0x100000001L /* the kernel does it */
#define ANSWERED 0x100000002L     /* a descriptor was the answer */

struct emulation {
    int listener, proc;
    struct stat root; /* of our current chroot */
    struct id_table ids;
    unsigned lost; /* owners that could not be noted */
    char first_lost[256];
    /* of the current call */
    struct seccomp_notif request;
    pid_t pid, proc_pid;
};

struct emulated_call {
    long number;
    int argument; /* which must be 8 (PR_SET_KEEPCAPS) or have O_CREAT to make the call interesting, or -1 */
    /* gives a result, an error below 0, or one of the words above */
    long (*emulate)(struct emulation *e, const uint64_t *args);
};

extern const struct emulated_call file_calls[];
extern const size_t file_call_count;
extern const struct emulated_call id_calls[];
extern const size_t id_call_count;

/* tracee.c: the memory and the paths of the calling process. */

/* A text of at most PATH_MAX, 0 or a negative error. */
int read_path(const struct emulation *e, uint64_t address, char *path);
int write_memory(const struct emulation *e, uint64_t address, const void *bytes, size_t length);
int read_memory(const struct emulation *e, uint64_t address, void *bytes, size_t length);

/* Opens what a call names, as the caller would find it. flags: AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH. 0 or a negative
 * error; then release(). */
struct found {
    int parent, fd;
    char name[256];
    struct stat st;
};
int find(struct emulation *e, int at, const char *path, int flags, struct found *found);
/* Only the directory and the name, for something to be made. */
int find_place(struct emulation *e, int at, const char *path, struct found *found);
void release(struct found *found);
struct noted object_of(const struct found *found);
