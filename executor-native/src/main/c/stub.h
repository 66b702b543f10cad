/* The outermost process: makes the run directory, enters the namespaces, and is the lifeline between client and agent.
 */
#pragma once

int stub_main(int argc, char **argv);
