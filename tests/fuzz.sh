#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs a round of fuzzing with the plain driver: first the inputs that were found before, unchanged,
# then NCI_FUZZ_SECONDS (15) for each target, from NCI_FUZZ_SEED or a random seed, which is printed.
set -euo pipefail
source=${NCI_SOURCE:-.}
fuzz=${NCI_BUILD:-.}/tests/fuzz/fuzz
seconds=${NCI_FUZZ_SECONDS:-15}
seed=${NCI_FUZZ_SEED:-$RANDOM$RANDOM}
found=${NCI_BUILD:-.}/tests/fuzz
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# round TARGET: fails if the program crashes, and keeps the input
round() {
	local seeds inputs status=0
	mapfile -t inputs < <(find "$source/tests/fuzz/inputs/$1" -type f | sort)
	"$fuzz" "$1" "${inputs[@]}" || {
		echo "$1: an input that was found before, of ${#inputs[@]}"
		return 1
	}
	mapfile -t seeds < <("$source/tests/fuzz/seeds" "$1")
	"$fuzz" "$1" "$seconds" "$seed" "$scratch/$1" "${seeds[@]}" 2>"$scratch/$1.err" || status=$?
	[ $status -eq 0 ] && return 0
	cp "$scratch/$1" "$found/found-$1"
	head -c 4000 "$scratch/$1.err"
	echo "$1: status $status with seed $seed; try: $fuzz $1 $found/found-$1"
	return 1
}

failed=0
jobs=()
for target in edit script command noxfile feature repository expression; do
	round "$target" &
	jobs+=($!)
done
for job in "${jobs[@]}"; do
	wait "$job" || failed=1
done
echo "seed $seed, $seconds s for each target"
exit $failed
