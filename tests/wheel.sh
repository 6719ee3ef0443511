#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests the wheel of scripts/wheel in a clean Python environment. Weekly (NCI_WEEKLY=1) also the
# source distribution, uv, pipx, and that two builds in two folders give the same bytes.
set -euo pipefail
source=$(cd "${NCI_SOURCE:-.}" && pwd)
here=$source/tests
python=${PYTHON3:-python3}

fail() {
	echo "not ok: $*"
	exit 1
}
if grep -q '^SANITIZE_CFLAGS = .*-fsanitize' "${NCI_BUILD:-.}/Makefile" 2>/dev/null; then
	echo 'SKIP: builds by itself, without sanitizers'
	exit 77
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
	echo "SKIP: $python cannot make virtual environments (Debian: python3-venv)"
	exit 77
fi
for archive in libfyaml.a libcrypto.a; do
	case $(${CC:-cc} -print-file-name=$archive) in
	/*) ;;
	*)
		echo "SKIP: the static library $archive is not here"
		exit 77
		;;
	esac
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset MAKEFLAGS MAKELEVEL MFLAGS
export PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1 SOURCE_DATE_EPOCH=1700000000

# In a copy, so that building does not write to the tree.
"$here/sources" "$scratch/tree"
status=0
(unset PIP_NO_INDEX && "$scratch/tree/scripts/wheel" "$scratch/dist") >"$scratch/names" || status=$?
[ $status -ne 3 ] || { echo 'SKIP: the package index cannot be reached' && exit 77; }
[ $status -eq 0 ] || fail "scripts/wheel: status $status"
wheel=$scratch/dist/$(head -n 1 "$scratch/names")
version=$(sed -n 's/^AC_INIT(\[nox-cache-inject\], \[\(.*\)\])/\1/p' "$source/configure.ac")
case ${wheel##*/} in
nox_cache_inject-"$version"-py3-none-manylinux_2_*_*.whl) ;;
*) fail "the wheel is called ${wheel##*/}" ;;
esac
# The README names the C library that it needs, when it is built on Debian 12.
if [ "$(getconf GNU_LIBC_VERSION 2>/dev/null)" = 'glibc 2.36' ]; then
	tag=${wheel##*-manylinux_2_}
	grep -qF "glibc 2.${tag%%_*} or newer" "$source/README.md" || fail "the wheel needs glibc 2.${tag%%_*}, the README names another"
fi

"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet "$wheel"
program=$scratch/venv/bin/nox-cache-inject
# try COMMAND...: the program prints its version, finds the example's jobs, and a second run changes
# nothing
try() {
	[ "$("$@" --version | head -n 1)" = "nox-cache-inject $version" ] || fail "$*: --version"
	local status=0
	"$@" --check "$scratch/tree/examples/forgejo-project" >"$scratch/found" || status=$?
	[ $status -eq 1 ] || fail "$*: --check: status $status"
	grep -q missing-cache "$scratch/found" || fail "$*: --check finds nothing"
}
try "$program"
try "$scratch/venv/bin/python" -m nox_cache_inject
"$program" --version | grep -q seccomp || fail 'the parser is not filtered'
shared=$(ldd "$program" | grep -oE '^[[:space:]]*lib[a-z]+' | xargs)
[ "$shared" = libc ] || fail "linked with $shared"
# No path of this build or of this machine's home.
! grep -aqE "$scratch|/root/|/home/" "$program" || fail 'the program names a folder of its build'
[ -e "$scratch/venv/share/man/man1/nox-cache-inject.1" ] || fail 'no manual'
packages=$("$scratch/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
for licence in COPYING libfyaml.txt openssl.txt; do
	[ -s "$packages/nox_cache_inject-$version.dist-info/licenses/$licence" ] || fail "no licence $licence"
done
# With the Linux kernel's lists of an older libfyaml, the wheel says so, and brings their licence.
expression=$(sed -n 's/^License-Expression: //p' "$packages/nox_cache_inject-$version.dist-info/METADATA")
case $expression in *GPL-2.0-only*) listed=yes ;; *) listed= ;; esac
[ "$(pkg-config --atleast-version=0.9.1 libfyaml || echo yes)" = "$listed" ] || fail "licences: $expression"
[ -z "$listed" ] || [ -s "$packages/nox_cache_inject-$version.dist-info/licenses/libfyaml-list.txt" ] || fail 'no licence of the lists'
"$scratch/venv/bin/pip" check >/dev/null
"$scratch/venv/bin/pip" install --quiet --target "$scratch/target" "$wheel"
PYTHONPATH=$scratch/target try "$python" -m nox_cache_inject
"$scratch/venv/bin/pip" uninstall --quiet --yes nox-cache-inject
[ ! -e "$program" ] || fail 'uninstalling leaves the program'
# Used by tests/pre-commit.sh and others.
rm -rf "${NCI_BUILD:-.}/dist"
cp -R "$scratch/dist" "${NCI_BUILD:-.}/dist"
echo "ok ${wheel##*/}"
[ -n "${NCI_WEEKLY-}" ] || exit 0

# The wheel for others, with a libfyaml without those lists.
status=0
(unset PIP_NO_INDEX && "$scratch/tree/scripts/wheel" --publish "$scratch/publish") >/dev/null || status=$?
if [ $status -eq 0 ]; then
	"$python" -m venv "$scratch/published"
	"$scratch/published/bin/pip" install --quiet "$scratch/publish"/*.whl
	try "$scratch/published/bin/nox-cache-inject"
	expression=$(sed -n 's/^License-Expression: //p' "$scratch/published"/lib/*/site-packages/nox_cache_inject-*.dist-info/METADATA)
	[ "$expression" = 'MIT AND BSD-2-Clause AND Apache-2.0 AND LGPL-2.1-only' ] || fail "licences of the published one: $expression"
	echo "ok scripts/wheel --publish: $expression"
else
	[ $status -eq 3 ] || fail "scripts/wheel --publish: status $status"
	echo 'left out: scripts/wheel --publish'
fi

# Another folder, umask, time zone, locale and user name: the same bytes.
(
	umask 077
	export TZ=Pacific/Auckland LC_ALL=C USER=somebody HOME=$scratch
	unset PIP_NO_INDEX
	"$here/sources" "$scratch/another-place/tree"
	"$scratch/another-place/tree/scripts/wheel" "$scratch/dist2" >/dev/null
)
for file in "$scratch/dist"/*; do
	cmp "$file" "$scratch/dist2/${file##*/}" || fail "not reproducible: ${file##*/}"
done
echo 'ok wheel and source distribution are the same from two folders'
for name in one two-longer; do
	"$here/sources" "$scratch/$name/tree"
	(cd "$scratch/$name/tree" && ./scripts/build build) >"$scratch/log" 2>&1 || { tail -n 20 "$scratch/log"; fail build; }
done
cmp "$scratch/one/tree/build/nox-cache-inject" "$scratch/two-longer/tree/build/nox-cache-inject" ||
	fail 'not reproducible: the program that make builds'
echo 'ok the program that make builds is the same, with its debugging data'

"$python" -m venv "$scratch/from-source"
"$scratch/from-source/bin/pip" install --quiet "$scratch/dist"/*.tar.gz
try "$scratch/from-source/bin/nox-cache-inject"
echo 'ok pip builds the source distribution'
uv=$("$here/e2e/folder")/current/bin/uv
if [ -x "$uv" ]; then
	try "$uv" tool run --offline --no-index --find-links "$scratch/dist" nox-cache-inject
	echo 'ok uvx'
else
	echo 'left out: no uv'
fi
# pipx first updates its own pip.
if env -u PIP_NO_INDEX "$scratch/venv/bin/pip" install --quiet pipx==1.7.1 &&
	env -u PIP_NO_INDEX "$scratch/venv/bin/pip" download --quiet --no-deps -d "$scratch/links" pip==25.3; then
	export PIPX_HOME=$scratch/pipx
	cd "$scratch" # pipx takes a file of that name for a script
	try env PIP_FIND_LINKS="$scratch/dist $scratch/links" "$scratch/venv/bin/pipx" run --pip-args='--no-index' nox-cache-inject
	echo 'ok pipx'
else
	echo 'left out: no pipx'
fi
