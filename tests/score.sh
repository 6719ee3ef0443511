#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Scores the program's decisions with a corpus of labelled workflows, if it is next to the checkout
# (or at NCI_CORPUS). Labels may be wrong, so a threshold decides and not each miss.
set -euo pipefail

if grep -q '^SANITIZE_CFLAGS = .*-fsanitize' "${NCI_BUILD:-.}/Makefile" 2>/dev/null; then
	echo 'SKIP: left out with sanitizers: the decisions are the same, and tests/corpus.py reads the same files'
	exit 77
fi
corpus=${NCI_CORPUS:-${NCI_SOURCE:-.}/../shared/corpus}
if [ ! -x "$corpus/score" ]; then
	echo 'SKIP: no corpus beside the checkout'
	exit 77
fi
# In hundredths of a percent: precision and recall of the steps, insertions at the right position.
least=9950

# It exits with 1 for a single miss.
answer=$("${PYTHON3:-python3}" "$corpus/score" --binary "${NCI:-./nox-cache-inject}" --corpus "$corpus" \
	--verbose 2>&1) || true
echo "$answer"
summary=$(tail -n 1 <<<"$answer")
numbers=$(sed -nE 's/^steps: precision ([0-9]+)\/([0-9]+), recall ([0-9]+)\/([0-9]+); insertions: ([0-9]+)\/([0-9]+) right.*/\1 \2 \3 \4 \5 \6/p' <<<"$summary")
if [ -z "$numbers" ]; then
	echo 'score gave no summary'
	exit 1
fi
read -r -a n <<<"$numbers"
for i in 0 2 4; do
	if [ "${n[i + 1]}" -eq 0 ] || [ $((n[i] * 10000 / n[i + 1])) -lt $least ]; then
		echo "below the threshold: ${n[i]} of ${n[i + 1]}"
		exit 1
	fi
done
