/* `jbuild-exec attach`: the client of one EXEC with a terminal, for `run -it`, because Java cannot set raw mode. */
#pragma once

int attach_main(int argc, char **argv);
