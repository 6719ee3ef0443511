#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests action.yml and the workflows of examples/ci: actionlint and zizmor report nothing, and on
# act they work as documented, with the wheel of tests/wheel.sh; weekly (NCI_WEEKLY=1) also check.yml, the
# bots, and the program built by the action.
set -euo pipefail

# The actions run what they install, which is no build with sanitizers.
if grep -q '^SANITIZE_CFLAGS = .*-fsanitize' "${NCI_BUILD:-.}/Makefile" 2>/dev/null; then
	echo 'SKIP: left out with sanitizers'
	exit 77
fi
source=$(cd "${NCI_SOURCE:-.}" && pwd)
here=$source/tests
nci=$(realpath "${NCI:-./nox-cache-inject}")
version=$(sed -n 's/^AC_INIT(\[nox-cache-inject\], \[\(.*\)\])/\1/p' "$source/configure.ac")
# The place of the action in the examples.
place=$(sed -n 's|^ *uses: \(.*\)@v'"$version"' .*|\1|p' "$source/examples/ci/check.yml")
branch=task/ci-execution-time-nox-venv-caching

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
	cat "$scratch/out" 2>/dev/null || true
	echo "not ok: $*"
	exit 1
}
unset MAKEFLAGS MAKELEVEL MFLAGS GIT_DIR
skipped=

# The examples name the version that they are shipped with.
! grep -hnE 'nox-cache-inject(==|@v)[0-9]' -r "$source/examples/ci" | grep -vE "(==|@v)${version//./\\.}( |\$|\`)" ||
	fail "not version $version"

linters=$("$here/oracles/folder")/linters
mkdir -p "$scratch/lint/.github/workflows"
cp "$source"/examples/ci/*.yml "$scratch/lint/.github/workflows"
cp "$source/action.yml" "$scratch/lint"
cd "$scratch/lint"
if [ -x "$linters/bin/actionlint" ]; then
	# Forgejo's label. Actions with a URL are not GitHub's.
	printf 'self-hosted-runner:\n  labels: [docker]\n' >"$scratch/actionlint.yaml"
	"$linters/bin/actionlint" -config-file "$scratch/actionlint.yaml" .github/workflows/*.yml >"$scratch/out" 2>&1 ||
		fail actionlint
	echo 'ok actionlint'
else
	skipped="$skipped actionlint"
fi
if [ -x "$linters/zizmor/bin/zizmor" ]; then
	"$linters/zizmor/bin/zizmor" --offline --no-progress --persona=pedantic . >"$scratch/out" 2>&1 || fail zizmor
	grep -q 'No findings to report' "$scratch/out" || fail zizmor
	echo 'ok zizmor'
else
	skipped="$skipped zizmor"
fi
cd "$source"

act=$("$here/e2e/act/folder")/act
wheels=$(realpath -m "${NCI_BUILD:-.}/dist")
if [ ! -x "$act" ] || ! compgen -G "$wheels/*.whl" >/dev/null; then
	echo "SKIP:$skipped act (tests/act.sh builds it) or the wheel (tests/wheel.sh)"
	exit 77
fi
mkdir "$scratch/home" "$scratch/bin" "$scratch/action"
export HOME=$scratch/home GIT_CONFIG_NOSYSTEM=1 PIP_NO_INDEX=1 PIP_FIND_LINKS=$wheels PIP_DISABLE_PIP_VERSION_CHECK=1
git config --global user.name 'A Tester'
git config --global user.email tester@example.org
git config --global init.defaultBranch main
git config --global safe.directory '*'
"$here/sources" "$scratch/action"
git -C "$scratch/action" init -q
# Replaces the platform's program for opening pull requests and records its arguments.
cat >"$scratch/bin/gh" <<END
#!/usr/bin/env bash
printf '%s\n' "\$*" >>'$scratch/gh'
case \$* in
'auth setup-git') [ "\$GH_TOKEN" = a-token ] ;;
'pr list '*) [ ! -e '$scratch/open' ] || echo 1 ;;
'pr create '*) touch '$scratch/open' && cat "\${*: -1}" >'$scratch/body' ;;
esac
END
chmod +x "$scratch/bin/gh"

# project WORKFLOW: a clone of a repository on a server, with the example and the workflow in it
project() {
	rm -rf "$scratch/project" "$scratch/server"
	cp -R "$source/examples/forgejo-project" "$scratch/project"
	cp "$source/examples/ci/$1" "$scratch/project/.forgejo/workflows/nox-cache.yml"
	git -C "$scratch/project" init -q
	git -C "$scratch/project" add -A
	git -C "$scratch/project" commit -q -m start
	git clone -q --bare "$scratch/project" "$scratch/server"
	git -C "$scratch/project" remote add origin "$scratch/server"
}
# run EVENT [OPTION]...: runs the workflow with act
run() {
	local status=0
	(cd "$scratch/project" && PATH=$scratch/bin:$PATH timeout 240 "$act" "$@" --workflows .forgejo/workflows/nox-cache.yml \
		--action-cache-path "$scratch/work" --container-daemon-socket - --no-cache-server --secret NOX_CACHE_TOKEN=a-token \
		--platform ubuntu-latest=-self-hosted --platform docker=-self-hosted \
		--local-repository "$place@v$version=$scratch/action" </dev/null) >"$scratch/out" 2>&1 || status=$?
	return $status
}

# The two differ in where actions are taken from.
checks=(forgejo-check.yml)
[ -z "${NCI_WEEKLY-}" ] || checks=(check.yml forgejo-check.yml)
for workflow in "${checks[@]}"; do
	as=(--env FORGEJO_ACTIONS=true) # for the text in the log
	if [ $workflow = forgejo-check.yml ]; then
		:
	elif ! "$nci" --check --format=github "$source/examples/forgejo-project" >/dev/null 2>"$scratch/err" &&
		grep -q format "$scratch/err"; then
		echo 'left out: check.yml needs --format=github'
		continue
	else
		as=()
	fi
	project $workflow
	! run pull_request "${as[@]}" || fail "$workflow: passes without caches"
	grep -q 'missing-cache' "$scratch/out" || fail "$workflow: does not say what is missing"
	"$nci" -C "$scratch/project" --in-place --quiet
	git -C "$scratch/project" commit -q --all -m cached
	run pull_request "${as[@]}" || fail "$workflow: fails with caches"
	echo "ok $workflow"
done

# The other inputs of the action are tested with the scripts that action.yml calls.
check() {
	: >"$scratch/outputs"
	status=0
	env NCI_PROGRAM="$nci" NCI_TEMPORARY="$scratch" GITHUB_OUTPUT="$scratch/outputs" "$@" \
		"$source/packaging/action/check" >"$scratch/out" 2>&1 || status=$?
}
project check.yml
cd "$scratch/project"
check NCI_FORMAT=text
[ $status -eq 1 ] && grep -qx found=true "$scratch/outputs" || fail "status $status, findings fail"
check NCI_FORMAT=json NCI_FAIL=false
[ $status -eq 0 ] && grep -qx "report=$scratch/nox-cache-inject.json" "$scratch/outputs" || fail "status $status, fail: false"
"${PYTHON3:-python3}" -m json.tool "$scratch/nox-cache-inject.json" >/dev/null || fail 'the report is no JSON'
check NCI_FORMAT=text NCI_OPTIONS=$'--skip-job=lint\n\n  \n' NCI_PATHS=$'.forgejo/workflows/ci.yml\n'
[ $status -eq 1 ] && ! grep -q 'lint' "$scratch/out" || fail 'the options are not taken'
# An input is one word of the command line, whatever it contains.
check NCI_FORMAT=text NCI_PATHS=$'$(touch '"$scratch"$'/no)\n--in-place\n'
[ $status -eq 2 ] && [ ! -e "$scratch/no" ] && git diff --quiet || fail 'an input is a command'
cd "$source"
for input in nothing ''; do
	status=0
	env NCI_INSTALL="${input:-/nowhere.whl}" NCI_TEMPORARY="$scratch/t" "$source/packaging/action/install" >"$scratch/out" 2>&1 ||
		status=$?
	[ $status -ne 0 ] || fail "install: ${input:-/nowhere.whl} succeeds"
done
echo 'ok inputs'
[ -z "$skipped" ] || echo "left out:$skipped"
[ -n "${NCI_WEEKLY-}" ] || exit 0

project bot.yml
run workflow_dispatch "${as[@]}" || fail bot.yml
first=$(git -C "$scratch/server" rev-parse "refs/heads/$branch") || fail 'the bot pushes no branch'
git -C "$scratch/server" grep -q 'id: cache-nox' "$first" -- .forgejo/workflows/ci.yml || fail 'the branch has no cache'
[ "$(grep -c '^pr create' "$scratch/gh")" -eq 1 ] || fail "pull requests: $(cat "$scratch/gh")"
grep -q '^## Jobs and keys' "$scratch/body" || fail 'the pull request has no description'
run workflow_dispatch "${as[@]}" || fail 'bot.yml again'
[ "$(git -C "$scratch/server" rev-parse "refs/heads/$branch")" = "$first" ] || fail 'the next week makes another commit'
[ "$(grep -c '^pr create' "$scratch/gh")" -eq 1 ] || fail 'the next week opens another pull request'
git -C "$scratch/project" pull -q "$scratch/server" "$branch"
rm "$scratch/gh" "$scratch/open"
run workflow_dispatch "${as[@]}" || fail 'bot.yml after the merge'
! grep -q '^pr create' "$scratch/gh" 2>/dev/null || fail 'there is nothing to do, and a pull request is opened'
echo 'ok bot.yml'

# A server that accepts a push for a pull request, as Forgejo does: the hook records the options.
project forgejo-bot.yml
git -C "$scratch/server" config receive.advertisePushOptions true
cat >"$scratch/server/hooks/pre-receive" <<END
#!/usr/bin/env bash
cat >'$scratch/pushed'
env | grep ^GIT_PUSH_OPTION_[0-9] | sort | cut -d= -f2- >>'$scratch/pushed'
END
chmod +x "$scratch/server/hooks/pre-receive"
run workflow_dispatch "${as[@]}" || fail forgejo-bot.yml
grep -q ' refs/for/main$' "$scratch/pushed" || fail 'forgejo-bot.yml pushes nothing for main'
grep -q '^topic=nox-cache$' "$scratch/pushed" || fail 'forgejo-bot.yml gives no topic'
grep -q '^title=chore(ci): cache .nox' "$scratch/pushed" || fail 'forgejo-bot.yml gives no title'
echo 'ok forgejo-bot.yml'

project forgejo-check.yml
sed -i "s|^\\( *\\)uses: $place@.*|&\\n\\1with:\\n\\1  install: build|" "$scratch/project/.forgejo/workflows/nox-cache.yml"
! run pull_request "${as[@]}" || fail 'built: passes without caches'
grep -q 'missing-cache' "$scratch/out" || fail 'built: does not say what is missing'
echo 'ok built by the action'
