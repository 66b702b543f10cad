# shellcheck shell=bash
# Sourced with the current directory at the root of the checkout: builds test programs and runs them.

# build_tests MODULE: compiles a module's tests and all that they need; leaves their class path in TEST_CLASSPATH.
build_tests() {
  use_jdk
  local log
  log=$(mktemp)
  # Some tests use the test jar of another module, which only the phase `package` makes.
  ./mvnw -q -pl "$1" -am -Dspotless.check.skip=true -DskipTests -DincludeScope=test \
    -Dmdep.outputFile=target/test-classpath package dependency:build-classpath >"$log" 2>&1 || {
    cat "$log" >&2
    rm -f "$log"
    fail "the tests of $1 do not compile"
  }
  rm -f "$log"
  TEST_CLASSPATH=$PWD/$1/target/test-classes:$PWD/$1/target/classes:$(cat "$1/target/test-classpath")
}

# run_program MAIN WORD...: runs a program among those tests.
run_program() {
  # The JVM decodes file names by the locale, and a bare machine has none.
  LC_ALL=C.UTF-8 "$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    -cp "$TEST_CLASSPATH" "$@"
}
