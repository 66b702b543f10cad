#!/bin/sh
# image.sh [NAME]: builds the image of jbuild with the jbuild that was built in this checkout.
# Options of "jbuild build" may follow the name, such as --push.
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
name=${1-jbuild}
[ $# = 0 ] || shift
dist=$root/cli/target/dist
[ -x "$dist/bin/jbuild" ] || { echo "jbuild is not built yet: run ./quickstart first" >&2; exit 4; }
. "$dist/bin/find-java.sh"
java_home=$(find_java 21)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What the classes ask for (jdeps), less the desktop, and what is asked for by name at run time.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.security.auth,jdk.unsupported,jdk.zipfs
"$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$work/runtime"

mkdir -p "$work/base"
"$root/scripts/busybox-base.sh" "$work/base.tar"
tar -C "$work/base" -xf "$work/base.tar"
# The C library and the few others that the runtime and what it loads are linked with, where their loader looks for them.
find "$work/runtime" "$root/executor-native/target" -type f \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} \; 2>/dev/null |
  sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/lib[^ ]*\) .*/\1/p' | sort -u |
  while read -r library; do
    case $library in "$work"/*) continue ;; esac
    mkdir -p "$work/base$(dirname "$library")"
    cp -L "$library" "$work/base$library"
  done
# Names of users and hosts are looked up by libraries that the C library loads itself.
for library in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2 libgcc_s.so.1; do
  found=$(ldconfig -p | sed -n "s/.*$library (.*x86-64.*=> //p; s/.*$library (.*AArch64.*=> //p" | head -n 1)
  [ -z "$found" ] || { mkdir -p "$work/base$(dirname "$found")" && cp -L "$found" "$work/base$found"; }
done
echo 'hosts: files dns' >"$work/base/etc/nsswitch.conf"

mkdir -p "$work/dist" "$work/base/opt/training"
cp -R "$dist/bin" "$dist/lib" "$work/dist/"
rm -f "$work/dist"/lib/jbuild.*.aot "$work/dist"/lib/jbuild.*.jsa
printf 'FROM scratch\nCOPY Dockerfile /\nENV A=b\n' >"$work/base/opt/training/Dockerfile"

"$dist/bin/jbuild" build -t "$name" -f "$here/Dockerfile" \
  --build-context base="$work/base" --build-context runtime="$work/runtime" --build-context dist="$work/dist" \
  "$@" "$here"
