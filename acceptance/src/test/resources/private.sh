#!/bin/sh
# Runs a peer program, skopeo or podman, where what it writes outside its own directories is thrown away.
# Called by root in mount and pid namespaces of its own; hiding the cgroups lets crun work on machines that mix both versions.
#   private.sh COMMAND [ARGUMENT...]
set -eu
for directory in /run /var/lib /sys/fs/cgroup; do
  mount -t tmpfs -o mode=755 none "$directory"
done
exec "$@"
