#!/bin/sh
# dist.sh JAVA_HOME TARGET VERSION: completes the distribution in TARGET/dist, whose lib/ holds the
# jars that jbuild needs: the launcher, jbuild's own jar, and the class-data archive.
set -eu
JAVA_HOME=$1 && export JAVA_HOME
target=$2
version=$3
dist=$target/dist
here=$(cd "${0%/*}" && pwd)

mkdir -p "$dist/bin"
cp "$here/../main/dist/bin/find-java.sh" "$here/../main/dist/bin/jbuild" "$dist/bin/"
chmod 755 "$dist/bin/jbuild"
cp -p "$target/jbuild-cli-$version.jar" "$dist/lib/jbuild-cli.jar"

# picocli ships Java 5 bytecode, which class-data archives refuse. Its own sources, compiled anew, start in
# two thirds of the time.
picocli=$(echo "$dist"/lib/picocli-*.jar)
if [ ! -e "$target/picocli.jar" ]; then
  mkdir -p "$target/picocli-classes"
  "$JAVA_HOME/bin/javac" --release 21 -nowarn -proc:none -XDstringConcat=inline -Xlint:none \
    -d "$target/picocli-classes" "$target/picocli-sources/picocli/CommandLine.java" 2> /dev/null
  cp "$picocli" "$target/picocli.part"
  "$JAVA_HOME/bin/jar" --update --file "$target/picocli.part" -C "$target/picocli-classes" .
  mv "$target/picocli.part" "$target/picocli.jar"
fi
cp -p "$target/picocli.jar" "$picocli"

rm -f "$dist"/lib/jbuild.*.aot "$dist"/lib/jbuild.*.jsa
. "$dist/bin/find-java.sh"
major=$(java_major "$JAVA_HOME")
if [ "$major" -ge 25 ]; then
  record=-XX:AOTCacheOutput=$dist/lib/jbuild.$major.aot
else
  record=-XX:ArchiveClassesAtExit=$dist/lib/jbuild.$major.jsa
fi

# The training run: what it loads is what later starts need not parse and verify again.
JBUILD_JAVA_OPTS=$record "$dist/bin/jbuild" version --debug > "$target/training.log" 2>&1 || {
  cat "$target/training.log" >&2
  exit 1
}
