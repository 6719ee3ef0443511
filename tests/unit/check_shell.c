/* SPDX-License-Identifier: MIT */
/* Tests the scanner for sh and bash: the words of each command. */
#include "config.h"

#include "script/script.h"

#include "script_render.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct render_case lists[] = {
	{ "", "" },
	{ "\n\n  \n", "" },
	{ "nox", "[nox]" },
	{ "nox -s lint", "[nox][-s][lint]" },
	{ "nox\t-s \\\n  lint\n", "[nox][-s][lint]" },
	{ "nox\r\nnox -l\r\n", "[nox] [nox][-l]" },
	{ "a; b && c || d & e\nf", "[a] [b] [c] 1[d] [e] [f]" },
	{ "a # nox\n# nox -s x\nb#c", "[a] [b#c]" },
	{ "a | b |& c", "1>[a] 2>[b] 3[c]" },
	{ "a |\n  b", "1>[a] 2[b]" },
	{ "a |\n# note\n\n  b\nc", "1>[a] 2[b] [c]" },
	{ "! a | b", "1>[a] 2[b]" },
	{ "time a", "[a]" },
	{ "time -p a", "[a]" },
	{ "time -f %e a", "[time][-f][%e][a]" },
	{ "(a; b)", "1[a] 1[b]" },
	{ "(cd x && a) && b", "1[cd][x] 1[a] [b]" },
	{ "((a; b); c)", "2[a] 2[b] 1[c]" },
	{ "{ a; b; } | c", "1>[a] 1>[b] 2[c]" },
	{ "{ cd x; a; }; b", "[cd][x] [a] [b]" },
	{ "if a; then b; elif c; then d; else e; fi", "[a] [b] [c] [d] [e]" },
	{ "if a\nthen\n  b\nfi\nc", "[a] [b] [c]" },
	{ "if ! a; then b; fi | c", "1>[a] 1>[b] 2[c]" },
	{ "if a; then if b; then c; fi fi; d", "[a] [b] [c] [d]" },
	{ "while a; do b; done", "[a] [b]" },
	{ "until a; do b; done < f", "[a] [b]" },
	{ "for i in a b; do c $i; done", "[c][$i]" },
	{ "for i\ndo c; done", "[c]" },
	{ "for i in a b\ndo\n c\ndone", "[c]" },
	{ "for ((i=0; i<3; i++)); do a; done", "[a]" },
	{ "for i in $(a b); do c; done", "1[a][b] [c]" },
	{ "select i in a; do b; done", "[b]" },
	{ "case $x in a) b ;; c|d) e ;; (f) g; esac; h", "[b] [e] [g] [h]" },
	{ "case $x in\n  # note\n  a)\n    b\n    ;;\n  *) c;;\nesac\nd", "[b] [c] [d]" },
	{ "case \"$(a)\" in x) b;& y) c;;& esac", "1[a] [b] [c]" },
	{ "echo $(case x in a) b;; esac)", "1[b] [echo][$(case x in a) b;; esac)]" },
	{ "f() { a; }; f", "[a] [f]" },
	{ "function f { a; }\nfunction g () { b; }", "[a] [b]" },
	{ "f ( ) ( a )", "1[a]" },
	{ "coproc a b", "[a][b]" },
	{ "echo if then fi", "[echo][if][then][fi]" },
	{ "'if' a", "[if][a]" },
	{ "a && \\\n  b", "[a] [b]" },
	{ "fi; done; esac; }; )", "" },
	{ "a ;; b", "[a] [b]" },
};

static const struct render_case words[] = {
	{ "a 'b c' \"d e\" f\\ g", "[a][b c][d e][f g]" },
	{ "a'b'\"c\"\\d", "[abcd]" },
	{ "a '' \"\"", "[a][][]" },
	{ "a \"\\$x \\\"y\\\" \\z\"", "[a][$x \"y\" \\z]" },
	{ "a $'b\\tc' $\"d\"", "[a][b\tc][d]" },
	{ "a $'\\x41\\102\\u00e9\\U1F600\\cBz\\q\\'", "[a][AB\xc3\xa9\xf0\x9f\x98\x80\x02z\\q']" },
	{ "a $'\\x4g\\1011\\xg\\u' b", "[a][\x04gA1\\xg\\u][b]" },
	{ "a $'\\x24{{ b }}' $'\\u0024'{{b}}", "[a][$][$]" },
	{ "a \"b\nc\" d", "[a][b\nc][d]" },
	{ "a \"b\\\nc\"", "[a][bc]" },
	{ "a 'unfinished", "[a][unfinished]" },
	{ "a \"unfinished $(b", "1[b] [a][unfinished $(b]" },
	{ "a $x ${y} ${z:-w v} $1 $@ $? $$", "[a][$x][${y}][${z:-w v}][$1][$@][$?][$$]" },
	{ "a ${x:-$(b \"}\")} c", "1[b][}] [a][${x:-$(b \"}\")}][c]" },
	{ "a ${#x} ${x%%/*} ${x//a/b}", "[a][${#x}][${x%%/*}][${x//a/b}]" },
	{ "a \"${x:-it's}\" b", "[a][${x:-it's}][b]" },
	{ "A=1 B='x y' c D=2", "A=1,B=x y,[c][D=2]" },
	{ "A=1\nB=$(c)", "A=1, 1[c] B=$(c)," },
	{ "A+=1 b", "A+=1,[b]" },
	{ "A[0]=1 b", "A[0]=1,[b]" },
	{ "2A=1 b", "[2A=1][b]" },
	{ "a=(b 'c d' $(e)) f", "1[e] a=(b 'c d' $(e)),[f]" },
	{ "declare -a a=(b\n# note )\nc); d", "[declare][-a][a=(b\n# note )\nc)] [d]" },
	{ "VAR=\"-j$(b)\" c", "1[b] VAR=-j$(b),[c]" },
	{ "a $(b $(c) d) e", "2[c] 1[b][$(c)][d] [a][$(b $(c) d)][e]" },
	{ "a \"$(b \"$(c)\")\"", "2[c] 1[b][$(c)] [a][$(b \"$(c)\")]" },
	{ "a `b c`", "1[b][c] [a][`b c`]" },
	{ "a `b \\`c\\` d`", "2[c] 1[b][`c`][d] [a][`b \\`c\\` d`]" },
	{ "a \"`b \\\"c d\\\"`\"", "1[b][c d] [a][`b \\\"c d\\\"`]" },
	{ "diff <(a) <(b x)", "1[a] 2[b][x] [diff][<(a)][<(b x)]" },
	{ "a > >(tee x) 2>&1", "1[tee][x] [a]" },
	{ "a $((1 + $(b))) c", "1[b] [a][$((1 + $(b)))][c]" },
	{ "a $((b); (c))", "2[b] 3[c] [a][$((b); (c))]" },
	{ "((x = 1 | 2)) && a", "[a]" },
	{ "((a); (b))", "2[a] 3[b]" },
	{ "[[ a == b && c =~ ^(x|y)$ || -n $(d) ]] && e", "1[d] [e]" },
	{ "[[ a < b ]] || c", "[c]" },
	{ "[ a = b ] && c", "[[][a][=][b][]] [c]" },
	{ "a @(b|c) !(d)", "[a][@(b|c)][!(d)]" },
	{ "a ${{ b }} c", "[a][${{ b }}][c]" },
	{ "a '${{ x == 'y' && 'it''s }}' }}' c", "[a][${{ x == 'y' && 'it''s }}' }}][c]" },
	{ "a \"${{ x || '\"' }}\" c", "[a][${{ x || '\"' }}][c]" },
	{ "${{ x && 'y z' || '' }} a", "[${{ x && 'y z' || '' }}][a]" },
	{ "a-${{ b | c }}-d e", "[a-${{ b | c }}-d][e]" },
	{ "a ${{ unfinished", "[a][${{ unfinished]" },
	{ "a {b,c} {d}", "[a][{b,c}][{d}]" },
};

static const struct render_case redirections[] = {
	{ "a > x b", "[a][b]" },
	{ "> x a", "[a]" },
	{ "a 2>&1 | tee x", "1>[a] 2[tee][x]" },
	{ "a &> x; b &>> y", "[a] [b]" },
	{ "a >| x >> y 2> z < w <> v", "[a]" },
	{ "a {fd}> x b", "[a][b]" },
	{ "a 12> x 13", "[a][13]" },
	{ "a x2> y", "[a][x2]" },
	{ "a >&- <&3", "[a]" },
	{ "a <<< 'b c' d", "[a][d]" },
	{ "a <<X\nb\nX\nc", "[a] [c]" },
	{ "a <<'X'\n$(b)\nX\nc", "[a] [c]" },
	{ "a <<\"X\"\n$(b)\nX\nc", "[a] [c]" },
	{ "a <<X\n$(b) \\$(c) `d` ${e:-$(f)}\nX\ng", "[a] 1[b] 2[d] 3[f] [g]" },
	{ "a <<-X\n\tb\n\tX\nc", "[a] [c]" },
	{ "a <<X\n X\nX\nc", "[a] [c]" },
	{ "a <<X <<Y && b\n$(c)\nX\n$(d)\nY\ne", "[a] [b] 1[c] 2[d] [e]" },
	{ "a <<X | b\nnox\nX\nc", "1>[a] 2[b] [c]" },
	{ "a $(b <<X\nnox\nX\n)\nc", "1[b] [a][$(b <<X\nnox\nX\n)] [c]" },
	{ "a <<X\nnever ends", "[a]" },
	{ "while a; do b; done <<X\nnox\nX\nc", "[a] [b] [c]" },
	{ "cat <<X > f; b\nnox $x 'it\nX\nc", "[cat] [b] [c]" },
	{ "a <<X\r\nb\r\nX\r\nc\r\n", "[a] [c]" },
};

static const struct render_case inner[] = {
	{ "bash -c 'a b; c'", "[bash][-c][a b; c] 1[a][b] 1[c]" },
	{ "bash -ec \"a 'b c'\"", "[bash][-ec][a 'b c'] 1[a][b c]" },
	{ "sh -euo pipefail -c 'a'", "[sh][-euo][pipefail][-c][a] 1[a]" },
	{ "bash --login -c 'a' x y", "[bash][--login][-c][a][x][y] 1[a]" },
	{ "bash x.sh -c a", "[bash][x.sh][-c][a]" },
	{ "bash -c \"bash -c 'a b'\"", "[bash][-c][bash -c 'a b'] 1[bash][-c][a b] 2[a][b]" },
	{ "bash -c \"a $(b)\"", "1[b] [bash][-c][a $(b)] 2[a][$(b)]" },
	/* text that only the shell would join is not an expression of the runner */
	{ "a '$'{{ x }}", "[a][$][x][}}]" },
	{ "a ${{ x }}b'$'\"{{ y }}\"", "[a][${{ x }}b$]" },
	{ "a \"\\${{ x }}\"", "[a][${{ x }}]" },
	{ "bash -c 'a $'{{x}}", "[bash][-c][a $] 1[a][$]" },
	{ "bash -c 'a $(b)'", "[bash][-c][a $(b)] 2[b] 1[a][$(b)]" },
	{ "bash -c \"a \\$(b)\"", "[bash][-c][a $(b)] 2[b] 1[a][$(b)]" },
	{ "bash -c 'a' | b", "1>[bash][-c][a] 2>[a] 3[b]" },
	{ "sudo -E bash -c 'a'", "[sudo][-E][bash][-c][a] 1[a]" },
	{ "sg docker -c 'a b'", "[sg][docker][-c][a b] 1[a][b]" },
	{ "sg docker 'a b'", "[sg][docker][a b] 1[a][b]" },
	{ "su - me -c 'a b'", "[su][-][me][-c][a b] 1[a][b]" },
	{ "script -qec 'a b' /dev/null", "[script][-qec][a b][/dev/null] 1[a][b]" },
	{ "eval 'a b'", "[eval][a b] 1[a][b]" },
	{ "eval a b", "[eval][a][b] 1[a][b]" },
	{ "eval \"$(a)\"", "1[a] [eval][$(a)] 2[$(a)]" },
	{ "nix-shell -p x --run 'a b'", "[nix-shell][-p][x][--run][a b] 1[a][b]" },
	{ "bash <<X\na b\nX\nc", "[bash] 1[a][b] [c]" },
	{ "bash -e -s x <<'X'\na $(b)\nX", "[bash][-e][-s][x] 2[b] 1[a][$(b)]" },
	{ "bash <<X\na $(b) \\$(c)\nX", "[bash] 1[b] 4[c] 2[a][$(b)][$(c)]" },
	{ "bash x.sh <<X\na b\nX", "[bash][x.sh]" },
	{ "bash <<X <<Y\na\nX\nb\nY\nc", "[bash] 1[b] [c]" },
	{ "python - <<X\na b\nX", "[python][-]" },
	{ "bash <<< 'a b'", "[bash] 1[a][b]" },
	{ "pwsh -NoProfile -Command 'a b; c'", "[pwsh][-NoProfile][-Command][a b; c] 1[a][b] 1[c]" },
	{ "cmd /c \"a b & c\"", "[cmd][/c][a b & c] 1[a][b] 1[c]" },
	{ "trap 'a' EXIT", "[trap][a][EXIT]" },
	{ "echo bash -c 'a'", "[echo][bash][-c][a]" },
};

START_TEST(test_lists)
{
	check_render(&lists[_i], DIALECT_SH);
}
END_TEST

START_TEST(test_words)
{
	check_render(&words[_i], DIALECT_SH);
}
END_TEST

START_TEST(test_redirections)
{
	check_render(&redirections[_i], DIALECT_SH);
}
END_TEST

START_TEST(test_inner)
{
	check_render(&inner[_i], DIALECT_SH);
}
END_TEST

START_TEST(test_marks)
{
	static const struct {
		const char *script;
		size_t command, word;
		size_t start, end;
		bool literal, fixed;
	} cases[] = {
		{ "a 'b c'", 0, 1, 2, 7, true, false },
		{ "a $b", 0, 1, 2, 4, false, false },
		{ "a \\$b", 0, 1, 2, 5, true, false },
		{ "a \"x$(y)\"", 1, 1, 2, 9, false, false },
		{ "a ${{ b }}", 0, 1, 2, 10, false, false },
		{ "a ~/b", 0, 1, 2, 5, false, false },
		{ "a *", 0, 1, 2, 3, false, false },
		{ "a {b,c}", 0, 1, 2, 7, false, false },
		{ "a '*'", 0, 1, 2, 5, true, false },
		{ "a\\\n  b", 0, 0, 0, 1, true, false },
		{ "a 'b'\\\r\n  c", 0, 1, 2, 5, true, false },
		{ "bash -c 'a \"b\"'", 1, 1, 11, 14, true, false },
		{ "bash -c \"a \\\"b\\\" c\"", 1, 1, 12, 16, true, false },
		{ "bash -c a", 1, 0, 8, 9, true, true },
		{ "bash -c a\\ b", 1, 0, 8, 9, true, true },
		{ "bash -c 'a'", 1, 0, 9, 10, true, false },
		{ "bash -c 'a '$b", 1, 0, 9, 10, true, false },
		{ "bash <<X\na\nX\n", 1, 0, 9, 10, true, false },
		{ "eval a b", 1, 0, 5, 6, true, false },
		{ "a `b`", 0, 0, 3, 4, true, false },
	};
	struct arena arena ARENA_AUTO = { 0 };
	struct script script;

	script_scan(&script, &arena, str_from(cases[_i].script), DIALECT_SH);
	ck_assert_uint_gt(script.commands.len, cases[_i].command);

	const struct words *of = &script.commands.at[cases[_i].command].words;

	ck_assert_uint_gt(of->list.len, cases[_i].word);

	const struct word *word = &of->list.at[cases[_i].word];

	ck_assert_uint_eq(word->range.start, cases[_i].start);
	ck_assert_uint_eq(word->range.end, cases[_i].end);
	ck_assert_int_eq(word->literal, cases[_i].literal);
	ck_assert_int_eq(word->no_append, cases[_i].fixed);
}
END_TEST

/* Scans n bytes of the repeated unit and returns the time in seconds. */
static double seconds(const char *unit, size_t n, enum dialect dialect)
{
	struct arena arena ARENA_AUTO = { 0 };
	struct script script;
	size_t length = strlen(unit);
	char *text = malloc(n);
	clock_t begin;

	ck_assert_ptr_nonnull(text);
	for (size_t i = 0; i < n; i++)
		text[i] = unit[i % length];
	begin = clock();
	script_scan(&script, &arena, (struct str){ text, n }, dialect);
	free(text);
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

static const char *const hostile[] = {
	"$(", "\"$(", "`", "\\`", "'", "\"", "$'\\n", "((", "((x\n", "( (", "$((", "${", "${{", "${{ '",
	"{ ", "if ", "case a in ", "case a in (", "[[ ", "<(", "x=(", "@(", "cat <<A\n", "<<A ",
	"bash <<'E'\nnox\nE\n", "bash <<A\nbash <<B\n", "cat <<E\n$(cat <<E\n", "bash -c \"", "a|",
	"{ a; } | ", "eval ", "poetry run -a ", "env ", "docker run x ", "nox\n", "for ", "f() ", "\\",
	"@'\n", "if (", "& { ", "\"$(\"", "^", "%", "REM\n",
};

START_TEST(test_hostile)
{
	enum { TRIES = 5 };

	for (enum dialect dialect = DIALECT_SH; dialect <= DIALECT_CMD; dialect++) {
		double half = 0, whole = 0;
		bool linear = false;

		/* Twice the text takes about twice the time. Quadratic time would fail each try; a
		 * hiccup of a busy machine would not. */
		for (int i = 0; i < TRIES && !linear; i++) {
			half = seconds(hostile[_i], 256 * 1024, dialect);
			whole = seconds(hostile[_i], 512 * 1024, dialect);
			linear = whole < 0.2 || whole < 4 * half;
		}
		ck_assert_msg(linear, "%s: %.3f s, then %.3f s", hostile[_i], half, whole);
	}
}
END_TEST

START_TEST(test_dialect)
{
	static const struct {
		const char *shell, *runs_on;
		enum dialect dialect;
	} cases[] = {
		{ "", "ubuntu-latest", DIALECT_SH },
		{ "", "windows-2022", DIALECT_POWERSHELL },
		{ "", "self-hosted, Windows", DIALECT_POWERSHELL },
		{ "", "${{ matrix.os }}", DIALECT_SH },
		{ "", "${{ matrix.windows }}", DIALECT_SH },
		{ "", "", DIALECT_SH },
		{ "bash", "windows-2022", DIALECT_SH },
		{ "sh", "", DIALECT_SH },
		{ "bash -el {0}", "", DIALECT_SH },
		{ "bash -leo pipefail {0}", "", DIALECT_SH },
		{ "/usr/bin/bash -e {0}", "", DIALECT_SH },
		{ "pwsh", "", DIALECT_POWERSHELL },
		{ "powershell", "", DIALECT_POWERSHELL },
		{ "pwsh -command \". '{0}'\"", "", DIALECT_POWERSHELL },
		{ "cmd", "", DIALECT_CMD },
		{ "cmd /C CALL {0}", "", DIALECT_CMD },
		{ "python", "", DIALECT_NONE },
		{ "python3 {0}", "", DIALECT_NONE },
		{ "uv run python {0}", "", DIALECT_NONE },
		{ "wsl-bash {0}", "windows-latest", DIALECT_SH },
		{ "msys2 {0}", "windows-latest", DIALECT_SH },
		{ "nix develop -c bash {0}", "", DIALECT_SH },
		{ "xvfb-run bash {0}", "", DIALECT_SH },
		{ "C:\\msys64\\usr\\bin\\bash.exe {0}", "windows-latest", DIALECT_SH },
		{ "${{ matrix.shell }}", "windows-latest", DIALECT_SH },
		{ "${{ matrix.windows && 'cmd' }} {0}", "", DIALECT_SH },
	};

	ck_assert_int_eq(dialect_of(str_from(cases[_i].shell), str_from(cases[_i].runs_on)),
			 cases[_i].dialect);
}
END_TEST

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

int main(void)
{
	Suite *suite = suite_create("shell");
	TCase *tcase = tcase_create("scan");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, test_lists, 0, COUNT(lists));
	tcase_add_loop_test(tcase, test_words, 0, COUNT(words));
	tcase_add_loop_test(tcase, test_redirections, 0, COUNT(redirections));
	tcase_add_loop_test(tcase, test_inner, 0, COUNT(inner));
	tcase_add_loop_test(tcase, test_marks, 0, 20);
	tcase_add_loop_test(tcase, test_dialect, 0, 26);
	tcase_add_loop_test(tcase, test_hostile, 0, COUNT(hostile));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
