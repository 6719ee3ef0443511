#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The program elsewhere: another compiler, other processors, other libraries. Weekly (NCI_WEEKLY=1),
# as root, in roots that debootstrap makes. Arguments: some of
#   clang    clang in place of gcc
#   musl     our sources, compiled against musl's headers; no libfyaml of Debian links with it
#   i386     32 bits
#   trixie   libfyaml 0.8 and OpenSSL 3.5; bookworm, which CI has, is libfyaml 0.7 and OpenSSL 3.0
#   arm64    under qemu, without seccomp, which qemu has not
#   s390x    the same: the other byte order
# Unit tests, with time for qemu, and golden cases run everywhere, except for musl.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

skip() {
	echo "SKIP: $*"
	exit 77
}
[ -n "${NCI_WEEKLY-}" ] || skip 'runs weekly: NCI_WEEKLY=1'
[ "$(id -u)" -eq 0 ] || skip 'only root can run debootstrap'
command -v debootstrap >/dev/null || skip 'needs debootstrap (Debian: debootstrap)'
unshare --mount --pid --fork true 2>/dev/null || skip 'no mount namespace can be made here'
# shellcheck disable=SC2016 # apt-get's variable
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
	awk '!/security/ && !n++' || true)
[ -n "$mirror" ] || skip 'apt-get names no mirror'
[ "$(uname -m)" = x86_64 ] || skip 'the processors are chosen for a machine of x86-64'

[ $# -gt 0 ] || set -- clang musl i386 trixie arm64 s390x
scratch=$(mktemp -d /var/tmp/nci-port.XXXXXX)
trap 'rm -rf --one-file-system "$scratch"' EXIT
"$here/sources" "$scratch/source"
base='autoconf automake git libc6-dev make patch pkg-config python3'
libraries='libfyaml-dev libssl-dev libseccomp-dev check'

inside() {
	# shellcheck disable=SC2016 # expanded inside
	unshare --mount --pid --fork --kill-child bash -c '
		set -e
		mount -t proc proc "$1/proc"
		mount --rbind /dev "$1/dev"
		exec chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root \
			DEBIAN_FRONTEND=noninteractive CK_TIMEOUT_MULTIPLIER=20 bash -ec "$2"' inside "$1" "$2"
}
fail() {
	grep -vE '^(ok|PASS)' "$scratch/out" | tail -n 50
	echo "not ok: $*"
	exit 1
}
# root SUITE ARCHITECTURE PACKAGES: a new root with them and the sources
root() {
	rm -rf --one-file-system "$scratch/root"
	debootstrap --variant=minbase --arch="$2" "$1" "$scratch/root" "$mirror" >"$scratch/out" 2>&1 || {
		grep -qiE 'resolve|unreachable|connect|Couldn.t download' "$scratch/out" && skip 'the mirror cannot be reached'
		fail "debootstrap of $1"
	}
	echo "deb $mirror $1 main" >"$scratch/root/etc/apt/sources.list"
	cp -a /etc/apt/apt.conf.d/. "$scratch/root/etc/apt/apt.conf.d/" 2>/dev/null || true
	cp -L /etc/resolv.conf /etc/hosts "$scratch/root/etc/"
	inside "$scratch/root" "${4-}
		apt-get update -qq && apt-get install -y -qq --no-install-recommends $3" >"$scratch/out" 2>&1 || fail "packages of $1"
	cp -a "$scratch/source" "$scratch/root/source"
}
# build NAME CONFIGURE RUNNER [VARIABLE]: builds with warnings as errors, then unit tests, with that
# variable of make, and golden cases
build() {
	local name=$1 configure=$2 runner=$3
	inside "$scratch/root" "cd /source && autoreconf --install && mkdir /build && cd /build &&
		$configure && make -j$(nproc) &&
		make -k -j$(nproc) check LOG_COMPILER='$runner' ${4-} TESTS='\$(unit_tests)' &&
		printf '#!/bin/sh\nexec $runner /build/nox-cache-inject \"\$@\"\n' >/nci && chmod +x /nci &&
		NCI=/nci /source/tests/golden/run" >"$scratch/out" 2>&1 || fail "$name"
	echo "ok $name: $(grep -c '^PASS: ' "$scratch/out") unit, $(grep -c '^ok ' "$scratch/out") golden, $(versions)"
}
# What the summary of configure says of the libraries.
versions() {
	awk '/^  lib(fyaml|crypto) / { printf "%s%s %s", sep, $1, $2; sep = ", " }' "$scratch/out"
}

for name in "$@"; do
	case $name in
	clang)
		root bookworm amd64 "$base $libraries clang"
		# clang warns of what a nested initializer leaves out, and of strings that are joined on purpose.
		build clang 'CC=clang /source/configure --enable-werror CFLAGS="-g -O2 -Wno-missing-field-initializers -Wno-string-concatenation"' ''
		;;
	i386)
		root bookworm i386 "$base $libraries gcc"
		# gcc 12 warns there of a test's string that is never null.
		build i386 '/source/configure --enable-werror' '' WARN_CFLAGS=-Wall
		;;
	trixie)
		root trixie amd64 "$base $libraries gcc"
		build trixie '/source/configure --enable-werror' ''
		;;
	arm64 | s390x)
		case $name in arm64) triplet=aarch64-linux-gnu qemu=qemu-aarch64-static ;; *) triplet=s390x-linux-gnu qemu=qemu-s390x-static ;; esac
		foreign=
		for package in $libraries; do foreign="$foreign $package:$name"; done
		root bookworm amd64 "$base gcc-$triplet libc6-dev-$name-cross qemu-user-static $foreign" "dpkg --add-architecture $name"
		build "$name" "PKG_CONFIG_LIBDIR=/usr/lib/$triplet/pkgconfig:/usr/share/pkgconfig /source/configure --host=$triplet --enable-werror --without-seccomp" "$qemu"
		;;
	musl)
		# The libraries' headers alone: those of glibc beside them must not be found. The kernel's come last.
		root bookworm amd64 "$base $libraries gcc musl-tools"
		inside "$scratch/root" 'cd /source && autoreconf --install && mkdir -p /build/include /build/kernel && cd /build
			cp -R /usr/include/libfyaml* /usr/include/openssl include/
			cp -R /usr/include/x86_64-linux-gnu/openssl/. include/openssl/
			cp -R /usr/include/linux /usr/include/asm-generic /usr/include/x86_64-linux-gnu/asm kernel/
			CC=musl-gcc CPPFLAGS="-isystem /build/include -idirafter /build/kernel" \
				/source/configure --quiet --enable-werror --without-seccomp
			make -j2 libnci.a
			echo "ok musl: $(ar t libnci.a | wc -l) files compile"' >"$scratch/out" 2>&1 || fail musl
		grep '^ok musl' "$scratch/out"
		;;
	*)
		fail "nothing is called $name"
		;;
	esac
done
