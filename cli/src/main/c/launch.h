/* Finds the distribution and its Java, as bin/jbuild.sh does, and becomes Java.
 */
#ifndef JBUILD_LAUNCH_H
#define JBUILD_LAUNCH_H
#include <stdint.h>

struct launch {
    char *home;      /* of the distribution */
    char *java_home; /* NULL when only the script can find one, or say why there
                        is none */
    char *archive;   /* the flag for the class-data archive, NULL without */
    char *terminal;  /* what dev.jbuild.cli.host.Terminal reads */
};

struct launch launch_find(void);

/* Which of the streams are terminals, and the size of the one that shows
 * progress. */
char *launch_terminal(void);

/* Becomes Java, or the script where that is needed; does not return. */
_Noreturn void launch_command(const struct launch *launch, char **arguments);

/* Becomes a Java that serves; returns when that fails. */
void launch_server(const struct launch *launch, const char *socket, const char *build);

/* Names the distribution, its Java and the options: those with the same can
 * serve each other. */
uint64_t launch_build(const struct launch *launch);

#endif
