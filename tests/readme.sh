#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Checks that the README and the manual show what the program does.
set -euo pipefail
source=$(cd "${NCI_SOURCE:-.}" && pwd)
NCI=$(realpath "${NCI:-./nox-cache-inject}")
export NCI
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME='A Tester' GIT_AUTHOR_EMAIL=tester@example.org
export GIT_COMMITTER_NAME='A Tester' GIT_COMMITTER_EMAIL=tester@example.org

"$source/scripts/update-readme" --check

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$NCI" "$scratch/bin/nox-cache-inject"
export PATH=$scratch/bin:$PATH

commands() {
	sed -n '/^<!-- commands/,/^```$/p' "$source/README.md" | grep '^nox-cache-inject'
	sed -n 's/^\.Dl \(.*nox-cache-inject.*\)/\1/p' "$source/man/nox-cache-inject.1" |
		grep -v '^nox-cache-inject: '
}
run=0
while IFS= read -r line; do
	rm -rf "$scratch/project"
	cp -R "$source/examples/forgejo-project" "$scratch/project"
	cd "$scratch/project"
	git init -q -b master
	git add -A
	git commit -q -m start
	status=0
	bash -o pipefail -c "$line" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
	wanted=0
	case $line in *--exit-zero*) ;; *--check*) wanted=1 ;; esac
	if [ $status -ne $wanted ]; then
		echo "status $status, expected $wanted: $line"
		cat "$scratch/err"
		exit 1
	fi
	if [ ! -s "$scratch/out" ] && [ -z "$(git status --porcelain)" ] &&
		[ "$(git rev-list --count HEAD)" -eq 1 ]; then
		echo "prints nothing and changes nothing: $line"
		exit 1
	fi
	run=$((run + 1))
done < <(commands)
echo "$run examples"
[ $run -ge 15 ]
