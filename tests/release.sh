#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs scripts/release in a clone: the next version, its tarball, wheel, package, notes, sums and
# tag. Weekly (NCI_WEEKLY=1).
set -euo pipefail
source=$(cd "${NCI_SOURCE:-.}" && pwd)
here=$source/tests
if [ -z "${NCI_WEEKLY-}" ]; then
	echo 'SKIP: runs weekly: NCI_WEEKLY=1'
	exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() {
	cat "$scratch/out" 2>/dev/null || true
	echo "not ok: $*"
	exit 1
}
unset MAKEFLAGS MAKELEVEL MFLAGS GIT_DIR
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME='A Tester' GIT_AUTHOR_EMAIL=tester@example.org
export GIT_COMMITTER_NAME='A Tester' GIT_COMMITTER_EMAIL=tester@example.org
# The tests are run separately, not again in distcheck and in the package's build.
export RELEASE_WITHOUT=distcheck DEB_BUILD_OPTIONS=nocheck RELEASE_URL=https://forge.example/releases
for need in 'dpkg-buildpackage:deb' 'dh:deb'; do
	command -v "${need%:*}" >/dev/null || RELEASE_WITHOUT="$RELEASE_WITHOUT ${need#*:}"
done
case $(${CC:-cc} -print-file-name=libfyaml.a) in /*) ;; *) RELEASE_WITHOUT="$RELEASE_WITHOUT wheel" ;; esac

"$here/sources" "$scratch/tree"
cd "$scratch/tree"
git init -q -b main
git add -A
git commit -q -m start
release() {
	status=0
	./scripts/release "$@" >"$scratch/out" 2>&1 || status=$?
}
old=$(sed -n 's/^AC_INIT(\[nox-cache-inject\], \[\(.*\)\])/\1/p' configure.ac)
version=${old%.*}.$((${old##*.} + 1))
# The section of what is not released yet is this test's own.
sed -i '/^## \[Unreleased\]$/,/^## \[[0-9]/{/^## /!d}' NEWS
entries=$(grep -c '^- ' NEWS)

release --prepare "$version"
[ $status -ne 0 ] && grep -q 'nothing under \[Unreleased\]' "$scratch/out" || fail 'a release without news'
release --prepare 0.0.0
[ $status -ne 0 ] || fail 'an older version'
sed -i 's/^## \[Unreleased\]$/&\n\n### Fixed\n\n- A thing that was wrong./' NEWS
release --prepare "$version"
[ $status -eq 0 ] || fail "--prepare: $status"
[ "$(grep -c '^- ' NEWS)" -eq $((entries + 1)) ] || fail 'NEWS has lost an entry'
! grep -rn "nox-cache-inject@v${old//./\\.}\|nox-cache-inject==${old//./\\.}" examples/ci README.md || fail 'the old version is left'
release "$scratch/none"
[ $status -ne 0 ] && grep -q 'not committed' "$scratch/out" || fail 'a release of what is not committed'
git commit -q --all -m "release: $version"
release "$scratch/none"
[ $status -ne 0 ] && grep -q 'placeholders have to be filled' "$scratch/out" || fail 'a release with placeholders'
for file in debian/control debian/changelog examples/packaging/APKBUILD examples/packaging/nox-cache-inject.spec examples/ci/check.yml examples/ci/forgejo-bot.yml; do
	grep -q "^$file:" "$scratch/out" || fail "no placeholder found in $file"
done
# Today again, with what was missing.
RELEASE_PLACE=somebody/nox-cache-inject RELEASE_MAINTAINER='A Tester <tester@example.org>' release --prepare "$version"
[ $status -eq 0 ] && ! grep -rnE 'your-org/nox|\.invalid' debian examples || fail '--prepare leaves placeholders'
grep -q '^Maintainer: A Tester <tester@example.org>$' debian/control || fail 'no maintainer'
grep -q "uses: somebody/nox-cache-inject@v$version " examples/ci/check.yml || fail 'the action has no place'
[ -z "$(./scripts/release --placeholders)" ] || fail 'placeholders are left'
git commit -q --all -m 'release: who and where'

release "$scratch/dist"
[ $status -eq 0 ] || fail "status $status"
cd "$scratch/dist"
sha256sum --quiet -c SHA256SUMS || fail SHA256SUMS
grep -qx -- '- A thing that was wrong.' NOTES.md || fail 'the notes lack the entry'
[ "$(grep -c '^- ' NOTES.md)" -eq 1 ] || fail 'the notes have entries of other releases'
[ -s "nox-cache-inject-$version.tar.gz" ] || fail 'no tarball'
case $RELEASE_WITHOUT in *wheel*) ;; *) compgen -G "nox_cache_inject-$version-py3-none-manylinux*.whl" >/dev/null || fail 'no wheel' ;; esac
case $RELEASE_WITHOUT in *deb*) ;; *) compgen -G "nox-cache-inject_$version-1_*.deb" >/dev/null || fail 'no package' ;; esac
grep -q "$(sha256sum <"nox-cache-inject-$version.tar.gz" | cut -d' ' -f1)" packages/nox-cache-inject.rb || fail 'the formula has another sum'
cd "$scratch/tree"
[ "$(git rev-parse "v$version^{commit}")" = "$(git rev-parse HEAD)" ] || fail 'no tag'

# The same bytes again, from a clone in another folder that already has the tag.
git clone -q "$scratch/tree" "$scratch/elsewhere"
cd "$scratch/elsewhere"
umask 077
export RELEASE_WITHOUT="$RELEASE_WITHOUT deb wheel"
release "$scratch/again"
[ $status -eq 0 ] || fail "again: status $status"
cmp "$scratch/dist/nox-cache-inject-$version.tar.gz" "$scratch/again/nox-cache-inject-$version.tar.gz" || fail 'the tarball is not reproducible'
git commit -q --allow-empty -m more
release "$scratch/more"
[ $status -ne 0 ] && grep -q 'is that of another commit' "$scratch/out" || fail 'a second release of one version'
echo "ok $version${RELEASE_WITHOUT:+, without $RELEASE_WITHOUT}"
