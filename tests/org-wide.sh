#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests the scripts of examples/org-wide on local repositories: with GNU parallel, also over
# "hosts", and as multi-gitter, git-xargs and turbolift run them.
set -euo pipefail
source=$(cd "${NCI_SOURCE:-.}" && pwd)
scripts=$source/examples/org-wide
branch=task/ci-execution-time-nox-venv-caching
if ! command -v parallel >/dev/null; then
	echo 'needs GNU parallel: run scripts/bootstrap --tests'
	[ "${CI-}" = true ] && exit 1
	exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home"
ln -s "$(realpath "${NCI:-./nox-cache-inject}")" "$scratch/bin/nox-cache-inject"
export PATH=$scratch/bin:$PATH HOME=$scratch/home GIT_CONFIG_NOSYSTEM=1
SHELL=$(command -v bash) # as sshd sets it, for parallel
export SHELL PARALLEL_HOME=$scratch/home/parallel
mkdir "$PARALLEL_HOME" && touch "$PARALLEL_HOME/will-cite"
git config --global user.name 'A Tester'
git config --global user.email tester@example.org
git config --global protocol.file.allow always
unset DRY_RUN OPEN BRANCH

fail() {
	echo "not ok: $*"
	exit 1
}

# make NAME BRANCH: a repository as on a server, with the example in it
make_bare() {
	cp -R "$source/examples/forgejo-project" "$scratch/work"
	git -C "$scratch/work" init -q -b "$2"
	[ "$1" != broken ] || printf 'a: [ # nox\n' >"$scratch/work/.forgejo/workflows/ci.yml"
	[ "$1" != nothing ] || rm -r "$scratch/work/.forgejo"
	git -C "$scratch/work" add -A
	git -C "$scratch/work" commit -q -m start
	git clone -q --bare "$scratch/work" "$scratch/server/$1"
	rm -rf "$scratch/work"
}
fill_server() {
	rm -rf "$scratch/server"
	mkdir "$scratch/server"
	make_bare one master
	make_bare 'two words' main
	make_bare three develop
	make_bare nothing main
	make_bare broken main
	for name in one 'two words' three nothing broken; do
		echo "file://$scratch/server/$name"
	done >"$scratch/repositories"
}
has_branch() {
	git -C "$scratch/server/$1" rev-parse -q --verify "refs/heads/$branch" >/dev/null
}
states() {
	cut -f1 "$1" | sort | xargs
}

cd "$scripts"
fill_server
DRY_RUN=true parallel --jobs 2 ./one-repository {} --feature :::: "$scratch/repositories" \
	>"$scratch/out" 2>"$scratch/err" && fail 'the broken one did not fail'
[ "$(states "$scratch/out")" = 'unchanged would-push would-push would-push' ] ||
	fail "a dry run: $(cat "$scratch/out" "$scratch/err")"
has_branch one && fail 'a dry run pushes'

export OPEN="printf '%s\n' \"\$BRANCH\" \"\$TITLE\" >>'$scratch/opened'; cat \"\$BODY\" >>'$scratch/bodies'"
status=0
parallel --jobs 2 --joblog "$scratch/log" ./one-repository {} --feature :::: "$scratch/repositories" \
	>"$scratch/out" 2>"$scratch/err" || status=$?
[ "$status" -eq 1 ] || fail "status $status, where one repository is broken"
[ "$(states "$scratch/out")" = 'pushed pushed pushed unchanged' ] || fail "$(cat "$scratch/out" "$scratch/err")"
for name in one 'two words' three; do
	has_branch "$name" || fail "no branch in $name"
done
has_branch broken && fail 'the broken one has a branch'
[ "$(grep -c "^$branch\$" "$scratch/opened")" -eq 3 ] || fail 'pull requests'
[ "$(grep -c '^## Jobs and keys' "$scratch/bodies")" -eq 3 ] || fail 'descriptions'
[ "$(awk 'NR > 1 && $7 != 0' "$scratch/log" | wc -l)" -eq 1 ] || fail 'the job log'
unset OPEN
./one-repository "file://$scratch/server/one" | grep -q '^has-branch' || fail 'a second run'

# Over "hosts": the replacement for ssh drops options and host and runs the command here, in a
# folder that represents the host's home. Each host has its own: parallel fills them at the same
# time.
fill_server
mkdir "$scratch/home/build1" "$scratch/home/build2"
cat >"$scratch/bin/fake-ssh" <<'END'
#!/usr/bin/env bash
while [[ ${1-} == -* ]]; do
	case $1 in -l | -p | -o | -S) shift ;; esac
	shift
done
echo "$1" >>"$HOME/hosts"
cd "$HOME/$1"
shift
[ "${1-}" != -- ] || shift
exec bash -c "$*"
END
chmod +x "$scratch/bin/fake-ssh"
cat >"$scratch/bin/rsync" <<'END'
#!/usr/bin/env bash
# For --basefile: the last two words are the file and its target, HOST:FOLDER.
[ "$*" != --version ] || exec echo 'rsync  version 3.2.7  protocol version 31'
target=${*: -1}
cp "${*: -2:1}" "$HOME/${target%%:*}/"
END
chmod +x "$scratch/bin/rsync"
parallel --ssh fake-ssh --sshlogin 2/build1,2/build2 --basefile one-repository \
	./one-repository {} :::: "$scratch/repositories" >"$scratch/out" 2>"$scratch/err" || true
[ "$(states "$scratch/out")" = 'pushed pushed pushed unchanged' ] ||
	fail "hosts: $(cat "$scratch/out" "$scratch/err")"
[ "$(grep -xE 'build[12]' "$scratch/home/hosts" | sort -u | wc -l)" -eq 2 ] || fail 'only one host was used'

# As multi-gitter, git-xargs and turbolift run it: in a clone.
git clone -q "$scratch/server/one" "$scratch/clone"
cd "$scratch/clone"
[ -z "$(git status --porcelain)" ]
shown=$(DRY_RUN=true "$scripts/cache-nox" --feature)
grep -q '^+        id: cache-nox' <<<"$shown" || fail 'a dry run shows no diff'
[ "$(git status --porcelain | wc -l)" -eq 3 ] || fail "the clone: $(git status --porcelain)"
[ -z "$(XARGS_DRY_RUN=true "$scripts/cache-nox" --feature)" ] || fail 'a second run has a diff'
git commit -q --all -m 'as turbolift commits'
[ -z "$(git status --porcelain)" ] || fail 'turbolift would leave files out'
"$scripts/cache-nox" --feature && [ -z "$(git status --porcelain)" ] || fail 'nothing to do'
git clone -q "$scratch/server/broken" "$scratch/broken"
cd "$scratch/broken"
"$scripts/cache-nox" 2>/dev/null && fail 'the broken one succeeds'
[ -z "$(git status --porcelain)" ] || fail 'the broken one was changed'

# One report over all of them: each job once, in one state, and hostile names remain text.
cd "$scratch"
mkdir report && for name in one two broken; do git clone -q "$scratch/server/${name/two/two words}" "report/$name"; done
cp -R "$scratch/clone" report/cached
sed -i 's/-r -s lint/-s lint/; s/^      .*Maintained by nox-cache-inject\.$//' report/cached/.forgejo/workflows/ci.yml
cp -R report/one 'report/a|b`c'
sed -i 's/^  lint:$/  # nox-cache-inject: ignore\n  lint:/' 'report/a|b`c/.forgejo/workflows/ci.yml'
status=0
env -u NCI "$scripts/report" --json=report.json --markdown=report.md report/*/ 2>err || status=$?
[ $status -eq 2 ] || { cat err; fail "a report with a file that cannot be read: status $status"; }
"${PYTHON3:-python3}" - <<'END' || fail "the report: $(cat report.json)"
import json
report = json.load(open("report.json"))
jobs = len(next(r for r in report["repositories"] if r["path"] == "report/one")["to_cache"])
assert jobs > 5
found = {r["path"]: {k: len(v) for k, v in r.items() if k != "path" and v} for r in report["repositories"]}
assert found == {"report/a|b`c": {"to_cache": jobs - 1, "left_alone": 1}, "report/broken": {"errors": 1},
                 "report/cached": {"cached": jobs - 1, "wrong": 1}, "report/one": {"to_cache": jobs},
                 "report/two": {"to_cache": jobs}}, found
assert report["wrong"] == {"cache-not-reused": 1}, report["wrong"]
assert sum(report["left_alone"].values()) == 1 and report["total"]["repositories"] == 5
END
grep -qF '| ``report/a\|b`c`` |' report.md || fail 'the name of a folder is Markdown'
grep -q "^5 repositories: .* 1 files that cannot be read" report.md || fail 'no summary'
nox-cache-inject --quiet --list --format=json report/one | "$scripts/report" --json=- - |
	"${PYTHON3:-python3}" -m json.tool >/dev/null || fail 'a report from standard input'
echo ok
