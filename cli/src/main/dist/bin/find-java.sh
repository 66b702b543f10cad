# Finds a Java home. Sourced by the launcher and by the set-up script; defines functions, runs nothing.

# java_major HOME: prints the feature version ("25") of the Java in HOME; fails when there is none.
# The `release` file answers without starting a JVM; only a home without one is asked.
java_major() {
  [ -x "$1/bin/java" ] || return 1
  java_version=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r java_key java_value; do
      if [ "$java_key" = JAVA_VERSION ]; then
        java_version=${java_value#\"}
        break
      fi
    done < "$1/release"
  fi
  if [ -z "$java_version" ]; then
    java_version=$("$1/bin/java" -version 2>&1) || return 1
    java_version=${java_version#*\"}
  fi
  java_version=${java_version#1.} # 1.8.0 is Java 8
  java_version=${java_version%%[!0-9]*}
  [ -n "$java_version" ] && printf '%s\n' "$java_version"
}

# java_on_path: prints the home of the `java` on the PATH; fails when there is none.
java_on_path() {
  java_link=$(command -v java) || return 1
  java_link=$(readlink -f "$java_link") || return 1
  printf '%s\n' "${java_link%/bin/java}"
}

# find_java MIN: prints the first Java home whose version is at least MIN: JAVA_HOME, then the PATH,
# then the newest of the usual directories. Fails, and says on stderr what it saw, when there is none.
find_java() {
  java_seen=
  if [ -n "${JAVA_HOME-}" ]; then
    if java_found=$(java_major "$JAVA_HOME"); then
      [ "$java_found" -lt "$1" ] || { printf '%s\n' "$JAVA_HOME"; return 0; }
      java_seen="$java_seen
  JAVA_HOME  $JAVA_HOME is Java $java_found"
    else
      java_seen="$java_seen
  JAVA_HOME  $JAVA_HOME has no bin/java that runs"
    fi
  fi
  if java_home=$(java_on_path) && java_found=$(java_major "$java_home"); then
    [ "$java_found" -lt "$1" ] || { printf '%s\n' "$java_home"; return 0; }
    java_seen="$java_seen
  PATH       $java_home is Java $java_found"
  fi
  java_best=
  java_best_major=0
  for java_home in ${JAVA_DIRECTORIES:-/usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/*jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/*}; do
    java_found=$(java_major "$java_home") || continue
    if [ "$java_found" -gt "$java_best_major" ]; then
      java_best=$java_home
      java_best_major=$java_found
    fi
  done
  [ "$java_best_major" -lt "$1" ] || { printf '%s\n' "$java_best"; return 0; }
  [ -z "$java_best" ] || java_seen="$java_seen
  newest     $java_best is Java $java_best_major"
  printf 'Java %s or newer is needed and was not found.%s\n' "$1" "${java_seen:+ Seen:$java_seen}" >&2
  printf 'Install one (Debian, Ubuntu: apt-get install openjdk-%s-jdk-headless) or set JAVA_HOME to it.\n' "$1" >&2
  return 1
}
