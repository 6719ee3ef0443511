/* SPDX-License-Identifier: MIT */
/* Tests the names of a repository from URLs and git's configuration. */
#include "config.h"

#include "repository/remotes.h"

#include "folder.h"
#include "unit.h"

static const struct {
	const char *url, *host, *name; /* host NULL: no remote */
} urls[] = {
	{ "https://github.com/acme/widgets.git", "github.com", "acme/widgets" },
	{ "https://github.com/acme/widgets", "github.com", "acme/widgets" },
	{ "https://me:secret@github.com/acme/widgets/", "github.com", "acme/widgets" },
	{ "ssh://git@codeberg.org:2222/acme/widgets.git", "codeberg.org", "acme/widgets" },
	{ "git@github.com:acme/widgets.git", "github.com", "acme/widgets" },
	{ "github.com:acme/widgets", "github.com", "acme/widgets" },
	{ "https://git.example.org/gitea/acme/widgets.git", "git.example.org", "acme/widgets" },
	{ "/srv/git/acme/widgets.git", NULL, NULL },
	{ "../acme/widgets", NULL, NULL },
	{ "./a:b/c", NULL, NULL },
	{ "https://github.com/acme", NULL, NULL },
	{ "https://github.com/", NULL, NULL },
	{ "https:///acme/widgets", NULL, NULL },
	{ "https://github.com/acme/.git", NULL, NULL },
	{ "", NULL, NULL },
	{ ":", NULL, NULL },
};

START_TEST(test_url)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct remotes remotes = { .list = { .len = 0 } };

	remotes_add(&remotes, &arena, str_from(urls[_i].url));
	ck_assert_uint_eq(remotes.list.len, urls[_i].host ? 1 : 0);
	if (!urls[_i].host)
		return;
	ck_assert_text(remotes.list.at[0].host, urls[_i].host);
	ck_assert_text(remotes.list.at[0].name, urls[_i].name);
}
END_TEST

#define CONFIG                                                                                     \
	"[core]\n\turl = https://github.com/not/this\n[Remote \"origin\"] ; ours\n"                  \
	"\tfetch = x\n\tURL = \"https://github.com/acme/widgets.git\"\n[remotely \"x\"]\n"          \
	"\turl = https://github.com/nor/this\n[remote \"up\"]\n\turl=git@forge.example:up/widgets\n" \
	"\turl = \"broken\n[remote]\n\turl = https://github.com/no/name\n"

START_TEST(test_config)
{
	TEMPORARY_AUTO struct temporary folder = { .path = "" };
	ARENA_AUTO struct arena arena = { 0 };
	struct remotes remotes = { .list = { .len = 0 } };

	temporary_make(&folder);
	temporary_add(&folder, ".git/HEAD", "ref: refs/heads/main\n");
	temporary_add(&folder, ".git/objects/info/x", "");
	temporary_add(&folder, ".git/refs/x", "");
	temporary_add(&folder, ".git/config", CONFIG);
	temporary_add(&folder, "sub/x", "");
	remotes_read(&remotes, &arena, str_from(folder.path));
	ck_assert_uint_eq(remotes.list.len, 2);
	ck_assert(remotes_have(&remotes, STR(""), STR("ACME/Widgets")));
	ck_assert(remotes_have(&remotes, STR("GitHub.com"), STR("acme/widgets")));
	ck_assert(!remotes_have(&remotes, STR("forge.example"), STR("acme/widgets")));
	ck_assert(remotes_have(&remotes, STR("forge.example"), STR("up/widgets")));
	ck_assert(!remotes_have(&remotes, STR(""), STR("not/this")));
	remotes_read(&remotes, &arena, str_from(folder.path));
	ck_assert_uint_eq(remotes.list.len, 2);
}
END_TEST

START_TEST(test_nothing)
{
	TEMPORARY_AUTO struct temporary folder = { .path = "" };
	ARENA_AUTO struct arena arena = { 0 };
	struct remotes remotes = { .list = { .len = 0 } };

	temporary_make(&folder);
	remotes_read(&remotes, &arena, str_from(folder.path));
	ck_assert_uint_eq(remotes.list.len, 0);
}
END_TEST

START_TEST(test_limit)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct remotes remotes = { .list = { .len = 0 } };

	for (int i = 0; i < 2 * REMOTES_MAX; i++)
		remotes_add(&remotes, &arena, STR("a.b:c/d"));
	ck_assert_uint_eq(remotes.list.len, REMOTES_MAX);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("remotes");

	ADD_TABLE(tcase, test_url, urls);
	tcase_add_test(tcase, test_config);
	tcase_add_test(tcase, test_nothing);
	tcase_add_test(tcase, test_limit);
	return run_tests("remotes", tcase);
}
