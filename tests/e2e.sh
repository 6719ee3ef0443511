#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the rewritten jobs with real Nox and prints the figures in the README.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# It measures time, which is meaningless for a slow build.
if [ -n "${NCI_SKIP_E2E-}" ] ||
	grep -q '^SANITIZE_CFLAGS = .*-fsanitize' "${NCI_BUILD:-.}/Makefile" 2>/dev/null; then
	echo 'SKIP: left out on request or with sanitizers'
	exit 77
fi
"$here/e2e/install" || exit
E2E_VENVS=$("$here/e2e/folder")
export E2E_VENVS PYTHONDONTWRITEBYTECODE=1

# In memory if there is enough: it creates thousands of files, and the disk is not measured.
if [ -z "${TMPDIR-}" ] && [ -w /dev/shm ] &&
	[ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt $((1 << 20)) ]; then
	export TMPDIR=/dev/shm
fi
exec "$E2E_VENVS/current/bin/python" "$here/e2e/run"
