#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The rules of the house that a program can judge.
set -euo pipefail
cd "${NCI_SOURCE:-.}"
failed=0
wrong() {
	echo "$*"
	failed=1
}

# Each source is built and shipped, each unit test is run.
while IFS= read -r file; do
	grep -qF "$file" Makefile.am || wrong "not in Makefile.am: $file"
done < <(find src -name '*.[ch]'; find tests/unit -name 'check_*.c' | sed 's/\.c$//')

# The licence and the purpose are said at the top.
while IFS= read -r file; do
	head -n 3 "$file" | grep -q 'SPDX-License-Identifier: MIT' || wrong "no SPDX line: $file"
	[ "$(wc -l <"$file")" -le 500 ] || wrong "over 500 lines: $file"
done < <(find src tests/unit completions -name '*.[ch]')

# Data flows one way: no floor includes one above it.
floor_of() {
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
	[ "$(floor_of "$from")" -eq 5 ] && continue
	[ "$(floor_of "$to")" -lt "$(floor_of "$from")" ] || wrong "includes upwards: $file: $include"
done < <(grep -rHoE '^#include "[^"]+"' src)

# One file each knows the two libraries.
[ "$(grep -rlE '#include <libfyaml' src)" = src/yaml/parser.c ] || wrong 'libfyaml outside src/yaml/parser.c'
[ "$(grep -rlE '#include <openssl' src)" = src/base/digest.c ] || wrong 'libcrypto outside src/base/digest.c'

# Memory comes from one module, which ends the process where there is none.
while IFS= read -r line; do
	wrong "memory past src/base/memory.h: $line"
done < <(grep -rnE '\b(malloc|calloc|realloc|reallocarray|strn?dup|v?asprintf)\(' src |
	grep -vE '^src/base/memory\.c:|\([0-9]\)')

# One module looks at the files of a repository. What else opens files opens none of one: -C, the
# stand-in for a closed stream, the worker's figures, a nameless file.
while IFS=: read -r file line; do
	case $file in
	src/base/beneath.c | src/base/file.c | src/base/leftover.c | src/base/staged.c | src/repository/*.c) ;;
	src/main.c) [[ $line == *'"/dev/null"'* || $line == chdir* ]] || wrong "looks at files: $file: $line" ;;
	src/parallel.c) [[ $line == 'tmpfile()'* ]] || wrong "looks at files: $file: $line" ;;
	src/yaml/sandbox.c) [[ $line == *'"/proc/self/'* ]] || wrong "looks at files: $file: $line" ;;
	*) wrong "looks at files: $file: $line" ;;
	esac
done < <(grep -rHoE '\b(open|openat|fopen|opendir|stat|lstat|fstatat|access|faccessat|readlink|readlinkat|realpath|mkdir|mkdirat|unlink|rename|renameat|symlink|tmpfile|mkdtemp|mkstemp|chdir|exec[vl]p?e?|posix_spawn|popen|system)\([^;]*' src |
	grep -vE '\([0-9]\)')
# What is printed leaves the program in one place for each kind of text, which escapes it.
while IFS= read -r line; do
	wrong "prints past src/output/lines.h: $line"
done < <(
	grep -rnE '\b(printf|fprintf|dprintf|puts|fputs|putc|putchar|perror)\(' src || true
	grep -rnE 'STD(OUT|ERR)_FILENO' src | grep -vE '^src/(main|base/(file|memory)|repository/(git|output_file)|yaml/sandbox)\.c:' || true
	grep -rnE 'buf_[a-z_]+\(.*output[.>-]+messages' src | grep -vE '^src/(main|parallel)\.c:' || true
)
! grep -nE '\bbuf_' src/output/pr_body.c || wrong 'src/output/pr_body.c writes past src/output/markdown.h'
exit $failed
