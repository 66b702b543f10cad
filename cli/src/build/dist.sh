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
make --silent -C "$here/../main/c" OUT="$target/client"
cp "$here/../main/dist/bin/find-java.sh" "$here/../main/dist/bin/jbuild.sh" "$dist/bin/"
cp "$target/client/jbuild" "$dist/bin/jbuild.part"
mv "$dist/bin/jbuild.part" "$dist/bin/jbuild" # not written to while it runs
chmod 755 "$dist/bin/jbuild" "$dist/bin/jbuild.sh"
cp "$here/../main/dist/lib/java-options" "$dist/lib/"
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

# Makes a jar anew without what ties it to its maker. The packages of xz are sealed, that is tied to the place of their jar: a JVM with
# linked classes in its archive does not start when that place is another by now. Bouncy Castle's classes are signed: those are in no
# archive, and the first one that a start needs has the signatures of the whole jar checked, which takes longer than all the rest.
untie() {
  jar=$(echo "$dist"/lib/$1-[0-9]*.jar)
  if [ ! -e "$target/$1.jar" ]; then
    rm -rf "$target/$1" "$target/$1.manifest"
    mkdir -p "$target/$1"
    (cd "$target/$1" && "$JAVA_HOME/bin/jar" --extract --file "$jar")
    # The rest of a manifest, after the first empty line, is digests of classes.
    tr -d '\r' <"$target/$1/META-INF/MANIFEST.MF" | sed '/^$/q; /^Sealed:/d' >"$target/$1.manifest"
    rm -f "$target/$1"/META-INF/MANIFEST.MF "$target/$1"/META-INF/*.SF "$target/$1"/META-INF/*.RSA "$target/$1"/META-INF/*.DSA
    "$JAVA_HOME/bin/jar" --create --file "$target/$1.part" --manifest "$target/$1.manifest" -C "$target/$1" .
    rm -rf "${target:?}/$1"
    mv "$target/$1.part" "$target/$1.jar"
  fi
  cp -p "$target/$1.jar" "$jar"
}
untie xz
untie bcprov-jdk18on
untie bcutil-jdk18on
untie bcpkix-jdk18on

rm -f "$dist"/lib/jbuild.*.aot "$dist"/lib/jbuild.*.jsa
. "$dist/bin/find-java.sh"
major=$(java_major "$JAVA_HOME")
if [ "$major" -ge 25 ]; then
  archive=$dist/lib/jbuild.$major.aot
  # Profiles of the training run would have the second compiler busy from the start, with methods that a build calls a few times.
  record="-XX:AOTCacheOutput=$archive -XX:+AOTClassLinking -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining"
else
  archive=$dist/lib/jbuild.$major.jsa
  record=-XX:ArchiveClassesAtExit=$archive
fi

# The training run: what it loads is what later starts need not parse and verify again. Half of its build is
# in the cache, and half is not; where steps cannot be run, it ends early, and the archive is a little smaller.
training=$target/training
rm -rf "$training"
mkdir -p "$training/context"
cat > "$training/context/Dockerfile" << 'END'
FROM scratch AS base
COPY busybox /bin/
RUN ["/bin/busybox", "true"]
FROM base
ARG WORD=none
ENV A=${WORD:-x}
WORKDIR /w
COPY --from=base /bin/busybox /bin/sh
COPY changed ./
RUN echo "$A"
LABEL b=$A
CMD ["/bin/sh", "-c", "true"]
END
printf 'FROM training\nCOPY changed /again/\n' > "$training/context/onto-an-image"
cp "$(command -v busybox || command -v true)" "$training/context/busybox"
# A registry of its own, which ends with the pipe that is its input.
mkfifo "$training/lifeline"
"$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "$here/TrainingRegistry.java" "$training/address" < "$training/lifeline" > "$target/registry.log" 2>&1 &
exec 3> "$training/lifeline"
waited=0
while [ ! -e "$training/address" ] && [ "$waited" -lt 300 ]; do
  sleep 0.1
  waited=$((waited + 1))
done
registry=$(cat "$training/address") || registry=127.0.0.1:1
(
  JBUILD_ROOT=$training/store && export JBUILD_ROOT
  echo first > "$training/context/changed"
  "$dist/bin/jbuild" -t training "$training/context" || :
  echo second > "$training/context/changed"
  JBUILD_MAIN=dev.jbuild.cli.Training JBUILD_JAVA_OPTS=$record "$dist/bin/jbuild" \
    -t training --progress tty "$training/context" -- build -q "$training/context" -- \
    build -q -f "$training/context/onto-an-image" "$training/context" -- version -- --help -- \
    images -- inspect training -- history training -- run --rm training -- save -o "$training/tar" training -- \
    tag training "$registry/training:1" -- push -q "$registry/training:1" -- push "$registry/training:1" -- \
    --root "$training/second" pull -q "$registry/training:1" -- --root "$training/second" run --rm "$registry/training:1" || :
) > "$target/training.log" 2>&1 3>&-
exec 3>&-
wait
rm -rf "$training" || :

rm -rf "$dist/share"
JBUILD_MAIN=dev.jbuild.cli.Manual "$dist/bin/jbuild" "$dist/share"
if [ ! -e "$archive" ]; then
  cat "$target/training.log" >&2
  exit 1
fi
