#!/bin/sh
# Writes the root file system of a small base image as a tar archive: Debian's static busybox, a hard
# link for each of its applets, and the directories that programs expect. Needs no privilege.
#   scripts/busybox-base.sh OUT.tar
set -eu
umask 022
busybox=$(command -v busybox) || { echo "busybox is missing: apt-get install busybox-static" >&2; exit 1; }
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

cd "$root"
mkdir -p bin dev etc home lib root tmp usr/bin usr/sbin var/spool/mail var/www
chmod 700 root
chmod 1777 tmp
cp "$busybox" bin/busybox
chmod 755 bin/busybox
for applet in $("$busybox" --list); do
  [ "$applet" = busybox ] || ln bin/busybox "bin/$applet"
done
ln -s ../../bin/env usr/bin/env
cat >etc/passwd <<'END'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
END
cat >etc/group <<'END'
root:x:0:
daemon:x:1:
wheel:x:10:root
www-data:x:33:
users:x:100:
nobody:x:65534:
END
chmod 755 .
cd "$OLDPWD"
tar -C "$root" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf "$1" .
