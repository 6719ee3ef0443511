#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs rewritten workflows on a real runner, act, with the packages that actions/cache is built
# from.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

if [ -n "${NCI_SKIP_E2E-}" ] ||
	grep -q '^SANITIZE_CFLAGS = .*-fsanitize' "${NCI_BUILD:-.}/Makefile" 2>/dev/null; then
	echo 'SKIP: left out on request or with sanitizers'
	exit 77
fi
major=$( { node --version 2>/dev/null || true; } | sed -E 's/^v([0-9]+).*/\1/')
if [ "${major:-0}" -lt 20 ]; then
	echo 'SKIP: needs Node 20 or newer'
	exit 77
fi
ORACLE_NPM=$("$here/oracles/folder")
if [ ! -d "$ORACLE_NPM/node_modules" ]; then
	echo "needs the packages of tests/oracles/package.json: run scripts/bootstrap --tests"
	[ "${CI-}" = true ] && exit 1
	exit 77
fi
"$here/e2e/act/install" || exit
ACT_FOLDER=$("$here/e2e/act/folder")
ACT_NODE=$(dirname "$(node -p process.execPath)")
export ORACLE_NPM ACT_FOLDER ACT_NODE PYTHONDONTWRITEBYTECODE=1
exec "$("$here/e2e/folder")/current/bin/python" "$here/e2e/act/run" "$@"
