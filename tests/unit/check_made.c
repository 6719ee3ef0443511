/* SPDX-License-Identifier: MIT */
/* Tests which folders a script creates before it runs Nox. */
#include "config.h"

#include "nox/call/made.h"

#include "unit.h"

/* Each script finally runs Nox in "x". */
static const struct {
	const char *script;
	bool made;
} rows[] = {
	{ "", false },
	{ "ls x", false },
	{ "mkdir x", true },
	{ "mkdir -p x", true },
	{ "mkdir -p ./x/", true },
	{ "mkdir -p y", false },
	{ "mkdir -m 755 y x", true },
	{ "sudo mkdir x", true },
	{ "echo mkdir x", false },
	/* the environments' own folder, x/.nox */
	{ "mkdir x/.nox", true },
	{ "mkdir -p x/.nox", false },
	{ "mkdir x/build", false },
	{ "mv y x", true },
	{ "mv x y", false },
	{ "mv a/x .", true },
	{ "cp -r a/x b ./", true },
	{ "cp a b", false },
	{ "cp -r a x", true },
	{ "rsync -a a/ x/", true },
	{ "ln -s a x", true },
	{ "ln -s", false },
	{ "cp \"$A\" \"$B\"", false },
	{ "git clone https://a.b/c/x", true },
	{ "git clone https://a.b/c/y z", true }, /* unknown */
	{ "git fetch", false },
	{ "git worktree add x", true },
	{ "tar xf x.tar", true },
	{ "cookiecutter --no-input .", true },
	{ "uvx cookiecutter --no-input .", true },
	{ "pipx run copier copy . x", true },
	{ "python -m cookiecutter .", true },
	{ "pip install cookiecutter", false },
	{ "poetry new x", true },
	{ "poetry install", false },
};

START_TEST(test_made)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct made made = { .any = false };
	struct script script = { .commands = { .len = 0 } };
	struct folder start = { STR(""), true }, folder = { STR("x"), true }, envdir = { STR("x/.nox"), true };

	script_scan(&script, &arena, str_from(rows[_i].script), DIALECT_SH);
	for (size_t i = 0; i < script.commands.len; i++)
		made_note(&made, &arena, &script.commands.at[i], start);
	ck_assert_int_eq(made_before(&made, start, folder, envdir), rows[_i].made);
	/* The folder where it starts exists. */
	if (made.any)
		ck_assert(!made_before(&made, folder, folder, envdir));
}
END_TEST

/* Paths are relative to the current folder; those outside the workspace count too. */
START_TEST(test_places)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct made made = { .any = false };
	struct script script = { .commands = { .len = 0 } };
	struct folder start = { STR(""), true };

	script_scan(&script, &arena, STR("mv a /tmp"), DIALECT_SH);
	made_note(&made, &arena, &script.commands.at[0], (struct folder){ STR("sub"), true });
	ck_assert(made_before(&made, start, (struct folder){ STR("/tmp/a"), true }, start));
	ck_assert(!made_before(&made, start, (struct folder){ STR("sub/a"), true }, start));
	ck_assert(!made_before(&made, start, (struct folder){ STR("/tmpx"), true }, start));
}
END_TEST

START_TEST(test_many)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct made made = { .any = false };
	struct script script = { .commands = { .len = 0 } };
	struct folder start = { STR(""), true };

	script_scan(&script, &arena, STR("mkdir a"), DIALECT_SH);
	for (size_t i = 0; i < MADE_MAX; i++)
		made_note(&made, &arena, &script.commands.at[0], start);
	ck_assert(!made.any);
	made_note(&made, &arena, &script.commands.at[0], start);
	ck_assert(made.any);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("made");

	ADD_TABLE(tcase, test_made, rows);
	tcase_add_test(tcase, test_places);
	tcase_add_test(tcase, test_many);
	return run_tests("made", tcase);
}
