/* The form of the layer directories in a store: overlay marks in trusted.* or in user.*, owners kept or noted. One form
 * read as another would give wrong files without a word. */
#pragma once

#include "agent.h"

/* Takes an empty store for the agent's form; an error when the store has layers in another. */
int claim_form(const struct agent *a, struct failure *f);
