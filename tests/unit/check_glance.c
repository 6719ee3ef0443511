/* SPDX-License-Identifier: MIT */
/* What is seen from the bytes of a file. */
#include "config.h"

#include "nox/call/glance.h"

#include "unit.h"

#include <string.h>

static const struct {
	const char *bytes;
	bool nox, uses, unclear;
} files[] = {
	{ "jobs: {a: {steps: [{run: nox}]}}\n", true, false, false },
	{ "- run: tox\n- run: make no x\n", true, false, false }, /* blanks may be a break in it */
	{ "- run: make check # n, o and x\n", false, false, false },
	{ "- run: n'o'x\n", true, false, false },
	{ "- run: N\"O\"X\n", true, false, false },
	{ "- run: |\n    no\\\n    x\n", true, false, false },
	{ "- run: \"no\\\\\\nx\"\n", true, false, false },
	{ "- run: n^ox\n- run: tox\n", true, false, false },
	{ "- run: n`ox\n", true, false, false },
	{ "- run: n$'o'x\n", true, false, false },
	{ "- run: \"n\\x6fx\"\n", true, false, false },
	{ "- run: $'n\\157x'\n", true, false, false },
	{ "- run: \"\\U0000004eox\"\n", true, false, false },
	{ "- run: \"n\\u000aox\"\n", true, true, true }, /* a break may be in any word */
	{ "- run: echo \"\\u2713 \\x1b[0m $'\\033' c:\\x64\"\n", false, false, false },
	{ "- \"\\x75ses\": ./a\n", false, true, true },
	{ "- run: sed 's/\\(a\\)/\\1/'\n", false, false, false },
	{ "- run: \"`u{6e}ox\"\n", true, false, false },
	{ "- run: \"`u{2713}\"\n", false, false, false },
	{ "- uses: actions/checkout@v4\n", false, true, false },
	{ "- uses: ./a\n", false, true, false },
	{ "- \"uses\" : './a'\n", false, true, false },
	{ "- uses:\n    ./a\n", false, true, false },
	{ "- uses: &a ./a\n", false, true, false },
	{ "- &k uses: ./b\n- *k : ./a\n", true, true, true },
	{ "- *k : ./a\n", false, false, false }, /* of nothing: an error */
	{ "- ? uses\n  : ./a\n", true, true, true },
	{ "- run: echo Why *.py: a\n", false, false, false },
	{ "- run: |\n    *.py: a\n", false, false, false },
	{ "- run: |\n    *.py: &.\n", true, true, true }, /* may be a key; parsing tells */
	{ "- cron: '0 0 * * *'\n", false, false, false },
};

START_TEST(test_file)
{
	struct glance glance = glance_at(str_from(files[_i].bytes));

	ck_assert_msg(glance.nox == files[_i].nox && glance.uses == files[_i].uses &&
			      glance.unclear == files[_i].unclear,
		      "%d%d%d: %s", glance.nox, glance.uses, glance.unclear, files[_i].bytes);
}
END_TEST

static const struct {
	const char *bytes;
	const char *values; /* a blank behind each */
	bool unclear;
} uses[] = {
	{ "- uses: ./a\n- uses: b/c@v1\n- uses: './.github/d'\n", "./a b/c@v1 ./.github/d ", false },
	{ "  - uses: ./a # b\n    with:\n      c: d\n", "./a ", false },
	{ "- uses: ./a\n", "./a ", false },
	{ "- uses: ./a", "./a ", false },
	{ "- uses: a/b@${{ c }}\n", "a/b@$ ", false },
	{ "- uses: https://c.example:1/a/b@v1 # v1\n", "https://c.example:1/a/b@v1 ", false },
	{ "- uses: ./a\n    b\n", "", true },
	{ "- uses: ./a b\n", "", true },
	{ "- uses: ./${{ a }}\n", "", true },
	{ "- uses: ./b\n- uses: $/a\n- uses: $/\n", "./b $/a $/ ", false },
	{ "- uses: ./b\n\n    # a comment\n", "./b ", false },
	{ "- {uses: ./a, with: b}\n", "", true },
	{ "- uses: >-\n    ./a\n", "", true },
	{ "- uses: \"./a\\\n    b\"\n", "", true },
};

START_TEST(test_paths)
{
	struct glance_uses paths = { .bytes = str_from(uses[_i].bytes) };
	struct str path;
	char found[100] = "";
	size_t len = 0;

	while (glance_use_next(&paths, &path)) {
		ck_assert_uint_lt(len + path.len + 1, sizeof(found));
		memcpy(found + len, path.p, path.len);
		len += path.len;
		found[len++] = ' ';
	}
	ck_assert_str_eq(found, uses[_i].values);
	ck_assert_int_eq(paths.unclear, uses[_i].unclear);
}
END_TEST

static const struct {
	const char *bytes;
	bool cache, artifacts;
} others[] = {
	{ "- uses: actions/cache@v4\n", true, false },
	{ "- uses: Actions/Cache/restore@v4\n", true, false },
	{ "- uses: \"actions\\\n  /cache@v4\"\n", true, false },
	{ "- uses: actions/download-artifact@v4\n", false, false },
	{ "- uses: actions/download-artifact@v4\n  with: {run-id: 1}\n", false, true },
	{ "- uses: dawidd6/action-download-artifact@v6\n", false, true },
	{ "- run: gh run download -n a\n", false, true },
	{ "- run: g'h' run \"download\"\n", false, true },
	{ "- run: gh run >a\\ b download\n", false, true },
	{ "- run: \"\\x3bgh run download\"\n", false, true },
	{ "- run: gh run list\n- run: download\n", false, false },
	{ "- run: download through it\n", false, false },
};

START_TEST(test_others)
{
	struct str bytes = str_from(others[_i].bytes);
	struct glance glance = glance_at(bytes);

	ck_assert_int_eq(glance_names_cache(&glance, bytes), others[_i].cache);
	ck_assert_int_eq(glance_takes_artifacts(&glance, bytes), others[_i].artifacts);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("glance");

	ADD_TABLE(tcase, test_file, files);
	ADD_TABLE(tcase, test_paths, uses);
	ADD_TABLE(tcase, test_others, others);
	return run_tests("glance", tcase);
}
