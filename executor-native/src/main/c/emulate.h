/* Commands of another architecture: an interpreter that only the command's own user namespace knows. */
#pragma once

#include "base.h"

/* Moves this process to a user and mount namespace of its own, with the same ids, where the kernel starts what the rule
 * describes with the interpreter, an open file. The rule is the first five fields of a line for the register file
 * (Documentation/admin-guide/binfmt-misc.rst). The machine's own rules stay as they are. To be called by the first
 * process of a pid namespace, inside its root directory. */
int emulate(const char *rule, int interpreter, struct failure *f);
