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
server=
trap 'rm -rf "$scratch"; [ -z "$server" ] || kill "$server" 2>/dev/null || true' EXIT
mkdir "$scratch/bin" "$scratch/home"
home=$HOME
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

# As multi-gitter, git-xargs and turbolift run cache-nox: what their sources do with a repository, by git
# in place of go-git: the clone, the environment, what counts as a change, what is committed and pushed.
# The first two are tried themselves weekly, below; turbolift is in no registry that the tests may use.
# NAME is a repository on the "server", DRY is true or false.
clone_of() {
	cd "$scratch" && rm -rf clone
	git clone -q "$@" "$scratch/clone" && cd "$scratch/clone"
}
# multi-gitter run (internal/multigitter/run.go, with internal/git/cmdgit): output and error are one log.
as_multi_gitter() { # NAME DRY
	clone_of --branch main --single-branch --depth 1 "file://$scratch/server/$1"
	git checkout -q -b "$branch"
	local announced=(REPOSITORY="org/$1")
	[ "$2" = false ] || announced+=(DRY_RUN=true)
	env "${announced[@]}" "$scripts/cache-nox" --feature >"$scratch/log" 2>&1 || { echo error && return; }
	[ -n "$(git status -s)" ] || { echo 'no change' && return; }
	git add . && git commit -q --no-verify -m "$subject"
	[ "$2" = false ] || { echo 'dry run' && return; }
	! git ls-remote -q -h | grep -qF "refs/heads/$branch" || { echo 'has branch' && return; }
	git push -q --no-verify origin HEAD && echo pushed
}
# git-xargs (repository/process.go, repository/repo-operations.go).
as_git_xargs() { # NAME DRY
	clone_of "file://$scratch/server/$1"
	git checkout -q -b "$branch"
	if git ls-remote -q -h | grep -qF "refs/heads/$branch"; then git pull -q origin "$branch"; fi
	XARGS_DRY_RUN=$2 XARGS_REPO_NAME=$1 XARGS_REPO_OWNER=org "$scripts/cache-nox" --feature \
		>"$scratch/log" 2>&1 || { echo error && return; }
	[ -n "$(git status -s)" ] || { echo 'no change' && return; }
	git ls-files -z --others --exclude-standard | xargs -0 -r git add --
	git commit -q --all -m "$subject"
	[ "$2" = false ] || { echo 'dry run' && return; }
	git push -q origin "$branch" && echo pushed
}
# turbolift clone, foreach, commit, create-prs (cmd/*, internal/git/git.go): a repository where the
# command fails is not taken out, it only has no changes.
as_turbolift() { # NAME
	clone_of "file://$scratch/server/$1"
	git checkout -q -b "$branch"
	"$scripts/cache-nox" --feature >"$scratch/log" 2>&1 || echo error
	[ "$(git status --porcelain=v1 | wc -l)" -gt 0 ] || { echo 'no change' && return; }
	git commit -q --all --message "$subject"
	[ -z "$(git status --porcelain)" ] || fail "turbolift would leave files out: $(git status --porcelain)"
	git push -q -u origin "$branch" && echo pushed
}
subject='chore(ci): cache .nox virtual environments between CI runs to reduce setup time'
fresh() { # a "server" with three repositories
	cd "$scratch" && rm -rf server && mkdir server
	for name in one nothing broken; do make_bare "$name" main; done
}
expect() { # WHAT-IS-PRINTED COMMAND...
	local wanted=$1 got
	shift
	got=$("$@" | xargs)
	[ "$got" = "$wanted" ] || fail "$*: $got, expected $wanted: $(cat "$scratch/log")"
}
# The branch has one commit, of the workflow and what --feature writes, and nothing is left to do.
pushed_right() {
	clone_of --branch "$branch" "file://$scratch/server/one"
	[ "$(git log --format=%s origin/main..HEAD)" = "$subject" ] || fail "$1: the commits"
	[ "$(git diff --name-only origin/main | xargs)" = ".forgejo/workflows/ci.yml features/ci_workflow_validation.feature features/steps/nox_cache_steps.py" ] ||
		fail "$1: the files: $(git diff --stat origin/main)"
	nox-cache-inject --quiet --diff --exit-code --feature || fail "$1: something is left to do"
}
for program in as_multi_gitter as_git_xargs as_turbolift; do
	fresh
	if [ $program != as_turbolift ]; then
		expect 'dry run' $program one true
		grep -q '^+        id: cache-nox' "$scratch/log" || fail "$program: a dry run shows no diff"
		has_branch one && fail "$program: a dry run pushes"
	fi
	expect pushed $program one false
	[ ! -s "$scratch/log" ] || fail "$program: $(cat "$scratch/log")"
	pushed_right $program
	expect 'no change' $program nothing false
	if [ $program = as_turbolift ]; then expect 'error no change' $program broken; else expect error $program broken false; fi
	[ -z "$(git -C "$scratch/clone" status --porcelain)" ] || fail "$program: the broken one was changed"
done
# Again, where the branch is there already.
fresh
expect pushed as_multi_gitter one false
expect 'has branch' as_multi_gitter one false
expect 'no change' as_git_xargs one false

# multi-gitter and git-xargs themselves, with a GitHub of these repositories. Weekly: they are fetched and
# compiled.
serve() {
	fresh
	rm -f opened
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
		-keyout key -out certificate 2>"$scratch/log"
	"${PYTHON3:-python3}" "$source/tests/org-wide/server.py" server certificate key opened >port 2>"$scratch/log" &
	server=$!
	for _ in {1..100}; do [ -s port ] || sleep 0.1; done
	host=127.0.0.1:$(cat port)
}
real_multi_gitter() { # OPTION...
	SSL_CERT_FILE=certificate GITHUB_TOKEN=of-the-tests "$multi_gitter" run "$scripts/cache-nox --feature" \
		--org org --base-url "https://$host" --branch "$branch" --commit-message "$subject" --plain-output "$@" \
		>"$scratch/log" 2>&1 || true # the broken one has an error
}
real_git_xargs() { # OPTION...
	SSL_CERT_FILE=certificate GITHUB_OAUTH_TOKEN=of-the-tests GITHUB_HOSTNAME=$host "$git_xargs" \
		--github-org org --loglevel debug --no-skip-ci --branch-name "$branch" --commit-message "$subject" "$@" \
		"$scripts/cache-nox" --feature >"$scratch/log" 2>&1 || fail "git-xargs: $(cat "$scratch/log")"
}
if [ -n "${NCI_WEEKLY-}" ]; then
	status=0
	multi_gitter=$(HOME=$home "$source/tests/go-program" github.com/lindell/multi-gitter@v0.62.0) &&
		git_xargs=$(HOME=$home "$source/tests/go-program" github.com/gruntwork-io/git-xargs@v0.1.16) || status=$?
	[ $status -eq 0 ] || [ $status -eq 77 ] || fail 'multi-gitter and git-xargs cannot be built'
	for program in real_multi_gitter real_git_xargs; do
		[ $status -eq 0 ] || break
		serve
		$program --dry-run
		grep -q 'id: cache-nox' "$scratch/log" || fail "$program: a dry run shows no diff: $(cat "$scratch/log")"
		has_branch one && fail "$program: a dry run pushes"
		$program
		for name in nothing broken; do has_branch $name && fail "$program: $name has a branch"; done
		has_branch one || fail "$program: no branch: $(cat "$scratch/log")"
		pushed_right $program
		cd "$scratch"
		"${PYTHON3:-python3}" -c 'import json, sys
opened = [json.loads(line) for line in open("opened")]
assert [(o["repository"], o["title"], o["base"]) for o in opened] == [("one", sys.argv[1], "main")], opened' \
			"$subject" || fail "$program: pull requests"
		kill $server
		wait $server 2>/dev/null || true
		echo "$program: dry run, push, pull request"
	done
fi

# One report over all of them: each job once, in one state, and hostile names remain text.
fill_server
cd "$scratch"
mkdir report && for name in one two broken; do git clone -q "$scratch/server/${name/two/two words}" "report/$name"; done
cp -R report/one report/cached
nox-cache-inject --quiet --in-place -C report/cached
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
