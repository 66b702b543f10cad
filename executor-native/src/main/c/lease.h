/* `jbuild-exec network`: what the Java client asks of networks, each in a process of its own. */
#pragma once

/* hold DIRECTORY NAME SUBNET GATEWAY open|internal [ADDRESS]: starts the network's holder if there is none, reserves an
 *   address, says OK and the address, and lives, with the reservation, until its standard input ends.
 * list DIRECTORY: a line for each user, USER and its words, with tabs between.
 * remove DIRECTORY: removes the network, or says BUSY.
 * All say FAIL, errno, step and text, parted by tabs, when they cannot. */
int network_main(int argc, char **argv);
