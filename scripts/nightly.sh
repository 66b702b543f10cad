#!/usr/bin/env bash
# nightly.sh [minutes [seed]]: random tests, 60 minutes if not said. Prints the seed. Ends with 1 when one fails.
# Half of the time the parser, the formatter and word expansion are fuzzed (an input that breaks a promise is written to
# parser/target/fuzz/); the other half goes to the cache oracle (a failure tells the seed of its sequence). Besides, the native
# helper, built with sanitizers, gets ten minutes of hostile requests and ten of hostile layers, and 8 processes build in one store while some
# are killed, 500 times, and limits are tried in a virtual machine with control groups of version 2 (scripts/cgroup2-vm.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh
. scripts/module-tests.sh
seconds=$((${1:-60} * 30))
seed=${2:-$(date +%s)}
status=0
setup_build
build_tests parser
run_program dev.jbuild.parser.fuzz.FuzzMain "$seconds" "$seed" || status=1
./mvnw -q -pl executor-native -am test -Dtest=ProtocolFuzzTest -Dfuzz.seconds=600 -Dsurefire.failIfNoSpecifiedTests=false || status=1
./mvnw -q -pl builder -am test -Dtest=SharedStoreTest -Djbuild.kill.rounds=500 -Dsurefire.failIfNoSpecifiedTests=false || status=1
./scripts/cgroup2-vm.sh || status=1
build_tests builder
cd builder # whose tests find the test data from there
run_program dev.jbuild.builder.oracle.OracleMain "$seconds" "$seed" || status=1
exit "$status"
