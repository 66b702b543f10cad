/* Has a warm server run a command. */
#ifndef JBUILD_TALK_H
#define JBUILD_TALK_H

enum { TALK_REFUSED = -1 };

/* The frames that dev.jbuild.cli.server.Frame describes. */
enum {
    HELLO = 'H',
    INPUT = 'D',
    SIGNAL = 'S',
    WINDOW = 'W',
    FAILED_STREAM = 'C',
    BEGUN = 'B',
    REFUSED = 'R',
    WANTED = 'N',
    OUT = 'O',
    ERR = 'E',
    EXITED = 'X'
};

/* The exit code, or TALK_REFUSED when the server did nothing and the command
 * has to be run otherwise. Closes the link. */
int talk(int link, const char *build, const char *terminal, char **arguments);

#endif
