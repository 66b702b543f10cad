/* Programs of the host. */
#pragma once

#include "base.h"

/* In PATH or the usual directories; NULL when it is in none. The caller frees. */
char *find_program(const char *name);
