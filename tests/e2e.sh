#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Real Nox runs the jobs that the program rewrote; prints the figures that the README shows.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# It measures time, and learns nothing from a slow build.
if [ -n "${NCI_SKIP_E2E-}" ] ||
	grep -q '^SANITIZE_CFLAGS = .*-fsanitize' "${NCI_BUILD:-.}/Makefile" 2>/dev/null; then
	echo 'SKIP: left out on request or with sanitizers'
	exit 77
fi
"$here/e2e/install" || exit
E2E_VENVS=$("$here/e2e/folder")
export E2E_VENVS PYTHONDONTWRITEBYTECODE=1

# In memory where there is room: thousands of files are made, and the disk is not what is judged.
if [ -z "${TMPDIR-}" ] && [ -w /dev/shm ] &&
	[ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt $((1 << 20)) ]; then
	export TMPDIR=/dev/shm
fi
exec "$E2E_VENVS/current/bin/python" "$here/e2e/run"
