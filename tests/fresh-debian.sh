#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs scripts/demo and scripts/test on machines with only Debian's base, bookworm and trixie, as
# root and as a user with sudo. Weekly (NCI_WEEKLY=1): it installs four machines. Arguments:
# releases. TESTS names the tests to run there; empty: all.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# shellcheck source=tests/debian-root.sh
. "$here/debian-root.sh"
can_make_roots

tests=${TESTS-tests/unit/check_parser tests/unit/check_worker tests/golden.tap tests/readme.sh tests/manual.sh tests/completions.sh tests/commit.py tests/oracles.sh tests/e2e.sh}
scratch=$(mktemp -d /var/tmp/nci-fresh.XXXXXX)
trap 'rm -rf --one-file-system "$scratch"' EXIT
"$here/sources" "$scratch/source"

inside() {
	inside_root "$1" "$2" TESTS="$tests"
}
check() {
	if [ "$1" -ne 0 ]; then
		tail -n 60 "$scratch/out"
		echo "not ok: $2: status $1"
		exit 1
	fi
	echo "ok $2 ($SECONDS s)"
}

[ $# -gt 0 ] || set -- bookworm trixie
for release in "$@"; do
	root=$scratch/$release
	debian_root "$release" "$(dpkg --print-architecture)" "$root" "$scratch/log"
	cp -a "$root" "$root-user"
	cp -a "$scratch/source" "$root/source"
	cp -a "$scratch/source" "$root-user/source"

	status=0
	inside "$root" '! command -v cc git make && HOME=/root /source/scripts/demo' >"$scratch/out" 2>&1 || status=$?
	grep -q 'the same bytes as the patch made' "$scratch/out" || status=1
	check $status "$release: scripts/demo as root"
	status=0
	inside "$root" 'HOME=/root /source/scripts/test' >"$scratch/out" 2>&1 || status=$?
	grep -qE '^PASS' "$scratch/out" || status=1
	check $status "$release: scripts/test as root"
	grep -E '^# (PASS|FAIL|SKIP|ERROR):|^SKIP' "$scratch/out"
	rm -rf --one-file-system "$root"

	inside "$root-user" 'apt-get update -qq && apt-get install -y -qq --no-install-recommends sudo &&
		useradd -m developer && echo "developer ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/developer &&
		chown -R developer: /source' >"$scratch/out" 2>&1 || check $? "$release: sudo"
	status=0
	inside "$root-user" 'su developer -c "/source/scripts/demo"' >"$scratch/out" 2>&1 || status=$?
	grep -q 'the same bytes as the patch made' "$scratch/out" || status=1
	check $status "$release: scripts/demo as a user with sudo"
	status=0
	inside "$root-user" 'su developer -c "TESTS=\"tests/completions.sh tests/readme.sh\" /source/scripts/test"' \
		>"$scratch/out" 2>&1 || status=$?
	grep -qE '^PASS' "$scratch/out" || status=1
	check $status "$release: scripts/test as a user with sudo"
	# Without sudo it prints what root must install.
	status=0
	inside "$root-user" 'SUDO_FORCE_REMOVE=yes apt-get purge -y -qq sudo libfyaml-dev; su developer -c /source/scripts/demo' \
		>"$scratch/out" 2>&1 || status=$?
	[ "$status" -ne 0 ] && grep -q 'neither root nor sudo.*libfyaml-dev' "$scratch/out"
	check $? "$release: without sudo"
	rm -rf --one-file-system "$root-user"
done
