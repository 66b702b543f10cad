/* The health check of a listed container (docker's HEALTHCHECK): a process beside it that runs a command in it again
 * and again, and keeps what came of it in the file "health" of the container's directory. */
#pragma once

#include "agent.h"

struct health_spec {
    const uint8_t *request; /* what ENTER takes; NULL: there is no check */
    size_t request_length;
    uint64_t interval, timeout, start_period, start_interval; /* nanoseconds */
    uint64_t retries;
};

/* Ends with the process that calls it, or with the container. */
void health_start(const struct agent *a, const struct health_spec *spec);
/* Nothing is known any more. */
void health_forget(const struct agent *a);
