#!/bin/sh
# Starts jbuild: finds a Java, chooses its flags, becomes it (exec: signals and the exit code are Java's own).
# bin/jbuild, a native program, does the same faster, and runs this where Java is not at hand.
set -eu

self=$0
[ ! -h "$self" ] || self=$(readlink -f "$self")
case $self in */*) bin=${self%/*} ;; *) bin=. ;; esac
home=$(cd "$bin/.." && pwd -P)

. "$home/bin/find-java.sh"
java_home=$(find_java 21) || exit 4
major=$(java_major "$java_home")

# The JVM decodes file names by the locale; under C or POSIX it would lose every non-ASCII one.
case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in
  *.UTF-8 | *.utf8 | *.UTF8 | *.utf-8) ;;
  *) LC_ALL=C.UTF-8 && export LC_ALL ;;
esac

# Which of the three streams are terminals, and the size of the one that shows progress.
tty=
[ ! -t 0 ] || tty=${tty}i
[ ! -t 1 ] || tty=${tty}o
if [ -t 2 ]; then
  tty="${tty}e $(stty size <&2 2>/dev/null || :)"
fi

# A class-data archive belongs to the JDK that made it; another JDK must not even be told about it.
archive=
if [ -r "$home/lib/jbuild.$major.aot" ]; then
  archive=-XX:AOTCache=$home/lib/jbuild.$major.aot
elif [ -r "$home/lib/jbuild.$major.jsa" ]; then
  archive=-XX:SharedArchiveFile=$home/lib/jbuild.$major.jsa
fi

# JBUILD_JAVA_OPTS: more options for Java, separated by blanks. JBUILD_MAIN: for the build of jbuild itself.
# shellcheck disable=SC2086
exec "$java_home/bin/java" @"$home/lib/java-options" ${archive:+"$archive"} \
  -Djbuild.terminal="$tty" ${JBUILD_JAVA_OPTS-} \
  -cp "$home/lib/jbuild-cli.jar" "${JBUILD_MAIN:-dev.jbuild.cli.Main}" "$@"
