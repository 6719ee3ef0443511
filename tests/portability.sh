#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The program elsewhere: another compiler, other processors, other libraries. Weekly (NCI_WEEKLY=1),
# as root, in roots that debootstrap makes. Arguments: some of
#   clang    clang in place of gcc
#   musl     our sources, compiled against musl's headers; no libfyaml of Debian links with it
#   i386     32 bits
#   trixie   libfyaml 0.8 and OpenSSL 3.5; bookworm, which CI has, is libfyaml 0.7 and OpenSSL 3.0
#   sid      libfyaml 0.9 and today's compiler, whose new warnings are no errors
#   libfyaml-1  a pre-release of libfyaml 1.0: Debian has none, the sources are those in a Rust crate,
#            which cargo fetches
#   arm64    under qemu, without seccomp, which qemu has not
#   s390x    the same: the other byte order
# Unit tests, with time for qemu, and golden cases run everywhere, except for musl.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# shellcheck source=tests/debian-root.sh
. "$here/debian-root.sh"
can_make_roots
[ "$(uname -m)" = x86_64 ] || skip 'the processors are chosen for a machine of x86-64'

[ $# -gt 0 ] || set -- clang musl i386 trixie sid libfyaml-1 arm64 s390x
scratch=$(mktemp -d /var/tmp/nci-port.XXXXXX)
trap 'rm -rf --one-file-system "$scratch"' EXIT
"$here/sources" "$scratch/source"
base='autoconf automake git libc6-dev make patch pkg-config python3'
libraries='libfyaml-dev libssl-dev check'

inside() {
	inside_root "$1" "set -e; $2" HOME=/root DEBIAN_FRONTEND=noninteractive CK_TIMEOUT_MULTIPLIER=20
}
fail() {
	grep -vE '^(ok|PASS|  CC)' "$scratch/out" | tail -n 50
	grep -sE -A3 '^[0-9]+%|:[FE]:' "$scratch/root/build/test-suite.log" | tail -n 50 || true
	echo "not ok: $*"
	exit 1
}
# root SUITE ARCHITECTURE PACKAGES: a new root with them and the sources
root() {
	rm -rf --one-file-system "$scratch/root"
	debian_root "$1" "$2" "$scratch/root" "$scratch/out" || fail "debootstrap of $1"
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
# Installs a pre-release of libfyaml 1.0 in the root.
libfyaml_1() {
	mkdir -p "$scratch/crate/src" && : >"$scratch/crate/src/lib.rs"
	cat >"$scratch/crate/Cargo.toml" <<-'END'
		[package]
		name = "fetch"
		version = "0.0.0"
		[dependencies]
		fyaml-sys = "=0.1.1-alpha.2+fy1.0.0-alpha7"
	END
	(cd "$scratch/crate" && cargo vendor --quiet --versioned-dirs) >"$scratch/out" 2>&1 || fail 'libfyaml 1.0: cargo'
	rm -rf "$scratch/root/libfyaml"
	cp -a "$scratch"/crate/vendor/fyaml-sys-*/libfyaml "$scratch/root/libfyaml"
	inside "$scratch/root" 'cmake -S /libfyaml -B /libfyaml/build -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON \
		-DBUILD_TESTING=OFF -DENABLE_LIBCLANG=OFF -DCMAKE_INSTALL_PREFIX=/usr
		make -C /libfyaml/build -j2 install && ldconfig' >"$scratch/out" 2>&1 || fail 'libfyaml 1.0'
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
	sid)
		root sid amd64 "$base $libraries gcc"
		build sid /source/configure ''
		;;
	libfyaml-1)
		command -v cargo >/dev/null || { echo 'not tried: libfyaml-1 (no cargo)' && continue; }
		root trixie amd64 "$base ${libraries#* } gcc g++ cmake"
		libfyaml_1
		build libfyaml-1 /source/configure ''
		;;
	arm64 | s390x)
		case $name in arm64) triplet=aarch64-linux-gnu qemu=qemu-aarch64-static ;; *) triplet=s390x-linux-gnu qemu=qemu-s390x-static ;; esac
		foreign=
		for package in $libraries; do foreign="$foreign $package:$name"; done
		root bookworm amd64 "$base gcc-$triplet libc6-dev-$name-cross qemu-user-static $foreign" "dpkg --add-architecture $name"
		build "$name" "PKG_CONFIG_LIBDIR=/usr/lib/$triplet/pkgconfig:/usr/share/pkgconfig /source/configure --host=$triplet --enable-werror" "$qemu"
		;;
	musl)
		# The libraries' headers alone: those of glibc beside them must not be found. The kernel's come last.
		# What configure links with is a libcrypto that has the two names only.
		root bookworm amd64 "$base $libraries gcc musl-tools"
		inside "$scratch/root" 'cd /source && autoreconf --install && mkdir -p /build/include /build/kernel /build/lib && cd /build
			cp -R /usr/include/libfyaml* /usr/include/openssl include/
			cp -R /usr/include/x86_64-linux-gnu/openssl/. include/openssl/
			cp -R /usr/include/linux /usr/include/asm-generic /usr/include/x86_64-linux-gnu/asm kernel/
			echo "int SHA1_Init(void *c) { return !c; } int SHA256_Init(void *c) { return !c; }" >lib/stub.c
			musl-gcc -c -o lib/stub.o lib/stub.c && ar rc lib/libcrypto.a lib/stub.o
			CC=musl-gcc CPPFLAGS="-isystem /build/include -idirafter /build/kernel" LDFLAGS=-L/build/lib \
				/source/configure --quiet --enable-werror
			make -j2 libnci.a
			echo "ok musl: $(ar t libnci.a | wc -l) files compile"' >"$scratch/out" 2>&1 || fail musl
		grep '^ok musl' "$scratch/out"
		;;
	*)
		fail "nothing is called $name"
		;;
	esac
done
