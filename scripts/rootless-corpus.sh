#!/bin/sh
# Runs the sections of a corpus whose cases are builds as an ordinary user, uid 1000 with subordinate ids. Called by root with
# JAVA_HOME set; works on copies, since the user may not be allowed to look where the originals lie.
#   rootless-corpus.sh CLASSPATH CORPUS section ...
set -eu
classpath=$1 corpus=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
umask 022
home=$(mktemp -d) copies=$(mktemp -d)
trap 'rm -rf "$home" "$copies"' EXIT

mkdir "$copies/corpus"
for directory in base build conformance; do
  [ ! -d "$corpus/$directory" ] || cp -r "$corpus/$directory" "$copies/corpus/"
done
path= number=0
IFS=:
for each in $classpath; do
  number=$((number + 1))
  name=$number-$(basename "$each")
  cp -r "$each" "$copies/$name"
  path=$path$home/dist/$name:
done
unset IFS
chmod -R a+rX "$copies"
mkdir "$home/tmp"
chown 1000:1000 "$home/tmp"

cd /
LC_ALL=C.UTF-8 unshare --mount sh "$here/as-uid-1000.sh" "$home" "$copies" "$JAVA_HOME" \
  "$home/jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$home/tmp" \
  -cp "$path" dev.jbuild.builder.corpus.CorpusMain "$home/dist/corpus" " (rootless)" "$@"
