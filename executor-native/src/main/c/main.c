/* jbuild-exec: the native side of jbuild. `agent` is started by the Java client, `attach` by it for a terminal. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "attach.h"
#include "base.h"
#include "deflate.h"
#include "inflate.h"
#include "lease.h"
#include "stub.h"
#include "sys.h"

/* A container's /proc/self/exe must never lead to a file of the host (CVE-2019-5736): run from a sealed copy. */
static int run_from_memory(char **argv)
{
    AUTO_FD self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (self < 0)
        return -1;
    if (fcntl(self, F_GET_SEALS) >= 0)
        return 0;
    AUTO_FD copy = memfd_create("jbuild-exec", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    if (copy < 0 && errno == EINVAL)
        copy = memfd_create("jbuild-exec", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (copy < 0)
        return -1;
    char block[1 << 16];
    ssize_t n;
    while ((n = read(self, block, sizeof block)) > 0)
        if (write_whole(copy, block, (size_t)n) < 0)
            return -1;
    if (n < 0 || fcntl(copy, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) < 0)
        return -1;
    syscall(SYS_execveat, copy, "", argv, environ, AT_EMPTY_PATH);
    return -1;
}

int main(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "attach") == 0)
        return attach_main(argc - 2, argv + 2);
    if (argc >= 2 && strcmp(argv[1], "network") == 0)
        return network_main(argc - 2, argv + 2);
    if (argc >= 2 && strcmp(argv[1], "deflate") == 0)
        return deflate_main(argc - 2, argv + 2);
    if (argc >= 2 && strcmp(argv[1], "inflate") == 0)
        return inflate_main(argc - 2, argv + 2);
    if (argc < 2 || strcmp(argv[1], "agent") != 0) {
        say("usage: jbuild-exec agent --state DIRECTORY [--isolation NAME] | attach SOCKET REQUEST | network COMMAND "
            "DIRECTORY | deflate FILE | inflate FILE");
        return 2;
    }
    if (run_from_memory(argv) < 0) {
        say("jbuild-exec: cannot run from a sealed copy of itself: %s", strerror(errno));
        return 125;
    }
    prctl(PR_SET_NAME, "jbuild-exec");
    return stub_main(argc - 2, argv + 2);
}
