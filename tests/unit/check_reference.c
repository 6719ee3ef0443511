/* SPDX-License-Identifier: MIT */
/* Tests which cache action is used. */
#include "config.h"

#include "nox/step/reference.h"

#include "loaded.h"

#define OLD_DIGEST "0057852bfaa89a56745cba8c7296529d2fc39830"
#define NEW_DIGEST "55cc8345863c7cc4c66a329aec7e433d2d1c52a9"
#define OTHER_DIGEST "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void load_uses(struct loaded *l, const char *const *uses)
{
	struct str text = STR("jobs:\n  a:\n    steps:\n      - run: x\n");

	for (; *uses; uses++)
		text = arena_printf(&l->arena, "%.*s      - uses: %s\n", STR_ARG(text), *uses);
	load_workflow(l, text.p);
}

static const struct {
	const char *uses[3];
	const char *want; /* NULL: none */
	const char *comment;
} used[] = {
	{ { NULL }, NULL, NULL },
	{ { "actions/checkout@v4" }, NULL, NULL },
	{ { "actions/cache@v4" }, "actions/cache@v4", "" },
	{ { "actions/cache@v4 # x" }, "actions/cache@v4", "" },
	{ { "'actions/cache@v4'" }, "actions/cache@v4", "" },
	{ { "actions/cache/restore@v5" }, "actions/cache@v5", "" },
	{ { "https://x.y/actions/cache@v4" }, "https://x.y/actions/cache@v4", "" },
	{ { "actions/cache@main" }, "actions/cache@main", "" },
	{ { "actions/cache" }, NULL, NULL },
	{ { "./actions/cache" }, NULL, NULL },
	{ { "me/cache@v4" }, NULL, NULL },
	/* the first that works */
	{ { "actions/cache@v5", "actions/cache@v4" }, "actions/cache@v5", "" },
	{ { "actions/cache@v2", "actions/cache@v4" }, "actions/cache@v4", "" },
	/* no longer supported by GitHub */
	{ { "actions/cache@v1" }, NULL, NULL },
	{ { "actions/cache@v2.1.8" }, NULL, NULL },
	{ { "actions/cache@v3.3.3" }, NULL, NULL },
	{ { "actions/cache@v3.4.0" }, NULL, NULL },
	{ { "actions/cache@v3" }, NULL, NULL },
	{ { "actions/cache@v4.1.2" }, NULL, NULL },
	{ { "actions/cache@v4.2.0" }, "actions/cache@v4.2.0", "" },
	{ { "actions/cache@v4.10.0" }, "actions/cache@v4.10.0", "" },
	{ { "actions/cache@v10.0.1" }, "actions/cache@v10.0.1", "" },
	/* pins keep the comment */
	{ { "actions/cache@" OLD_DIGEST " # v4.3.0" }, "actions/cache@" OLD_DIGEST, "v4.3.0" },
	{ { "actions/cache@" OLD_DIGEST " #v4.3.0  " }, "actions/cache@" OLD_DIGEST, "v4.3.0" },
	{ { "actions/cache@" OLD_DIGEST }, "actions/cache@" OLD_DIGEST, "" },
	{ { "actions/cache@" OLD_DIGEST " # v4.1.0" }, NULL, NULL },
	{ { "actions/cache@" OLD_DIGEST " # v4.3.0\xc2\x85- run: x" }, "actions/cache@" OLD_DIGEST, "" },
	{ { "\"actions/cache@v4 x\"", "actions/cache@v5" }, "actions/cache@v5", "" },
	{ { "\"actions/cache@v4\\n- run: x\"" }, NULL, NULL },
	{ { "\"actions/cache@v4\\x85\"" }, NULL, NULL },
	{ { "actions/cache@${{ github.ref }}" }, NULL, NULL },
};

START_TEST(test_used)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct cache_reference got = { .uses = { NULL, 0 } };
	const char *uses[COUNT(used[0].uses) + 1] = { NULL };

	memcpy(uses, used[_i].uses, sizeof(used[_i].uses));
	load_uses(&l, uses);
	ck_assert_int_eq(cache_reference_used(&got, &l.arena, &l.workflow), used[_i].want != NULL);
	if (!used[_i].want)
		return;
	ck_assert_text(got.uses, used[_i].want);
	ck_assert_text(got.comment, used[_i].comment);
}
END_TEST

static const struct {
	const char *uses[3];
	enum platform platform;
	const char *want;
	const char *comment;
} defaults[] = {
	{ { NULL }, PLATFORM_GITHUB, "actions/cache@v6", "" },
	{ { NULL }, PLATFORM_FORGEJO, "actions/cache@v4", "" },
	{ { NULL }, PLATFORM_GITEA, "actions/cache@v4", "" },
	{ { "actions/checkout@v4" }, PLATFORM_GITHUB, "actions/cache@v6", "" },
	{ { "actions/checkout@" OTHER_DIGEST }, PLATFORM_GITHUB, "actions/cache@" NEW_DIGEST, "v6.1.0" },
	{ { "actions/checkout@" OTHER_DIGEST }, PLATFORM_FORGEJO, "actions/cache@" OLD_DIGEST, "v4.3.0" },
	{ { "actions/checkout@" OTHER_DIGEST, "a/b@v1" }, PLATFORM_GITHUB, "actions/cache@v6", "" },
	{ { "actions/checkout@" OTHER_DIGEST, "./x", "docker://x" }, PLATFORM_GITHUB,
	  "actions/cache@" NEW_DIGEST, "v6.1.0" },
	{ { "./x" }, PLATFORM_GITHUB, "actions/cache@v6", "" },
	{ { "https://x.y/actions/checkout@v4" }, PLATFORM_FORGEJO, "https://x.y/actions/cache@v4", "" },
	{ { "https://x.y/me/tool@v4" }, PLATFORM_FORGEJO, "actions/cache@v4", "" },
	{ { "\"https://x y/actions/checkout@v4\"" }, PLATFORM_FORGEJO, "actions/cache@v4", "" },
	{ { "\"https://${{ x }}/actions/checkout@v4\"" }, PLATFORM_FORGEJO, "actions/cache@v4", "" },
	{ { "https://x.y/actions/checkout@" OTHER_DIGEST }, PLATFORM_FORGEJO,
	  "https://x.y/actions/cache@" OLD_DIGEST, "v4.3.0" },
};

START_TEST(test_default)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct cache_reference got;
	const char *uses[COUNT(defaults[0].uses) + 1] = { NULL };

	memcpy(uses, defaults[_i].uses, sizeof(defaults[_i].uses));
	load_uses(&l, uses);
	got = cache_reference_default(&l.arena, &l.workflow, defaults[_i].platform);
	ck_assert_text(got.uses, defaults[_i].want);
	ck_assert_text(got.comment, defaults[_i].comment);
}
END_TEST

static const struct {
	const char *uses;
	bool want;
} lookups[] = {
	{ "actions/cache@v6", true },
	{ "https://x.y/actions/cache@v4", true },
	{ "actions/cache@" NEW_DIGEST, true },
	{ "actions/cache@main", true },
	{ "actions/cache@v3", true },
	{ "actions/cache@v3.3.1", true },
	{ "actions/cache@v3.2", false },
	{ "actions/cache@v2", false },
	{ "actions/cache/restore@v4", false },
	{ "runs-on/cache@v4", false },
	{ "./cache", false },
};

START_TEST(test_looks_up)
{
	ck_assert_int_eq(cache_reference_looks_up(str_from(lookups[_i].uses)), lookups[_i].want);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("reference");

	ADD_TABLE(tcase, test_used, used);
	ADD_TABLE(tcase, test_default, defaults);
	ADD_TABLE(tcase, test_looks_up, lookups);
	return run_tests("reference", tcase);
}
