/* SPDX-License-Identifier: MIT */
/* Tests which files are found for a key, and how hashFiles() names them. */
#include "config.h"

#include "nox/survey/dependencies.h"
#include "nox/survey/hash_files.h"

#include "base/buf.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/check_dependencies.XXXXXX";
static struct arena arena;
static struct diagnostics said;
static struct repository repository;

static void setup(void)
{
	said = (struct diagnostics){ .arena = &arena };
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	repository_open_folder(&repository, ".");
}

static void teardown(void)
{
	char command[64];

	repository_close(&repository);
	arena_release(&arena);
	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static const struct {
	const char *make; /* a shell command that makes the tree */
	const char *noxfile;
	const char *want; /* the patterns, separated by spaces */
} cases[] = {
	{ "true", "noxfile.py", "" },
	{ "touch noxfile.py uv.lock pyproject.toml README.md", "noxfile.py",
	  "noxfile.py pyproject.toml uv.lock" },
	{ "touch requirements.txt", "noxfile.py", "requirements.txt" },
	{ "touch requirements.txt requirements-dev.txt", "noxfile.py", "requirements*.txt" },
	{ "touch requirements.txt requirements-dev.txt requirements.in", "noxfile.py",
	  "requirements*.txt" },
	{ "touch requirements.in", "noxfile.py", "requirements.in" },
	{ "mkdir requirements; touch requirements/a.txt", "noxfile.py", "requirements/a.txt" },
	{ "mkdir requirements; touch requirements/a.txt requirements/b.txt requirements/c.in",
	  "noxfile.py", "requirements/*.txt" },
	{ "touch dev-requirements.txt test_requirements.txt constraints-3.9.txt", "noxfile.py",
	  "dev-requirements.txt test_requirements.txt constraints-3.9.txt" },
	{ "touch pylock.toml pylock.dev.toml Pipfile Pipfile.lock pdm.lock poetry.lock", "noxfile.py",
	  "poetry.lock pdm.lock Pipfile Pipfile.lock pylock*.toml" },
	{ "touch environment.yml conda-lock.yml pixi.lock pixi.toml .python-version setup.py setup.cfg",
	  "noxfile.py",
	  "setup.cfg setup.py pixi.toml pixi.lock conda-lock.yml environment.yml .python-version" },
	/* folders and broken links are not files */
	{ "mkdir uv.lock; ln -s none pdm.lock; touch a; ln -s a setup.py", "noxfile.py", "setup.py" },
	/* beside the noxfile, then at the root */
	{ "mkdir sub; touch sub/noxfile.py sub/uv.lock uv.lock noxfile.py requirements.txt",
	  "sub/noxfile.py", "sub/noxfile.py sub/uv.lock uv.lock requirements.txt" },
	{ "touch tasks.py uv.lock", "tasks.py", "tasks.py uv.lock" },
	/* names that would be misread */
	{ "touch \"requirements'.txt\"", "noxfile.py", "requirements*.txt" },
	{ "touch \"requirements}}.txt\" requirements-dev.txt", "noxfile.py", "requirements*.txt" },
	{ "touch 'requirements${{ secrets.x }}.txt'", "noxfile.py", "requirements*.txt" },
	{ "touch \"$(printf 'requirements\\n.txt')\"", "noxfile.py", "requirements*.txt" },
	{ "touch \"$(printf 'requirements\\302\\205.txt')\"", "noxfile.py", "requirements*.txt" },
	{ "touch \"$(printf 'requirements\\377.txt')\"", "noxfile.py", "requirements*.txt" },
	{ "mkdir 'a,b'; touch 'a,b/noxfile.py' 'a,b/uv.lock' uv.lock", "a,b/noxfile.py",
	  "a?b/noxfile.py a?b/uv.lock uv.lock" },
	{ "mkdir \"it's\"; touch \"it's/n'x.py\" \"it's/requirements.txt\"", "it's/n'x.py",
	  "it?s/n?x.py it?s/requirements*.txt" },
};

static void check_find(const char *make, const char *noxfile, const struct str *reads, size_t count,
		       const char *want)
{
	struct dependencies found;
	BUF_AUTO struct buf got = { 0 };

	ck_assert_int_eq(system(make), 0);
	dependencies_find(&found, &arena, &repository, str_from(noxfile), reads, count);
	for (size_t i = 0; i < found.patterns.len; i++) {
		if (i > 0)
			buf_add_char(&got, ' ');
		buf_add(&got, found.patterns.at[i]);
	}
	ck_assert_str_eq(got.p ? got.p : "", want);
}

START_TEST(test_find)
{
	check_find(cases[_i].make, cases[_i].noxfile, NULL, 0, cases[_i].want);
}
END_TEST

static const struct {
	const char *make;
	const char *noxfile;
	const char *want;
	const char *reads[4]; /* what installs read */
} read_cases[] = {
	/* what installs read goes between files beside the noxfile and at the root */
	{ "mkdir -p docs tests; touch noxfile.py pyproject.toml docs/requirements.txt tests/c.txt", "noxfile.py",
	  "noxfile.py pyproject.toml docs/requirements.txt tests/c.txt",
	  { "docs/requirements.txt", "./tests/c.txt", "tests/../docs/requirements.txt", "gone.txt" } },
	{ "mkdir -p ci docs; touch ci/noxfile.py ci/a.txt uv.lock docs/b.txt", "ci/noxfile.py",
	  "ci/noxfile.py ci/a.txt docs/b.txt uv.lock", { "a.txt", "../docs/b.txt", "../uv.lock" } },
	/* already named */
	{ "mkdir requirements; touch requirements-a.txt requirements.txt requirements/a.txt requirements/b.txt",
	  "noxfile.py", "requirements*.txt requirements/*.txt",
	  { "requirements.txt", "requirements/a.txt", "requirements-a.txt" } },
	{ "mkdir requirements ci; touch requirements.txt requirements/a.txt ci/noxfile.py", "ci/noxfile.py",
	  "ci/noxfile.py requirements.txt requirements/a.txt", { "../requirements/a.txt" } },
	/* "*" does not match a slash */
	{ "mkdir -p requirements/x; touch requirements/a.txt requirements/b.txt requirements/x/c.txt", "noxfile.py",
	  "requirements/*.txt requirements/x/c.txt", { "requirements/x/c.txt" } },
	/* files of one kind */
	{ "mkdir -p ci; touch ci/c-3.9.txt ci/c-3.10.txt ci/d.txt noxfile.py", "noxfile.py", "noxfile.py ci/c-*.txt",
	  { "ci/c-*.txt", "./ci/c-*.txt", "gone/c-*.txt", "ci/e-*.txt" } },
	{ "mkdir -p ci; touch c-3.9.txt 'd 1.txt' ci/noxfile.py", "ci/noxfile.py", "ci/noxfile.py c-*.txt",
	  { "../c-*.txt", "../e'*.txt", "../*[1].txt" } },
	/* an installed folder: the files that declare its dependencies */
	{ "mkdir -p pkgs/x; touch pkgs/x/pyproject.toml pkgs/x/setup.py pkgs/x/a.py", "noxfile.py",
	  "pkgs/x/pyproject.toml pkgs/x/setup.py", { "pkgs/x/", "./pkgs/x" } },
	{ "touch setup.py", "noxfile.py", "setup.py", { "." } },
	/* outside, and names that cannot be a pattern */
	{ "mkdir x; touch x/noxfile.py 'a b,c.txt' 'd$.txt'", "x/noxfile.py", "x/noxfile.py a b?c.txt",
	  { "../../etc/passwd", "/etc/passwd", "../a b,c.txt", "~/x" } },
};

START_TEST(test_reads)
{
	struct str reads[4];
	size_t count = 0;

	for (; count < 4 && read_cases[_i].reads[count]; count++)
		reads[count] = str_from(read_cases[_i].reads[count]);
	check_find(read_cases[_i].make, read_cases[_i].noxfile, reads, count, read_cases[_i].want);
}
END_TEST

START_TEST(test_safe)
{
	static const char *const unsafe[] = { "", "a'b", "a,b", "*", "a?", "[a]", "a#", "!a", "a\nb", " a",
					      "a ", "~/a", "a\\b", "{a}", "\xff", "a\x7f", "\xc2\x9b",
					      "\xe2\x80\xa9", "\xef\xbb\xbf" };

	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		ck_assert_msg(!dependencies_is_safe(str_from(unsafe[i])), "%s", unsafe[i]);
	ck_assert(dependencies_is_safe(STR("a b/c-d_e.\xc3\xa9")));
}
END_TEST

static const struct {
	const char *path;
	const char *want;
} escaped[] = {
	{ "", "" },
	{ "a b/c.txt", "a b/c.txt" },
	{ "it's", "it?s" },
	{ "*?[a]{b}}", "???a??b??" },
	{ " a ", "?a?" },
	{ "~/a~", "?/a?" },
	{ "!a", "?a" },
	{ "a\\b\n\xc2\x85\xe2\x80\xa8", "a?b???" },
	{ "\xc3\xa9\xff", "\xc3\xa9?" },
	{ "a' ${{ inputs['b'] }} {", "a? ${{ inputs['b'] }} ?" },
	{ "${{ a", "$?? a" },
};

START_TEST(test_pattern)
{
	struct str got = dependencies_pattern(&arena, str_from(escaped[_i].path));

	ck_assert_msg(str_is(got, escaped[_i].want), "%s", got.p);
}
END_TEST

/* The values are from @actions/glob 0.7.0 on this tree. */
static const char tree[] = "mkdir -p requirements sub && printf x >noxfile.py && printf 'a\\r\\nb\\r\\n' "
			   ">requirements.txt && : >requirements-dev.txt && printf 1 >requirements/b.txt"
			   " && printf 2 >requirements/a.txt && printf 3 >sub/uv.lock && printf 4 >Zed.txt";

static const struct {
	const char *patterns[3];
	const char *hex;
} hashes[] = {
	{ { "noxfile.py" }, "0a325ca303eb3014c43ae004970f343634db176fa1697bcc8c9efac94626488d" },
	{ { "noxfile.py", "requirements*.txt" }, "30261b9208552345bfed5a25bfd6f514b917dfb23127022bd5e32ae6fe3e6318" },
	{ { "requirements/*.txt", "noxfile.py" }, "3cea90eab3eb23c051f481fd0cd156cf0afd05dd56e75449de37c2d8accc22b4" },
	{ { "sub/uv.lock", "noxfile.py", "requirements-dev.txt" }, "39ce92aa6adf23f30b930ddcddac5eef1cc3d59ba66efe666845ec2b2545a2d7" },
	{ { "**/*.txt" }, "9fd649260ce4586c8031c8416aad6dc67c19100bcd6557d821346781f2762494" },
	{ { "sub" }, "80903da4e6bbdf96e8ff6fc3966b0cfd355c7e860bdd1caa8e4722d9230e40ac" },
	{ { "none", "none*" }, "" },
};

START_TEST(test_hash)
{
	struct str patterns[3];
	char hex[DIGEST_HEX_SIZE];
	size_t count = 0;

	ck_assert_int_eq(system(tree), 0);
	for (; count < 3 && hashes[_i].patterns[count]; count++)
		patterns[count] = str_from(hashes[_i].patterns[count]);
	ck_assert_int_eq(hash_files(hex, &said, &repository, patterns, count), STATUS_OK);
	ck_assert_str_eq(hex, hashes[_i].hex);
}
END_TEST

START_TEST(test_hash_refused)
{
	static const char *const refused[] = { "!a", "[a]", "/a", "../a", "a\\*", "" };
	char hex[DIGEST_HEX_SIZE];

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct str pattern = str_from(refused[i]);

		ck_assert_int_eq(hash_files(hex, &said, &repository, &pattern, 1), STATUS_INVALID);
		ck_assert_uint_eq(said.list.len, i + 1);
	}
}
END_TEST

/* Too many patterns, and too many comparisons. */
START_TEST(test_hash_bounds)
{
	struct str patterns[256], none = STR("none");
	size_t spent = 0, before;
	char hex[DIGEST_HEX_SIZE];
	bool any = true;

	for (size_t i = 0; i < 256; i++)
		patterns[i] = STR("none");
	ck_assert_int_eq(hash_files(hex, &said, &repository, patterns, 255), STATUS_OK);
	ck_assert_int_eq(hash_files(hex, &said, &repository, patterns, 256), STATUS_INVALID);
	ck_assert_uint_eq(said.list.len, 1);
	ck_assert_int_eq(hash_files_match(&any, &spent, &said, &repository, &none, 1), STATUS_OK);
	ck_assert(!any && spent > 0);
	before = spent;
	ck_assert_int_eq(hash_files_match(&any, &spent, &said, &repository, patterns, 2), STATUS_OK);
	ck_assert_uint_gt(spent, 2 * before);
	spent = HASH_FILES_WORK;
	ck_assert_int_eq(hash_files_match(&any, &spent, &said, &repository, &none, 1), STATUS_INVALID);
	ck_assert_uint_eq(said.list.len, 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dependencies");
	TCase *tcase = tcase_create("dependencies");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, test_find, 0, (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_loop_test(tcase, test_reads, 0, (int)(sizeof(read_cases) / sizeof(read_cases[0])));
	tcase_add_test(tcase, test_safe);
	tcase_add_loop_test(tcase, test_pattern, 0, (int)(sizeof(escaped) / sizeof(escaped[0])));
	tcase_add_loop_test(tcase, test_hash, 0, (int)(sizeof(hashes) / sizeof(hashes[0])));
	tcase_add_test(tcase, test_hash_refused);
	tcase_add_test(tcase, test_hash_bounds);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
