#!/usr/bin/env bash
# corpus.sh DIRECTORY [section ...]: runs the cases of a corpus of the formats in testdata/corpus (each section has a
# README) and prints "SECTION: N passed, N failed, N skipped" for each section. Succeeds only when none failed.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: ./verify --corpus DIRECTORY [section ...]" >&2 && exit 2; }
corpus=$(realpath -- "$1")
shift
cd "$(dirname "$0")/.."
. scripts/setup.sh
. scripts/parser-tests.sh
build_parser_tests
run_parser_program dev.jbuild.parser.corpus.CorpusMain "$corpus" "$@"
