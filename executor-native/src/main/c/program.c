#include "program.h"

#include <string.h>

char *find_program(const char *name)
{
    static const char *const places[] = {"/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin"};
    AUTO_FREE char *path = must_print("%s", getenv("PATH") ? getenv("PATH") : "");
    char *save = NULL;
    for (char *dir = strtok_r(path, ":", &save); dir; dir = strtok_r(NULL, ":", &save)) {
        char *candidate = must_print("%s/%s", dir, name);
        if (access(candidate, X_OK) == 0)
            return candidate;
        free(candidate);
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char *candidate = must_print("%s/%s", places[i], name);
        if (access(candidate, X_OK) == 0)
            return candidate;
        free(candidate);
    }
    return NULL;
}
