/* What the agent can do on this machine, for the user to read. */
#pragma once

#include "agent.h"
#include "wire.h"

int serve_probe(const struct agent *a, struct channel *c);
