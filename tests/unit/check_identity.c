/* SPDX-License-Identifier: MIT */
/* Tests the author and date of commits: given, configured or default. */
#include "config.h"

#include "output/identity.h"

#include "folder.h"
#include "repository/git.h"

static bool has_git(void)
{
	BUF_AUTO struct buf out = { 0 };
	struct git_call call = { .arguments = { "version" } };

	return git_run(&out, &call);
}

/* A home directory without any configuration but the test's. */
static void make_home(struct temporary *folder)
{
	temporary_make(folder);
	ck_assert_int_eq(setenv("HOME", folder->path, 1), 0);
	ck_assert_int_eq(setenv("XDG_CONFIG_HOME", folder->path, 1), 0);
	ck_assert_int_eq(setenv("GIT_CONFIG_NOSYSTEM", "1", 1), 0);
	unsetenv("GIT_AUTHOR_NAME");
	unsetenv("GIT_AUTHOR_EMAIL");
	unsetenv("GIT_AUTHOR_DATE");
	unsetenv("EMAIL");
}

static const struct {
	const char *author;
	const char *date;
	bool ok;
	const char *name, *email;
	long long seconds;
	int zone;
} rows[] = {
	{ "N <e@x.y>", "@1 +0000", true, "N", "e@x.y", 1, 0 },
	{ " A B  < e@x.y > ", "@1763931473 +0130", true, "A B", "e@x.y", 1763931473, 90 },
	{ "N <e@x.y>", "@1 -0330", true, "N", "e@x.y", 1, -210 },
	{ "\xc3\xa9 <e@x.y>", "@1 +0000", true, "\xc3\xa9", "e@x.y", 1, 0 },
	{ "N", "@1 +0000", false, NULL, NULL, 0, 0 },
	{ "N <e@x.y", "@1 +0000", false, NULL, NULL, 0, 0 },
	{ "<e@x.y>", "@1 +0000", false, NULL, NULL, 0, 0 },
	{ "", "@1 +0000", false, NULL, NULL, 0, 0 },
	/* dates and zones at both limits, and beyond */
	{ "N <e@x.y>", "@253402300799 +2359", true, "N", "e@x.y", 253402300799, 1439 },
	{ "N <e@x.y>", "@253402300799 -2359", true, "N", "e@x.y", 253402300799, -1439 },
	{ "N <e@x.y>", "@253402300800 +0000", false, NULL, NULL, 0, 0 },
	{ "N <e@x.y>", "@9223372036854775807 +0000", false, NULL, NULL, 0, 0 },
	{ "N <e@x.y>", "@9223372036854775807 +2359", false, NULL, NULL, 0, 0 },
	{ "N <e@x.y>", "@99999999999999999999999 +0000", false, NULL, NULL, 0, 0 },
	{ "N <e@x.y>", "@1 +2400", false, NULL, NULL, 0, 0 },
	{ "N <e@x.y>", "@1 -9999", false, NULL, NULL, 0, 0 },
};

START_TEST(test_given)
{
	ARENA_AUTO struct arena arena = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct identity identity = { .zone = 0 };
	const char *error = NULL;

	make_home(&folder);
	ck_assert_int_eq(identity_read(&identity, &arena, NULL, rows[_i].author, rows[_i].date,
				       &error),
			 rows[_i].ok);
	ck_assert_int_eq(error != NULL, !rows[_i].ok);
	if (!rows[_i].ok)
		return;
	ck_assert_text(identity.name, rows[_i].name);
	ck_assert_text(identity.email, rows[_i].email);
	ck_assert_int_eq(identity.date, rows[_i].seconds);
	ck_assert_int_eq(identity.zone, rows[_i].zone);
}
END_TEST

START_TEST(test_configured)
{
	ARENA_AUTO struct arena arena = { 0 };
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct identity identity = { .zone = 0 };
	const char *error = NULL;

	if (!has_git())
		return;
	make_home(&folder);
	temporary_add(&folder, ".gitconfig", "[user]\n\tname = C\n\temail = c@x.y\n");
	ck_assert(identity_read(&identity, &arena, NULL, NULL, "2020-01-02T03:04:05Z", &error));
	ck_assert_text(identity.name, "C");
	ck_assert_text(identity.email, "c@x.y");
	ck_assert_int_eq(identity.date, 1577934245);
	ck_assert(!identity_read(&identity, &arena, NULL, NULL, "no such day", &error));
	ck_assert_ptr_nonnull(error);
}
END_TEST

/* Without git the identity is the program's, and dates are parsed in git's internal format. */
START_TEST(test_no_git)
{
	ARENA_AUTO struct arena arena = { 0 };
	static const char *const unread[] = {
		"tomorrow", "@", "@-1", "@1 ", "@1 +", "@1 +1", "@1 0100", "@1 +01000", "@1 +0160", "@1 + 100",
		"@1 +0100x", "@99999999999999999999 +0000", "@253402300800", "@9223372036854775808",
	};
	struct identity identity = { .zone = 0 };
	const char *error = NULL;

	ck_assert_int_eq(setenv("PATH", "/nonexistent", 1), 0);
	ck_assert(identity_read(&identity, &arena, NULL, NULL, "@5 +0200", &error));
	ck_assert_text(identity.name, "nox-cache-inject");
	ck_assert(identity.email.len > 0);
	ck_assert_int_eq(identity.date, 5);
	ck_assert_int_eq(identity.zone, 120);
	ck_assert(identity_read(&identity, &arena, NULL, "N <e@x.y>", NULL, &error));
	ck_assert_text(identity.name, "N");
	ck_assert_int_gt(identity.date, 1577934245);
	for (size_t i = 0; i < COUNT(unread); i++) {
		ck_assert_msg(!identity_read(&identity, &arena, NULL, NULL, unread[i], &error), "%s", unread[i]);
		ck_assert_ptr_nonnull(error);
		error = NULL;
	}
	ck_assert(identity_read(&identity, &arena, NULL, NULL, "7", &error));
	ck_assert_int_eq(identity.date, 7);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("identity");

	ADD_TABLE(tcase, test_given, rows);
	tcase_add_test(tcase, test_configured);
	tcase_add_test(tcase, test_no_git);
	return run_tests("identity", tcase);
}
