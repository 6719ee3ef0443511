/* SPDX-License-Identifier: MIT */
/* Tests which caches contain which folders. */
#include "config.h"

#include "nox/caches/cover.h"

#include "base/buf.h"
#include "loaded.h"
#include "surveyed.h"

static const struct {
	const char *path; /* of the cache; several lines */
	const char *envdir;
	bool holds;
} paths[] = {
	{ ".nox", ".nox", true },
	{ "./.nox/", ".nox", true },
	{ ".nox", "sub/.nox", false },
	{ "sub/.nox", ".nox", false },
	{ "sub", "sub/.nox", true },
	{ "su", "sub/.nox", false },
	{ ".", ".nox", true },
	{ "**/.nox", ".nox", true },
	{ ".nox/*", ".nox", true },
	{ ".nox/**", ".nox", true },
	{ ".nox/a", ".nox", false },
	{ ".nox/a/*", ".nox", false },
	{ "~/.cache\n.nox\n", ".nox", true },
	{ "  .nox  \t\n", ".nox", true },
	{ "!.nox", ".nox", false },
	{ "${{ github.workspace }}/.nox", ".nox", true },
	{ "${{ env.X }}/.nox", ".nox", false },
	{ "${{ env.X }}/.nox", "${{ env.X }}/.nox", true },
	{ "$X", ".nox", false },
	{ "/tmp/e", "/tmp/e", true },
	{ "/tmp", "/tmp/e", true },
	{ "", ".nox", false },
	{ ".noxious", ".nox", false },
};

START_TEST(test_path)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	BUF_AUTO struct buf text = { 0 };
	struct caches caches = { .list = { .len = 0 } };
	struct cover cover = { .caches = &caches };
	struct str rest = str_from(paths[_i].path), line;
	struct str envdir = str_from(paths[_i].envdir);
	const size_t *first;

	buf_add_c(&text, "jobs: {a: {steps: [{uses: actions/cache@v4, with: {key: k, path: \"");
	while (str_next_line(&rest, &line)) {
		bool whole = str_ends(line, "\n");

		buf_add(&text, str_slice(line, 0, line.len - whole));
		buf_add_c(&text, whole ? "\\n" : "");
	}
	buf_add_c(&text, "\"}}]}}");
	load_workflow(&l, buf_str(&text).p);
	caches_find(&caches, &l.arena, &l.tree, &l.workflow.jobs.at[0], survey);
	ck_assert_int_eq(cover_find(&cover, &l.arena, 1, (struct folder){ envdir, true }) != NULL,
			 paths[_i].holds);
	first = cover_first(&l.arena, &caches, &envdir, 1);
	ck_assert_uint_eq(first[0], paths[_i].holds ? 0 : STR_NONE);
}
END_TEST

static const struct cache *covering(struct cover *cover, struct loaded *l, size_t step, const char *path)
{
	return cover_find(cover, &l->arena, step, (struct folder){ str_from(path), true });
}

/* The last cache before a step counts, whichever of the parent folders it caches. */
START_TEST(test_order)
{
	SURVEYED_AUTO struct surveyed surveyed = { .arena = { NULL } };
	struct survey *survey = survey_folder(&surveyed, "/nonexistent");
	LOADED_AUTO struct loaded l = { 0 };
	struct caches caches = { .list = { .len = 0 } };
	struct cover cover = { .caches = &caches };
	struct str folders[] = { { NULL, 0 }, STR("b"), STR("a/x"), STR("a"), STR("b/c/.nox") };
	const struct cache *at;
	const size_t *first;

	load_workflow(&l, "jobs: {a: {steps: [\n"
			  "  {uses: actions/cache@v4, with: {path: a, key: k}},\n"
			  "  {uses: actions/cache/save@v4, with: {path: a, key: k}},\n"
			  "  {uses: actions/cache@v4, with: {path: \"a/x\\nb/c\", key: k}},\n"
			  "  {uses: actions/cache@v4, with: {path: b, key: k}}]}}\n");
	caches_find(&caches, &l.arena, &l.tree, &l.workflow.jobs.at[0], survey);
	at = caches.list.at;
	ck_assert_ptr_null(covering(&cover, &l, 0, "a"));
	ck_assert_ptr_eq(covering(&cover, &l, 1, "a"), &at[0]);
	ck_assert_ptr_eq(covering(&cover, &l, 2, "a/x/y"), &at[0]);
	ck_assert_ptr_eq(covering(&cover, &l, 3, "a/x/y"), &at[2]);
	ck_assert_ptr_eq(covering(&cover, &l, 3, "a/y"), &at[0]);
	ck_assert_ptr_null(covering(&cover, &l, 3, "b"));
	ck_assert_ptr_eq(covering(&cover, &l, 4, "b/c/.nox"), &at[3]);
	first = cover_first(&l.arena, &caches, folders, COUNT(folders));
	ck_assert_uint_eq(first[0], 2);
	ck_assert_uint_eq(first[1], 2);
	ck_assert_uint_eq(first[2], 2);
	ck_assert_uint_eq(first[3], 1);
	first = cover_first(&l.arena, &caches, folders, 1);
	ck_assert_uint_eq(first[0], STR_NONE);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("cover");

	ADD_TABLE(tcase, test_path, paths);
	tcase_add_test(tcase, test_order);
	return run_tests("cover", tcase);
}
