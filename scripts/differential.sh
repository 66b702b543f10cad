#!/usr/bin/env bash
# differential.sh [cases [seed]]: differential tests against docker, 300 cases if not said. Builds random Dockerfiles and
# contexts with jbuild and with the BuildKit of a docker daemon, and compares the images: files, config, history. Needs root
# and Debian's docker.io (20.10; what newer ones do otherwise is left out of the cases). The daemon is this script's own: it
# has no bridge, touches no firewall, keeps everything in a temporary directory and ends with the script.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/setup.sh
. scripts/module-tests.sh
cases=${1:-300} seed=${2:-$(date +%s)}
[ "$(id -u)" = 0 ] || fail "differential.sh needs root, as the docker daemon does"
setup_build
need_packages docker.io
build_tests builder

work=$(mktemp -d)
daemon=
stop() {
  [ -z "$daemon" ] || { kill "$daemon" && wait "$daemon"; } || true
  rm -rf "$work"
}
trap stop EXIT
export DOCKER_HOST=unix://$work/socket
PATH=/usr/sbin:/usr/bin:$PATH
dockerd --iptables=false --bridge=none --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/pid" \
  -H "$DOCKER_HOST" >"$work/log" 2>&1 &
daemon=$!
for _ in $(seq 120); do
  docker info >/dev/null 2>&1 && break
  kill -0 "$daemon" 2>/dev/null || break
  sleep 0.5
done
docker info >/dev/null 2>&1 || { tail -n 20 "$work/log" >&2 && fail "the docker daemon does not start"; }

scripts/busybox-base.sh "$work/busybox.tar"
docker import --change 'CMD ["sh"]' --change "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
  "$work/busybox.tar" busybox >/dev/null
mkdir "$work/base"
cat >"$work/base/Dockerfile" <<'END'
FROM busybox
RUN mkdir -p /app/v /data /w && echo v >/app/v/file && echo d >/data/file && chown 33:33 /app && \
  ln -s /app /lnk && ln -s nowhere /dangling
END
DOCKER_BUILDKIT=1 docker build -q --network=host -t base:1 "$work/base" >/dev/null
docker save -o "$work/base.tar" base:1

cd builder # whose tests find the test data from there
mkdir "$work/cases"
run_program dev.jbuild.builder.differential.DifferentialMain "$work/cases" "$work/base.tar" "$cases" "$seed"
