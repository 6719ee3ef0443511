#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs scripts/test without a network and with an empty home: tests that need something from
# elsewhere are skipped, all others run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

if [ -z "${NCI_WEEKLY-}" ]; then
	echo 'SKIP: builds all once more: weekly (NCI_WEEKLY=1)'
	exit 77
fi
if grep -q '^SANITIZE_CFLAGS = .*-fsanitize' "${NCI_BUILD:-.}/Makefile" 2>/dev/null; then
	echo 'SKIP: builds by itself, without sanitizers'
	exit 77
fi
# A normal user may need a user namespace.
isolate=(unshare --net)
[ "$(id -u)" -eq 0 ] || isolate+=(--map-root-user)
if ! "${isolate[@]}" true 2>/dev/null; then
	echo 'SKIP: no network namespace can be made here'
	exit 77
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$here/sources" "$scratch/source"
mkdir "$scratch/home"
unset CI ORACLE_NPM XDG_CACHE_HOME MAKEFLAGS MAKELEVEL MFLAGS NCI_WEEKLY
export npm_config_fetch_retry_mintimeout=100 HOME=$scratch/home GOPATH=$scratch/home/go GOFLAGS=-mod=mod
needing='tests/oracles.sh tests/act.sh tests/e2e.sh'
status=0
TESTS="tests/completions.sh tests/readme.sh $needing" CFLAGS='-O0 -g0' BUILD=$scratch/build \
	timeout 300 "${isolate[@]}" "$scratch/source/scripts/test" --without-seccomp >"$scratch/out" 2>&1 || status=$?
fail() {
	cat "$scratch/out"
	echo "not ok: $*"
	exit 1
}
[ "$status" -eq 0 ] || fail "scripts/test without a network: status $status"
for test in $needing; do
	grep -qE "^SKIP:? ${test%.sh}" "$scratch/out" || fail "$test is not skipped"
	# The message names what is missing.
	grep -qiE 'skip|needs' "$scratch/build/${test%.sh}.log" || fail "$test does not say why"
done
for test in tests/completions tests/readme; do
	grep -qE "^PASS:? $test" "$scratch/out" || fail "$test does not run"
done
[ -z "$(find "$scratch/home" -path '*/oracles-*[0-9]/node_modules')" ] || fail 'half an install counts as whole'
echo ok
