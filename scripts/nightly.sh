#!/usr/bin/env bash
# nightly.sh [minutes [seed]]: fuzzes the parser, the formatter and word expansion for that long (60 minutes if not said).
# Then gives the native helper, built with sanitizers, ten minutes of hostile requests and layers.
# Prints the seed; an input that breaks a promise is written to parser/target/fuzz/ and ends the run with 1.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh
. scripts/module-tests.sh
build_tests parser
run_program dev.jbuild.parser.fuzz.FuzzMain "$(( ${1:-60} * 60 ))" "${2:-$(date +%s)}"
./mvnw -o -q -pl executor-native -am test -Dtest=ProtocolFuzzTest -Dfuzz.seconds=600 -Dsurefire.failIfNoSpecifiedTests=false
