#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Checks that the manual has exactly the options of --help and the sections of the table of rules,
# and that mandoc reports nothing.
set -euo pipefail
page=${NCI_SOURCE:-.}/man/nox-cache-inject.1
nci=${NCI:-./nox-cache-inject}

in_help=$("$nci" --help | grep -oE '^ +(-[A-Za-z], )?--[a-z-]+' | grep -oE -- '--?[A-Za-z-]+' | sort)
# From the items of the lists: ".It Fl C Ar DIR , Fl -directory Ns = Ns Ar DIR"
in_page=$(grep -E '^\.It Fl ' "$page" | grep -oE 'Fl -?[A-Za-z-]+' | sed 's/^Fl /-/' | sort)
diff -u --label --help --label manual <(echo "$in_help") <(echo "$in_page")
[ "$(wc -l <<<"$in_help")" -gt 20 ]

# The sections of the rules match the table.
if ! diff -u --label manual --label table <(sed '1,/rules: begin/d;/rules: end/,$d' "$page") <("${NCI_BUILD:-.}/man/rules"); then
	echo 'run: make update-manual'
	exit 1
fi
version=$("$nci" --version | head -n 1)
grep -q "^## \[\?${version##* }\|^${version##* }" "${NCI_SOURCE:-.}/NEWS" || {
	echo "NEWS does not name ${version##* }"
	exit 1
}
if command -v mandoc >/dev/null; then
	mandoc -Tlint -Wwarning "$page"
else
	echo 'mandoc not found: not linted'
fi
