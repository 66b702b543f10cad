# shellcheck shell=bash
# Sourced with the current directory at the root of the checkout: builds the tests of the parser and runs programs among them.

build_parser_tests() {
  use_jdk
  local log
  log=$(mktemp)
  ./mvnw -q -pl grammar,parser -Dspotless.check.skip=true -DincludeScope=test \
    -Dmdep.outputFile=target/test-classpath test-compile dependency:build-classpath >"$log" 2>&1 || {
    cat "$log" >&2
    rm -f "$log"
    fail "the tests of the parser do not compile"
  }
  rm -f "$log"
}

run_parser_program() {
  local main=$1 path
  shift
  path=parser/target/test-classes:parser/target/classes:grammar/target/classes:$(cat parser/target/test-classpath)
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "$path" "$main" "$@"
}
