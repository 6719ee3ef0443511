#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests the hooks of .pre-commit-hooks.yaml with real pre-commit, without a network: from the wheel
# of tests/wheel.sh; weekly (NCI_WEEKLY=1) also built from a clone of this repository.
set -euo pipefail
source=$(cd "${NCI_SOURCE:-.}" && pwd)
here=$source/tests

fail() {
	cat "$scratch/out" 2>/dev/null || true
	echo "not ok: $*"
	exit 1
}
# The versions of pre-commit, and of setuptools, which builds pre-commit's package for local hooks.
tools=$("$here/tools" pre-commit pre-commit==4.3.0 setuptools==80.9.0 wheel==0.45.1) || exit
wheels=$(find "${NCI_BUILD:-.}/dist" -name '*.whl' 2>/dev/null | wc -l || true)
if [ "$wheels" -ne 1 ]; then
	echo 'SKIP: tests/wheel.sh has made no wheel here'
	exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset MAKEFLAGS MAKELEVEL MFLAGS GIT_DIR
mkdir "$scratch/home" "$scratch/links"
cp "${NCI_BUILD:-.}"/dist/*.whl "$scratch/links"
export HOME=$scratch/home PRE_COMMIT_HOME=$scratch/cache GIT_CONFIG_NOSYSTEM=1 PYTHONDONTWRITEBYTECODE=1
git config --global user.name 'A Tester'
git config --global user.email tester@example.org
git config --global init.defaultBranch main
git config --global protocol.file.allow always

"$tools/bin/pre-commit" validate-manifest "$source/.pre-commit-hooks.yaml"

# use CONFIGURATION: a repository with the example and this .pre-commit-config.yaml
use() {
	rm -rf "$scratch/project"
	cp -R "$source/examples/forgejo-project" "$scratch/project"
	cd "$scratch/project"
	git init -q
	cat >.pre-commit-config.yaml
	git add -A
}
# commit: with git, which runs pre-commit as a hook
commit() {
	git commit -q -m "$1" >"$scratch/out" 2>&1
}
# Both hooks, as a developer uses them.
try() {
	"$tools/bin/pre-commit" install >"$scratch/out" 2>&1 || fail 'pre-commit install'
	commit start && fail 'a commit without caches goes through'
	grep -q 'files were modified by this hook' "$scratch/out" || fail 'the fixing hook does not run'
	grep -q 'id: cache-nox' .forgejo/workflows/ci.yml || fail 'nothing is fixed'
	git add -A
	commit start || fail 'a commit with caches does not go through'
	[ "$(grep -c Passed "$scratch/out")" -eq 2 ] || fail 'not both hooks pass'
	# A new dependency file changes the key, although no workflow is part of the commit.
	echo nox >requirements.txt
	git add requirements.txt
	commit more && fail 'a key that is out of date goes through'
	grep -q "'requirements.txt'" .forgejo/workflows/ci.yml || fail 'the key is not updated'
	git add -A
	commit more || fail 'a key that is up to date does not go through'
	cp "$source/examples/forgejo-project/.forgejo/workflows/ci.yml" .forgejo/workflows/
	git add -A
	SKIP=nox-cache-inject commit less && fail 'the checking hook finds nothing'
	grep -q 'missing-cache' "$scratch/out" || fail 'it is not said what is wrong'
}

# From the wheel, with the entries of the manifest. setuptools, which builds pre-commit's package,
# is taken from here as well.
"$tools/bin/python" - "$source/.pre-commit-hooks.yaml" "$scratch/config" <<'END'
import sys
import yaml
hooks = yaml.safe_load(open(sys.argv[1]))
assert [hook["id"] for hook in hooks] == ["nox-cache-inject", "nox-cache-inject-check"], hooks
for hook in hooks:
    hook["additional_dependencies"] = ["nox-cache-inject"]
    hook["verbose"] = hook["id"].endswith("check")
yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}, open(sys.argv[2], "w"))
END
offline=()
if unshare --net true 2>/dev/null; then
	offline=(unshare --net)
fi
use <"$scratch/config"
export PIP_NO_INDEX=1 PIP_FIND_LINKS=$scratch/links PIP_NO_BUILD_ISOLATION=1 PIP_DISABLE_PIP_VERSION_CHECK=1
site=$("$tools/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
PYTHONPATH=$site "${offline[@]}" "$tools/bin/pre-commit" install-hooks >"$scratch/out" 2>&1 || fail 'install-hooks'
try
echo 'ok from the wheel'

[ -n "${NCI_WEEKLY-}" ] || exit 0
"$here/sources" "$scratch/hooks"
git -C "$scratch/hooks" init -q
git -C "$scratch/hooks" add -A
git -C "$scratch/hooks" commit -q -m 'as it is'
unset PIP_NO_BUILD_ISOLATION PIP_FIND_LINKS
use <<END
repos:
  - repo: file://$scratch/hooks
    rev: $(git -C "$scratch/hooks" rev-parse HEAD)
    hooks:
      - id: nox-cache-inject
      - id: nox-cache-inject-check
END
"${offline[@]}" "$tools/bin/pre-commit" install-hooks >"$scratch/out" 2>&1 || fail 'install-hooks'
try
echo 'ok built from a clone'
