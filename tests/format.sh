#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# usage: format.sh [--fix]
# Are the sources of the program laid out as .clang-format says (not the tests, whose tables have rows as
# long as they need) and do all files keep to .editorconfig?
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."

version=23.1.5
tool=$(tests/oracles/folder)/linters/clang-format-$version
if [ ! -x "$tool/bin/clang-format" ]; then
	mkdir -p "$(dirname "$tool")"
	if ! { python3 -m venv "$tool" && "$tool/bin/pip" install -q "clang-format==$version"; } >/dev/null 2>&1; then
		rm -rf "$tool"
		echo "SKIP: no clang-format $version: pip cannot install it"
		exit 77
	fi
fi

mapfile -t sources < <(find src completions man \( -name '*.c' -o -name '*.h' \) | sort)
if [ "${1-}" = --fix ]; then
	exec "$tool/bin/clang-format" -i "${sources[@]}"
fi
failed=0
"$tool/bin/clang-format" --dry-run -Werror "${sources[@]}" 2>&1 | grep -E '(warning|error):' | head -n 20 || true
if ! "$tool/bin/clang-format" --dry-run -Werror "${sources[@]}" 2>/dev/null; then
	echo "layout: run tests/format.sh --fix"
	failed=1
fi
# What .editorconfig asks of the files that people write.
mapfile -t texts < <(find . -path ./build -prune -o -path ./.git -prune -o -path ./autom4te.cache -prune -o \
	-path ./tests/golden -prune -o -path ./tests/fuzz/inputs -prune -o -type f \
	\( -name '*.[ch]' -o -name '*.py' -o -name '*.sh' -o -name '*.mjs' -o -name '*.am' -o -name '*.ac' -o -name '*.yml' \) -print)
if grep -nE '[[:blank:]]+$' "${texts[@]}" | head -n 20 | grep .; then
	echo 'blanks at the end of a line'
	failed=1
fi
for text in "${texts[@]}"; do
	if [ -s "$text" ] && [ -n "$(tail -c 1 "$text")" ]; then
		echo "no line feed at the end: $text"
		failed=1
	fi
done
exit $failed
