#include "worker.h"

#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "base.h"
#include "sys.h"

int worker_main(const char *name, int argc, char **argv, size_t size, void *context,
                int (*serve)(void *context, uint8_t *area))
{
    struct stat status;
    AUTO_FD fd = argc == 1 ? open(argv[0], O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0 || fstat(fd, &status) < 0 || status.st_size < (off_t)size) {
        say("jbuild-exec %s: no file with room for %zu bytes: %s", name, size, argc == 1 ? argv[0] : "not named");
        return 2;
    }
    void *area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (area == MAP_FAILED || !context) {
        say("jbuild-exec %s: no memory", name);
        return 1;
    }
    /* From here on it only reads, writes and ends, whatever the bytes are. */
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
    syscall(SYS_exit, serve(context, area));
    return 1;
}
