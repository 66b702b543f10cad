#!/bin/sh
# Becomes an ordinary user, uid 1000 with subordinate ids, and runs a command as that user. Called by root
# in a mount namespace of its own, where the files that name users are covered, so that the machine's
# users stay as they are. HOME's `dist` and `jdk` show the built command and the JDK wherever they lie.
#   as-uid-1000.sh HOME DIST JDK COMMAND [ARGUMENT...]
set -eu
home=$1 dist=$2 jdk=$3
shift 3
directory=$PWD

etc=$(mktemp -d)
mount -t tmpfs -o mode=755 none "$etc"
for file in passwd group; do
  grep -v -e '^[^:]*:[^:]*:1000:' -e '^tester:' "/etc/$file" >"$etc/$file" || [ $? = 1 ]
done
echo "tester:x:1000:1000::$home:/bin/sh" >>"$etc/passwd"
echo "tester:x:1000:" >>"$etc/group"
echo "tester:200000:65536" >"$etc/subuid"
echo "tester:200000:65536" >"$etc/subgid"
for file in passwd group subuid subgid; do
  [ -e "/etc/$file" ] || { echo "/etc/$file is missing: apt-get install uidmap" >&2; exit 1; }
  mount --bind "$etc/$file" "/etc/$file"
done
if [ -e /dev/net/tun ]; then # some machines keep it for root; networks need it
  mknod -m 666 "$etc/tun" c 10 200
  mount --bind "$etc/tun" /dev/net/tun
fi
umount -l "$etc"
rmdir "$etc"

mkdir -p "$home/dist" "$home/jdk" "$home/run"
mount --bind "$dist" "$home/dist"
mount --bind "$jdk" "$home/jdk"
chown 1000:1000 "$home" "$home/run"
chmod 700 "$home/run"

cd "$directory"
export HOME="$home" USER=tester LOGNAME=tester XDG_RUNTIME_DIR="$home/run" JAVA_HOME="$home/jdk"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
exec setpriv --reuid 1000 --regid 1000 --clear-groups --inh-caps=-all "$@"
