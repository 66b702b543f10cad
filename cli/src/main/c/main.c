/* jbuild: runs a command in a Java of its own, or, when that is asked for, in a
 * warm server. docs/server.md */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "launch.h"
#include "place.h"
#include "start.h"
#include "talk.h"
#include "text.h"

/* Takes --server away, which stands before the command; returns whether it was
 * there. */
static int take_option(char **arguments)
{
    for (char **each = arguments; *each; each++) {
        if (strcmp(*each, "--server") == 0) {
            for (; *each; each++)
                each[0] = each[1];
            return 1;
        }
        if (strcmp(*each, "--root") == 0 && each[1])
            each++;
        else if (strcmp(*each, "--debug") != 0 && strncmp(*each, "--root=", 7) != 0)
            return 0;
    }
    return 0;
}

static int is_wanted(char **arguments)
{
    const char *chosen = getenv("JBUILD_SERVER");
    int asked = take_option(arguments) || (chosen && *chosen && strcmp(chosen, "0") != 0);
    return asked && !getenv("JBUILD_MAIN") && !(*arguments && strcmp(*arguments, "server") == 0);
}

/* Returns when the command has to be run otherwise. */
static void use_server(const struct launch *launch, char **arguments)
{
    uint64_t place = place_of_process();
    char *directory = place_directory();
    if (!directory || place == 0)
        return;
    char *build = text("%016" PRIx64, launch_build(launch));
    char *socket = text("%s/%016" PRIx64 "-%s.sock", directory, place, build);
    int link = place_connect(socket);
    if (link < 0) {
        start_server_later(launch, socket, build);
        return;
    }
    int code = talk(link, build, launch->terminal, arguments);
    if (code != TALK_REFUSED)
        exit(code);
}

int main(int count, char **arguments)
{
    struct launch launch = launch_find();
    char **words = arguments + (count > 0);
    if (is_wanted(words) && launch.java_home)
        use_server(&launch, words);
    launch_command(&launch, words);
}
