#include "restart.h"

#include <poll.h>
#include <time.h>

#define FIRST_PAUSE 100 /* ms, as docker */
#define LONGEST_PAUSE 60000
#define STEADY 10000 /* who ran that long begins with the shortest pause again */

bool restart_wanted(const struct restart_spec *s, const struct restarts *r, int code)
{
    switch ((enum restart_kind)s->kind) {
    case RESTART_ALWAYS:
        return true;
    case RESTART_ON_FAILURE:
        return code != 0 && (s->most == 0 || r->count < s->most);
    case RESTART_NO:
        break;
    }
    return false;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

bool restart_wait(struct restarts *r, int64_t ran_ms, int unwanted)
{
    struct pollfd end = {.fd = unwanted, .events = POLLIN};
    r->pause_ms = r->pause_ms == 0 || ran_ms >= STEADY ? FIRST_PAUSE : r->pause_ms * 2;
    if (r->pause_ms > LONGEST_PAUSE)
        r->pause_ms = LONGEST_PAUSE;
    r->count++;
    const int64_t until = now_ms() + r->pause_ms;
    for (int64_t left = r->pause_ms; left >= 0; left = until - now_ms()) {
        int got = poll(&end, 1, (int)left);
        if (got > 0)
            return false;
        if (got == 0)
            break;
    }
    return true;
}
