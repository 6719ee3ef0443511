# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# For tests that make roots of Debian with debootstrap, to be sourced. Ends with 77 where that is not
# possible, and says why.

skip() {
	echo "SKIP: $*"
	exit 77
}
# can_make_roots: or the test is skipped
can_make_roots() {
	[ -n "${NCI_WEEKLY-}" ] || skip 'runs weekly: NCI_WEEKLY=1'
	[ "$(id -u)" -eq 0 ] || skip 'only root can run debootstrap'
	command -v debootstrap >/dev/null || skip 'needs debootstrap (Debian: debootstrap)'
	unshare --mount --pid --fork true 2>/dev/null || skip 'no mount namespace can be made here'
	find_mirror
	[ -n "$mirror" ] || skip 'apt-get names no mirror'
}
# The mirror that this machine uses; a machine without one has none for the roots either.
find_mirror() {
	# shellcheck disable=SC2016 # apt-get's variable
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		awk '!/security/ && !n++' || true)
}
# debian_root SUITE ARCHITECTURE FOLDER LOG: Debian's base, with this machine's package sources
debian_root() {
	debootstrap --variant=minbase --arch="$2" "$1" "$3" "$mirror" >"$4" 2>&1 || {
		tail -n 5 "$4"
		grep -qiE 'resolve|unreachable|connect|Couldn.t download' "$4" || return 1
		skip 'the mirror cannot be reached'
	}
	echo "deb $mirror $1 main" >"$3/etc/apt/sources.list"
	cp -a /etc/apt/apt.conf.d/. "$3/etc/apt/apt.conf.d/" 2>/dev/null || true
	cp -L /etc/resolv.conf /etc/hosts "$3/etc/"
}
# inside_root FOLDER COMMAND [NAME=VALUE]...: runs it in a pid and mount namespace; no mounts or
# processes remain
inside_root() {
	# shellcheck disable=SC2016 # expanded inside
	unshare --mount --pid --fork --kill-child bash -c '
		set -e
		root=$1 command=$2
		shift 2
		mount -t proc proc "$root/proc"
		mount --rbind /dev "$root/dev"
		mkdir -p "$root/run/ca"
		[ ! -e /etc/ssl/certs/ca-certificates.crt ] ||
			cp -L /etc/ssl/certs/ca-certificates.crt "$root/run/ca/ca.crt"
		exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
			LANG=C.UTF-8 PIP_CERT=/run/ca/ca.crt "$@" bash -c "$command"' inside_root "$@"
}
