/* SPDX-License-Identifier: MIT */
/* Tests finding repositories, workflows and local actions on disk. All paths are relative to a
 * temporary folder, in which the tests run. */
#include "config.h"

#include "workflow/discover.h"

#include "base/buf.h"
#include "repository/locate.h"
#include "folder.h"

static const char *const names[] = {
	"a/.git/",
	"a/.github/workflows/z.yml",
	"a/.github/workflows/b.yaml",
	"a/.github/workflows/c.txt",
	"a/.github/workflows/m.yml",
	"a/.github/workflows/a.yml",
	"a/.github/workflows/y.yml",
	"a/.github/workflows/.hidden.yml",
	"a/.github/workflows/sub/x.yml",
	"a/.gitea/workflows/g.yml",
	"a/.github/actions/one/action.yml",
	"a/.github/actions/two/action.yaml",
	"a/.github/actions/none/other.yml",
	"a/action.yml",
	"a/src/deep/x.py",
	"f/.forgejo/workflows/ci.yml",
	"g/.git/",
	"g/sub/ci.yml",
	"n/ci.yml",
	"both/.gitea/",
	"both/.forgejo/",
};

static void enter(struct temporary *folder)
{
	temporary_make(folder);
	for (size_t i = 0; i < COUNT(names); i++)
		temporary_add(folder, names[i], "");
	ck_assert_int_eq(chdir(folder->path), 0);
}

static void leave(struct temporary *folder)
{
	ck_assert_int_eq(chdir("/"), 0);
	temporary_release(folder);
	folder->path[0] = '\0';
}

static const struct {
	const char *path;
	bool folder;
	const char *want;
	const char *inside; /* of a file: the result of path_inside */
} roots[] = {
	{ "a/.github/workflows/z.yml", false, "a", ".github/workflows/z.yml" },
	{ "./a/.github/workflows/z.yml", false, "./a", ".github/workflows/z.yml" },
	{ "a//.github/workflows/z.yml", false, NULL, NULL },
	{ "a/.github/actions/one/action.yml", false, "a", ".github/actions/one/action.yml" },
	{ "a/action.yml", false, "a", "action.yml" },
	{ "f/.forgejo/workflows/ci.yml", false, "f", ".forgejo/workflows/ci.yml" },
	{ "g/sub/ci.yml", false, "g", "sub/ci.yml" },
	{ "n/ci.yml", false, "n", "ci.yml" },
	{ ".github/workflows/new.yml", false, ".", ".github/workflows/new.yml" },
	{ "./.github/workflows/new.yml", false, ".", ".github/workflows/new.yml" },
	{ "nowhere/.gitea/workflows/new.yml", false, "nowhere", ".gitea/workflows/new.yml" },
	{ "/nowhere/.github/workflows/x.yml", false, "/nowhere", ".github/workflows/x.yml" },
	{ "a", true, "a", NULL },
	{ "a/", true, "a", NULL },
	{ "a/src/deep", true, "a", NULL },
	{ "a/.github/workflows", true, "a", NULL },
	{ "f", true, "f", NULL },
	{ "g/sub", true, "g", NULL },
	{ "n", true, "n", NULL },
};

START_TEST(test_root)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct temporary folder = { "" };
	struct str path = str_from(roots[_i].path), root = { NULL, 0 };

	enter(&folder);
	if (roots[_i].folder)
		repository_of_folder(&root, &arena, path);
	else
		repository_of_file(&root, &arena, path);
	ck_assert(root.len > 0);
	if (roots[_i].want)
		ck_assert_text(root, roots[_i].want);
	if (roots[_i].inside)
		ck_assert_text(path_inside(root, path), roots[_i].inside);
	leave(&folder);
}
END_TEST

/* From inside the repository, with the root above. */
START_TEST(test_above)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct temporary folder = { "" };
	struct str root = { NULL, 0 };

	enter(&folder);
	ck_assert_int_eq(chdir("a/src/deep"), 0);
	repository_of_folder(&root, &arena, STR("."));
	ck_assert_text(root, "../..");
	repository_of_file(&root, &arena, STR("x.yml"));
	ck_assert_text(root, "../..");
	leave(&folder);
}
END_TEST

static const struct {
	const char *root;
	const char *want; /* "path " for each */
} searches[] = {
	{ "a", ".github/workflows/a.yml .github/workflows/b.yaml .github/workflows/m.yml "
	       ".github/workflows/y.yml .github/workflows/z.yml .gitea/workflows/g.yml " },
	{ "f", ".forgejo/workflows/ci.yml " },
	{ "n", "" },
	{ "nowhere", "" },
};

START_TEST(test_workflows)
{
	ARENA_AUTO struct arena arena = { 0 };
	BUF_AUTO struct buf got = { 0 };
	struct temporary folder = { "" };
	REPOSITORY_AUTO struct repository repository = { .store = NULL };
	struct found_files files = { .list = { .len = 0 } };

	enter(&folder);
	repository_open_folder(&repository, searches[_i].root);
	discover_workflows(&files, &arena, &repository);
	leave(&folder);
	for (size_t i = 0; i < files.list.len; i++)
		buf_printf(&got, "%.*s ", STR_ARG(files.list.at[i]));
	ck_assert_text(buf_str(&got), searches[_i].want);
}
END_TEST

static const struct {
	const char *folder;
	const char *path; /* NULL: none */
} actions[] = {
	{ ".github/actions/one", ".github/actions/one/action.yml" },
	{ ".github/actions/one/", ".github/actions/one/action.yml" },
	{ ".github/actions/two", ".github/actions/two/action.yaml" },
	{ "", "action.yml" },
	{ ".github/actions/none", NULL },
	{ "nowhere", NULL },
	{ "../f", NULL },
	{ "./.github/actions/one/.", ".github/actions/one/action.yml" },
	{ ".github/workflows/../actions/one", ".github/actions/one/action.yml" },
	{ ".github/../../g", NULL },
};

START_TEST(test_action)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct temporary folder = { "" };
	REPOSITORY_AUTO struct repository repository = { .store = NULL };
	struct str path = { NULL, 0 };
	bool found;

	enter(&folder);
	repository_open_folder(&repository, "a");
	found = discover_action(&path, &arena, &repository, str_from(actions[_i].folder));
	leave(&folder);
	ck_assert_int_eq(found, actions[_i].path != NULL);
	if (found)
		ck_assert_text(path, actions[_i].path);
}
END_TEST

static const struct {
	const char *root, *inner;
	enum platform want;
} platforms[] = {
	{ "a", ".github/workflows/z.yml", PLATFORM_GITHUB },
	{ "a", ".gitea/workflows/g.yml", PLATFORM_GITEA },
	{ "nowhere", ".forgejo/workflows/x.yml", PLATFORM_FORGEJO },
	{ "a", "action.yml", PLATFORM_GITHUB },
	{ "f", "action.yml", PLATFORM_FORGEJO },
	{ "both", "action.yml", PLATFORM_FORGEJO },
	{ "n", "action.yml", PLATFORM_GITHUB },
};

START_TEST(test_platform)
{
	REPOSITORY_AUTO struct repository repository = { .store = NULL };
	struct temporary folder = { "" };
	enum platform got;

	enter(&folder);
	repository_open_folder(&repository, platforms[_i].root);
	got = platform_of(&repository, str_from(platforms[_i].inner));
	leave(&folder);
	ck_assert_int_eq(got, platforms[_i].want);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("discover");

	ADD_TABLE(tcase, test_root, roots);
	tcase_add_test(tcase, test_above);
	ADD_TABLE(tcase, test_workflows, searches);
	ADD_TABLE(tcase, test_action, actions);
	ADD_TABLE(tcase, test_platform, platforms);
	return run_tests("discover", tcase);
}
