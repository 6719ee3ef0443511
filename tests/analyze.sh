#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# clang-tidy and gcc's analyzer find nothing in the sources. Weekly (NCI_WEEKLY=1): it takes minutes.
set -euo pipefail
cd "${NCI_SOURCE:-.}"
if [ -z "${NCI_WEEKLY-}" ]; then
	echo 'SKIP: runs weekly: NCI_WEEKLY=1'
	exit 77
fi
command -v clang-tidy >/dev/null || { echo 'SKIP: no clang-tidy'; exit 77; }
found=$(BUILD=${NCI_BUILD:-build/test} ./scripts/analyze) && exit 0
printf '%s\n' "$found"
echo 'not ok: the analyzers have findings'
exit 1
