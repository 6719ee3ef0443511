#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The conventions of the source tree that a program can check.
set -euo pipefail
cd "${NCI_SOURCE:-.}"
failed=0
wrong() {
	echo "$*"
	failed=1
}

# Each source is built and shipped, and each unit test is run.
while IFS= read -r file; do
	grep -qF "$file" Makefile.am || wrong "not in Makefile.am: $file"
done < <(find src -name '*.[ch]'; find tests/unit -name 'check_*.c' | sed 's/\.c$//')

# Each file has a licence line and at most 500 lines.
while IFS= read -r file; do
	head -n 3 "$file" | grep -q 'SPDX-License-Identifier: MIT' || wrong "no SPDX line: $file"
	[ "$(wc -l <"$file")" -le 500 ] || wrong "over 500 lines: $file"
done < <(find src tests/unit completions -name '*.[ch]')

# Layers: no layer includes a higher one.
layer_of() {
	case $1 in
	base) echo 0 ;;
	repository | yaml | script) echo 1 ;;
	workflow) echo 2 ;;
	nox) echo 3 ;;
	output) echo 4 ;;
	*) echo 5 ;;
	esac
}
while IFS=: read -r file include; do
	from=${file#src/}
	to=${include#*\"}
	case $to in */*) to=${to%%/*} ;; *) [ "$to" = 'config.h"' ] && continue ;; esac
	case $from in */*) from=${from%%/*} ;; esac
	[ "$from" = "$to" ] && continue
	[ "$(layer_of "$from")" -eq 5 ] && continue
	[ "$(layer_of "$to")" -lt "$(layer_of "$from")" ] || wrong "includes upwards: $file: $include"
done < <(grep -rHoE '^#include "[^"]+"' src)

# Each of the two libraries is used by one file only.
[ "$(grep -rlE '#include <libfyaml' src)" = src/yaml/parser.c ] || wrong 'libfyaml outside src/yaml/parser.c'
[ "$(grep -rlE '#include <openssl' src)" = src/base/digest.c ] || wrong 'libcrypto outside src/base/digest.c'

# Memory comes from one module, which ends the process where there is none.
while IFS= read -r line; do
	wrong "memory past src/base/memory.h: $line"
done < <(grep -rnE '\b(malloc|calloc|realloc|reallocarray|strn?dup|v?asprintf)\(' src |
	grep -vE '^src/base/memory\.c:|\([0-9]\)')

# Only one module opens files of a repository. The exceptions do not open files of a repository: -C,
# /dev/null for a closed stream, the pager, the worker's statistics, a nameless file.
while IFS=: read -r file line; do
	case $file in
	src/base/beneath.c | src/base/file.c | src/base/leftover.c | src/base/staged.c | src/repository/*.c) ;;
	src/main.c) [[ $line == *'"/dev/null"'* || $line == chdir* ]] || wrong "opens files: $file: $line" ;;
	src/pager.c) [[ $line == 'execl("/bin/sh", "sh", "-c", command'* ]] || wrong "opens files: $file: $line" ;;
	src/parallel.c) [[ $line == 'tmpfile()'* ]] || wrong "opens files: $file: $line" ;;
	src/yaml/sandbox.c) [[ $line == *'"/proc/self/'* ]] || wrong "opens files: $file: $line" ;;
	*) wrong "opens files: $file: $line" ;;
	esac
done < <(grep -rHoE '\b(open|openat|fopen|opendir|stat|lstat|fstatat|access|faccessat|readlink|readlinkat|realpath|mkdir|mkdirat|unlink|rename|renameat|symlink|tmpfile|mkdtemp|mkstemp|chdir|exec[vl]p?e?|posix_spawn|popen|system)\([^;]*' src |
	grep -vE '\([0-9]\)')
# Each kind of text is printed by one module, which escapes it; src/progress.c prints only numbers.
while IFS= read -r line; do
	wrong "prints past src/output/lines.h: $line"
done < <(
	grep -rnE '\b(printf|fprintf|dprintf|puts|fputs|putc|putchar|perror)\(' src || true
	grep -rnE 'STD(OUT|ERR)_FILENO' src | grep -vE '^src/(main|progress|base/(file|memory)|repository/(git|output_file)|yaml/sandbox)\.c:' || true
	grep -rnE 'buf_[a-z_]+\(.*output[.>-]+messages' src | grep -vE '^src/(main|parallel)\.c:' || true
)
! grep -nE '\bbuf_' src/output/pr_body.c || wrong 'src/output/pr_body.c writes past src/output/markdown.h'
exit $failed
