/* SPDX-License-Identifier: MIT */
/* Tests the text of comments, and that those of earlier releases are recognised. */
#include "config.h"

#include "nox/step/comment.h"
#include "nox/key/key.h"

#include "unit.h"

static const struct {
	struct comment_facts facts;
	const char *text;
} explaining[] = {
	{ { .path = STR(".nox"), .names = STR("OS, architecture, job, Python version"), .reuser = "`nox -r`" },
	  "The key covers everything the environments in .nox depend on: OS, architecture, job, Python "
	  "version and the files in hashFiles(). As long as none of it changes, .nox is restored and "
	  "`nox -r` reuses it; otherwise restore-keys falls back to the newest cache of this job and "
	  "Python. Maintained by nox-cache-inject." },
	{ { .path = STR("a/.nox"), .names = STR("OS, job"), .leaves = true, .guarded = true },
	  "The key covers everything the environments in a/.nox depend on: OS, job and the files in "
	  "hashFiles(). As long as none of it changes, a/.nox is restored; otherwise restore-keys falls "
	  "back to the newest cache of this job (packages no longer required stay installed). Runs for "
	  "tags restore nothing. Maintained by nox-cache-inject." },
	{ { .path = STR(".nox"), .names = STR("OS, job"), .reuser = "Nox", .fallback = FALLBACK_NEVER, .leaves = true },
	  "The key covers everything the environments in .nox depend on: OS, job and the files in "
	  "hashFiles(). As long as none of it changes, .nox is restored and Nox reuses it; otherwise .nox "
	  "is rebuilt. Maintained by nox-cache-inject." },
	{ { .path = STR(".nox"), .names = STR("OS, job"), .fallback = FALLBACK_PULL_REQUEST },
	  "The key covers everything the environments in .nox depend on: OS, job and the files in "
	  "hashFiles(). As long as none of it changes, .nox is restored; otherwise a pull request falls "
	  "back to the newest cache of this job, and any other run rebuilds .nox. Maintained by "
	  "nox-cache-inject." },
};

START_TEST(test_explaining)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct str text = comment_explaining(&arena, &explaining[_i].facts);
	struct str line = arena_printf(&arena, "  # %.*s\r\n", STR_ARG(text));
	bool current = false;

	ck_assert_text(text, explaining[_i].text);
	ck_assert(comment_begins(line, &current) && current);
	ck_assert_uint_eq(comment_find_explaining(line, 0), 2);
	ck_assert_uint_eq(comment_find_explaining(line, 3), STR_NONE);
}
END_TEST

#define WORKSPACE "OS, job, " KEY_NAMES_WORKSPACE

static const struct {
	struct comment_facts facts;
	struct explanation explained;
	bool same;
	const char *text;
} pointing[] = {
	{ { .path = STR(".nox"), .names = STR("OS, job") }, { .job = STR("lint") }, false,
	  "Caches .nox; see the comment in job lint. Maintained by nox-cache-inject." },
	{ { .path = STR(".nox"), .names = STR("OS, job") }, { .job = STR("lint") }, true,
	  "Caches .nox; see the comment above. Maintained by nox-cache-inject." },
	{ { .path = STR(".nox"), .names = STR(WORKSPACE), .leaves = true }, { .job = STR("lint") }, false,
	  "Caches .nox; see the comment in job lint. The key also covers the " KEY_NAMES_WORKSPACE ". "
	  "Packages no longer required stay installed. Maintained by nox-cache-inject." },
	{ { .path = STR(".nox"), .names = STR(WORKSPACE), .leaves = true },
	  { .job = STR("lint"), .workspace = true, .leaves = true }, false,
	  "Caches .nox; see the comment in job lint. Maintained by nox-cache-inject." },
	{ { .path = STR(".nox"), .names = STR(KEY_NAMES_TAG), .leaves = true, .fallback = FALLBACK_NEVER },
	  { .job = STR("lint") }, false,
	  "Caches .nox; see the comment in job lint. The tag of its image may move. Maintained by "
	  "nox-cache-inject." },
};

START_TEST(test_pointing)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct str text = comment_pointing(&arena, &pointing[_i].facts, &pointing[_i].explained,
					   pointing[_i].same);
	bool current = false;

	ck_assert_text(text, pointing[_i].text);
	ck_assert(comment_begins(arena_printf(&arena, "# %.*s", STR_ARG(text)), &current) && current);
	ck_assert_uint_eq(comment_find_explaining(text, 0), STR_NONE);
}
END_TEST

/* The first lines of the comments of 0.1.0, and what they said. */
START_TEST(test_first_release)
{
	bool current = true;
	struct explanation said;

	ck_assert(comment_begins(STR("   # Nox's environments (.nox) are kept\r\n"), &current) && !current);
	ck_assert(comment_begins(STR("# Keeps .nox as explained in job a"), &current) && !current);
	ck_assert_uint_eq(comment_find_explaining(STR("x\n# Nox's environments (.nox)"), 0), 2);
	said = explanation_in(STR("a"), STR("workspace (environments cannot be moved), container image "
					    "(whose tag may move) where packages no longer required stay "
					    "installed."));
	ck_assert(said.workspace && said.tag && said.leaves);
	ck_assert(!comment_begins(STR("# Somebody's words\n"), &current));
	ck_assert(!comment_begins(STR("run: # Keeps x"), &current));
	ck_assert(!comment_begins(STR(""), &current));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("comment");

	ADD_TABLE(tcase, test_explaining, explaining);
	ADD_TABLE(tcase, test_pointing, pointing);
	tcase_add_test(tcase, test_first_release);
	return run_tests("comment", tcase);
}
