#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Checks that the shipped completions match the option table, and that those for bash work.
set -euo pipefail
source=${NCI_SOURCE:-.}/completions
generate=${NCI_BUILD:-.}/completions/generate

for pair in bash:nox-cache-inject zsh:_nox-cache-inject fish:nox-cache-inject.fish; do
	if ! "$generate" "${pair%%:*}" | diff -u "$source/${pair#*:}" -; then
		echo "run: make update-completions"
		exit 1
	fi
done

. "$source/nox-cache-inject"
# complete_with WORD...: prints the completions of the last word
complete_with() {
	COMP_WORDS=(nox-cache-inject "$@")
	COMP_CWORD=$#
	COMPREPLY=()
	_nox_cache_inject 2>/dev/null # compopt only works while readline completes
	echo "${COMPREPLY[*]}"
}
expect() {
	if [ "$1" != "$2" ]; then
		echo "offered '$2', expected '$1'"
		exit 1
	fi
}
expect 'auto always never' "$(complete_with --color = '')"
expect 'never' "$(complete_with --color n)"
expect '--include-release --in-place' "$(complete_with --in | tr ' ' '\n' | sort -r | xargs)"
expect '' "$(complete_with --job x)"
expect 'key-shared-by-jobs key-shared-by-matrix' "$(complete_with --select = key-sh)"
# Each rule of the manual is completed.
expect "$(sed -n '/rules: begin/,/rules: end/s/^\.Ss //p' "${NCI_SOURCE:-.}/man/nox-cache-inject.1" | xargs)" \
	"$(complete_with --explain = '')"

command -v zsh >/dev/null && zsh -n "$source/_nox-cache-inject"
command -v fish >/dev/null && fish --no-execute "$source/nox-cache-inject.fish"
exit 0
