#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs scripts/demo and scripts/test on machines with only Debian's base, bookworm and trixie, as
# root and as a user with sudo. Weekly (NCI_WEEKLY=1): it installs four machines. Arguments:
# releases. TESTS names the tests to run there; empty: all.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

skip() {
	echo "SKIP: $*"
	exit 77
}
[ -n "${NCI_WEEKLY-}" ] || skip 'runs weekly: NCI_WEEKLY=1'
[ "$(id -u)" -eq 0 ] || skip 'only root can run debootstrap'
command -v debootstrap >/dev/null || skip 'needs debootstrap (Debian: debootstrap)'
unshare --mount --pid --fork true 2>/dev/null || skip 'no mount namespace can be made here'
# The mirror that this machine uses; a machine without one has none for the others either.
# shellcheck disable=SC2016 # apt-get's variable
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
	awk '!/security/ && !n++' || true)
[ -n "$mirror" ] || skip 'apt-get names no mirror'

tests=${TESTS-tests/unit/check_parser tests/unit/check_worker tests/golden.tap tests/readme.sh tests/manual.sh tests/completions.sh tests/commit.py tests/oracles.sh tests/e2e.sh}
scratch=$(mktemp -d /var/tmp/nci-fresh.XXXXXX)
trap 'rm -rf --one-file-system "$scratch"' EXIT
"$here/sources" "$scratch/source"

# machine RELEASE FOLDER: installs Debian's base with this machine's package sources
machine() {
	debootstrap --variant=minbase "$1" "$2" "$mirror" >"$scratch/log" 2>&1 || {
		tail -n 5 "$scratch/log"
		grep -qiE 'resolve|unreachable|connect|Couldn.t download' "$scratch/log" || return 1
		skip 'the mirror cannot be reached'
	}
	echo "deb $mirror $1 main" >"$2/etc/apt/sources.list"
	cp -a /etc/apt/apt.conf.d/. "$2/etc/apt/apt.conf.d/" 2>/dev/null || true
	cp -L /etc/resolv.conf /etc/hosts "$2/etc/"
}
# inside FOLDER COMMAND: runs it in a pid and mount namespace; no mounts or processes remain
inside() {
	# shellcheck disable=SC2016 # expanded inside
	unshare --mount --pid --fork --kill-child bash -c '
		set -e
		mount -t proc proc "$1/proc"
		mount --rbind /dev "$1/dev"
		mkdir -p "$1/run/ca"
		[ ! -e /etc/ssl/certs/ca-certificates.crt ] ||
			cp -L /etc/ssl/certs/ca-certificates.crt "$1/run/ca/ca.crt"
		exec chroot "$1" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
			PIP_CERT=/run/ca/ca.crt TESTS="$3" bash -c "$2"' inside "$1" "$2" "$tests"
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
	machine "$release" "$root"
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
