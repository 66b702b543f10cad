#!/bin/sh
# Runs a docker daemon, without networks, where all that it writes lies in a directory or is thrown away.
# Called by root in mount and pid namespaces of its own.
#   dockerd.sh DIRECTORY
set -eu
for directory in /run /var/lib /etc/docker; do
  mount -t tmpfs -o mode=755 none "$directory"
done
exec dockerd --data-root "$1/data" --exec-root "$1/exec" --host "unix://$1/sock" --pidfile "$1/pid" \
  --storage-driver vfs --bridge none --iptables=false --ip-masq=false
