#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests where results go: to standard output or to the file of -o, which is replaced as a whole;
# colour only on a terminal or on request; nothing on standard output if there is no result.
set -euo pipefail
nci=${NCI:-./nox-cache-inject}
source=$(cd "${NCI_SOURCE:-.}" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -R "$source/examples/forgejo-project/." "$scratch"
cd "$scratch"

fail() {
	echo "$*"
	exit 1
}

"$nci" >plain
[ -s plain ] || fail 'no diff for the example'
"$nci" -o new >out
[ ! -s out ] || fail '-o leaves something on standard output'
cmp plain new || fail '-o writes another diff'
printf 'old\n' >old && chmod 600 old
"$nci" --output=old
cmp plain old || fail '-o does not replace a file'
[ "$(stat -c %a old)" = 600 ] || fail '-o changes the mode of a file'
status=0
"$nci" -o no/such/folder 2>err || status=$?
[ $status -eq 2 ] && grep -q '^nox-cache-inject: no/such/folder: ' err || fail '-o into no folder: no error'

! grep -q $'\033' plain || fail 'colour in a pipe'
"$nci" --color=always | grep -q $'\033\[32m+' || fail 'no colour when asked for'
NO_COLOR=1 "$nci" --color=always | grep -q $'\033' || fail 'NO_COLOR overrides --color=always'

"$nci" -q --in-place >out 2>err
[ ! -s out ] && [ ! -s err ] || fail '--in-place -q says something'
"$nci" >out 2>err
[ ! -s out ] || fail 'a second run changes something'
[ "$(cat err)" = '1 file, 11 jobs run Nox: 11 cached' ] || fail "a second run's summary: $(cat err)"

# A large diff leaves in pieces; messages come after it.
mkdir -p large/.github/workflows
for ((i = 0; i < 80; i++)); do
	printf 'jobs:\n  a:\n    runs-on: [x]\n    steps:\n      - run: nox\n' >large/.github/workflows/$i.yml
done
"$nci" -v large >both 2>&1
"$nci" -v large >plain 2>messages
[ "$(wc -c <plain)" -gt 80000 ] && [ -s messages ] || fail 'no large diff with messages'
cat plain messages | cmp - both || fail 'messages in the middle of a diff'
