#!/usr/bin/env bash
# corpus.sh DIRECTORY [section ...]: runs the cases of a corpus of the formats in testdata/corpus (each section has a
# README) and prints "SECTION: N passed, N failed, N skipped" for each section. Succeeds only when none failed.
# Root runs the sections of builds twice: as root, and as an ordinary user with subordinate ids ("build (rootless): ...").
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: ./verify --corpus DIRECTORY [section ...]" >&2 && exit 2; }
corpus=$(realpath -- "$1")
shift
cd "$(dirname "$0")/.."
. scripts/setup.sh
. scripts/module-tests.sh

# Without names all sections that are there.
if [ $# = 0 ]; then
  for section in parser shell dockerignore instructions realworld build conformance; do
    [ ! -d "$corpus/$section" ] || set -- "$@" "$section"
  done
fi
parsing=() builds=()
for section in "$@"; do
  case $section in
    build | conformance)
      [ -d "$corpus/$section" ] || fail "no section $section in $corpus"
      builds+=("$section")
      ;;
    *) parsing+=("$section") ;;
  esac
done

status=0
if [ ${#parsing[@]} -gt 0 ] || [ ${#builds[@]} = 0 ]; then
  build_tests parser
  run_program dev.jbuild.parser.corpus.CorpusMain "$corpus" "${parsing[@]}" || status=$?
  [ "$status" -le 1 ] || exit "$status"
fi
if [ ${#builds[@]} -gt 0 ]; then
  setup_build
  build_tests builder
  run_program dev.jbuild.builder.corpus.CorpusMain "$corpus" "" "${builds[@]}" || status=1
  if [ "$(id -u)" = 0 ]; then
    scripts/rootless-corpus.sh "$TEST_CLASSPATH" "$corpus" "${builds[@]}" || status=1
  fi
fi
exit "$status"
