/* SPDX-License-Identifier: MIT */
/* Tests splitting the values of uses:. */
#include "config.h"

#include "workflow/uses.h"

#include "unit.h"

#define DIGEST "0057852bfaa89a56745cba8c7296529d2fc39830"

static const struct {
	const char *value;
	const char *host, *name, *path, *ref;
	bool local, docker, pinned;
} rows[] = {
	{ "actions/cache@v4", "", "actions/cache", "", "v4", false, false, false },
	{ "  actions/cache@v4\n", "", "actions/cache", "", "v4", false, false, false },
	{ "actions/cache/restore@v4", "", "actions/cache", "restore", "v4", false, false, false },
	{ "a/b/c/d@main", "", "a/b", "c/d", "main", false, false, false },
	{ "actions/cache@" DIGEST, "", "actions/cache", "", DIGEST, false, false, true },
	{ "actions/cache@" DIGEST "aaaaaaaaaaaaaaaaaaaaaaaa", "", "actions/cache", "",
	  DIGEST "aaaaaaaaaaaaaaaaaaaaaaaa", false, false, true },
	{ "actions/cache@" DIGEST "a", "", "actions/cache", "", DIGEST "a", false, false, false },
	{ "actions/cache@0057852bfaa89a56745cba8c7296529d2fc3983g", "", "actions/cache", "",
	  "0057852bfaa89a56745cba8c7296529d2fc3983g", false, false, false },
	{ "actions/cache", "", "actions/cache", "", "", false, false, false },
	{ "actions/cache@release/v1", "", "actions/cache", "", "release/v1", false, false, false },
	{ "https://code.forgejo.org/actions/cache@v4", "https://code.forgejo.org/", "actions/cache", "",
	  "v4", false, false, false },
	{ "https://a.b:3000/actions/cache/save@v4", "https://a.b:3000/", "actions/cache", "save", "v4",
	  false, false, false },
	{ "https://a.b", "https://a.b", "", "", "", false, false, false },
	{ "./.github/actions/x", "", ".github/actions/x", "", "", true, false, false },
	{ "./", "", "", "", "", true, false, false },
	{ "./a@b", "", "a@b", "", "", true, false, false },
	{ "docker://alpine:3", "", "docker://alpine:3", "", "", false, true, false },
	{ "", "", "", "", "", false, false, false },
	{ "x", "", "x", "", "", false, false, false },
	{ "@v1", "", "", "", "v1", false, false, false },
};

START_TEST(test_read)
{
	struct uses uses = uses_read(str_from(rows[_i].value));

	ck_assert_text(uses.host, rows[_i].host);
	ck_assert_text(uses.name, rows[_i].name);
	ck_assert_text(uses.path, rows[_i].path);
	ck_assert_text(uses.ref, rows[_i].ref);
	ck_assert_int_eq(uses.local, rows[_i].local);
	ck_assert_int_eq(uses.docker, rows[_i].docker);
	ck_assert_int_eq(uses_is_pinned(&uses), rows[_i].pinned);
}
END_TEST

START_TEST(test_sound)
{
	ck_assert(uses_is_sound(STR("actions/cache@v4")) && uses_is_sound(STR("https://a.b/c/d@\xc3\xa9'\"")));
	ck_assert(!uses_is_sound(STR("")) && !uses_is_sound(STR("a b")) && !uses_is_sound(STR("a\n")));
	ck_assert(!uses_is_sound(STR("a@${{ b }}")) && !uses_is_sound(STR("a\xe2\x80\xa8")));
}
END_TEST

static const struct {
	const char *value;
	bool is;
} names[] = {
	{ "actions/cache@v4", true },	      { "Actions/Cache@v4", true },
	{ "actions/cache/restore@v4", true }, { "https://x.y/actions/cache@v4", true },
	{ "actions/cached@v4", false },	      { "./actions/cache", false },
	{ "docker://actions/cache", false },  { "me/cache@v4", false },
};

START_TEST(test_is)
{
	struct uses uses = uses_read(str_from(names[_i].value));

	ck_assert_int_eq(uses_is(&uses, "actions/cache"), names[_i].is);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("uses");

	ADD_TABLE(tcase, test_read, rows);
	tcase_add_test(tcase, test_sound);
	ADD_TABLE(tcase, test_is, names);
	return run_tests("uses", tcase);
}
