# shellcheck shell=bash
# Sourced by quickstart and verify, with the current directory at the root of the checkout.
# Finds or installs what they need; says nothing when nothing is missing.

JDK_MIN=21

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Packages may start a service when they are installed; the tests start their own, so none may.
apt_install() (
  policy=/usr/sbin/policy-rc.d
  log=$(mktemp)
  if [ -e "$policy" ]; then
    trap 'rm -f "$log"' EXIT
  else
    trap 'rm -f "$log" "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  echo "installing $*" >&2
  export DEBIAN_FRONTEND=noninteractive
  { apt-get -q update && apt-get -q install -y --no-install-recommends "$@"; } >"$log" 2>&1 || {
    cat "$log" >&2
    fail "apt-get could not install: $*"
  }
)

need_packages() {
  local package missing=()
  command -v dpkg-query >/dev/null || return 0 # not Debian: what is missing shows itself by name
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || fail "Some packages are missing. Install them as root, then run this again:" \
    "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  apt_install "${missing[@]}"
}

has_candidate() {
  apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'
}

install_jdk() {
  local version
  command -v apt-get >/dev/null || return 0
  if [ "$(id -u)" = 0 ]; then apt-get -qq update || return 0; fi
  for version in 25 21; do
    if has_candidate "openjdk-$version-jdk-headless"; then
      need_packages "openjdk-$version-jdk-headless"
      return
    fi
  done
}

use_jdk() {
  . cli/src/main/dist/bin/find-java.sh
  if ! JAVA_HOME=$(find_java $JDK_MIN 2>/dev/null); then
    install_jdk
    JAVA_HOME=$(find_java $JDK_MIN) || exit 1
  fi
  [ -x "$JAVA_HOME/bin/javac" ] || fail "$JAVA_HOME has no compiler: set JAVA_HOME to a JDK $JDK_MIN or newer, not a JRE."
  export JAVA_HOME
  # Maven's own libraries make newer JDKs warn on every start.
  if [ "$(java_major "$JAVA_HOME")" -ge 24 ]; then
    export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}"
  fi
}

setup_build() {
  need_packages gcc libc6-dev make busybox-static uidmap
  use_jdk
}

# Independent programs that the tests hold jbuild's work against.
setup_test_peers() {
  need_packages cppcheck docker.io git openssh-client openssh-server openssl docker-registry skopeo umoci rpm podman buildah runc crun conmon debootstrap gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static slirp4netns passt tmux chromium iproute2 util-linux procps python3 xz-utils bzip2 zstd maven zsh fish man-db groff-base
}
