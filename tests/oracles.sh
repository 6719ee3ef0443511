#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Checks the program's output with programs of other authors.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

if grep -q '^SANITIZE_CFLAGS = .*-fsanitize' "${NCI_BUILD:-.}/Makefile" 2>/dev/null; then
	echo 'SKIP: left out with sanitizers: others judge the output, which is the same'
	exit 77
fi
major=$( { node --version 2>/dev/null || true; } | sed -E 's/^v([0-9]+).*/\1/')
if [ "${major:-0}" -lt 20 ]; then
	echo 'SKIP: needs Node 20 or newer'
	exit 77
fi
ORACLE_NPM=$("$here/oracles/folder")
export ORACLE_NPM
if [ ! -d "$ORACLE_NPM/node_modules" ]; then
	echo "needs the packages of tests/oracles/package.json: run scripts/bootstrap --tests"
	[ "${CI-}" = true ] && exit 1
	exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
node "$here/oracles/expressions.mjs" "${NCI_BUILD:-.}/tests/oracles/expressions" "$here/unit/expressions.def"
"${PYTHON3:-python3}" "$here/oracles/pairs.py" "$scratch/pairs.json"
node "$here/oracles/judge.mjs" "$scratch/pairs.json"
node "$here/oracles/keys.mjs" "$scratch/pairs.json"
"${PYTHON3:-python3}" "$here/oracles/hashes.py"
"${PYTHON3:-python3}" "$here/oracles/sarif.py" "$scratch/sarif"
node "$here/oracles/sarif.mjs" "$scratch/sarif"
"${PYTHON3:-python3}" "$here/oracles/linters.py" "$scratch/pairs.json" "$ORACLE_NPM/linters"
