/* SPDX-License-Identifier: MIT */
/* Tests keys: their parts, their order, and their description in the comment. */
#include "config.h"

#include "nox/key/key.h"

#include "unit.h"

enum { PARTS_MAX = 3 };

#define HEAD "${{ runner.os }}-${{ runner.arch }}-nox-"
#define JOB "${{ github.job }}-"

#define LEG(path) { STR(path), STR(path), false }
#define INPUT(path, part) { STR(path), STR(part), true }

static const struct {
	struct str workflow, place;
	struct leg legs[PARTS_MAX];
	struct python python;
	const char *restore;
	const char *names;
} rows[] = {
	{ STR(""), STR(""), { LEG("") }, { .text = STR("") }, HEAD JOB, "OS, architecture, job" },
	{ STR(""), STR(""), { LEG("") }, { .text = STR("${{ p }}") }, HEAD JOB "${{ p }}-",
	  "OS, architecture, job, Python version" },
	{ STR(""), STR(""), { LEG("") }, { .text = STR("python@sha256:0"), .image = true },
	  HEAD JOB "python@sha256:0-", "OS, architecture, job, container image" },
	{ STR(""), STR(""), { LEG("") }, { .text = STR("python:3"), .image = true, .moves = true },
	  HEAD JOB "python:3-", "OS, architecture, job, container image (whose tag may move)" },
	{ STR("ci"), STR("sub"), { LEG("") }, { .text = STR("3") }, HEAD "ci-" JOB "sub-3-",
	  "OS, architecture, workflow, job, folder, Python version" },
	{ STR(""), STR(""), { LEG("matrix.os"), LEG("matrix['a b']") }, { .text = STR("3") },
	  HEAD JOB "${{ matrix.os }}-${{ matrix['a b'] }}-3-",
	  "OS, architecture, job, matrix leg, Python version" },
	{ STR(""), STR(""), { LEG("matrix.os"), INPUT("inputs.os", "x && inputs.os") }, { .text = STR("") },
	  HEAD JOB "${{ matrix.os }}-${{ x && inputs.os }}-", "OS, architecture, job, matrix leg, inputs" },
};

START_TEST(test_key)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct legs legs = { .parts = { .len = 0 } };
	struct key_parts parts = { .workflow = rows[_i].workflow,
				   .place = rows[_i].place,
				   .legs = &legs,
				   .python = &rows[_i].python,
				   .patterns = STR("'noxfile.py', 'uv.lock'") };
	struct key key = { .text = { NULL, 0 } };

	for (size_t i = 0; i < PARTS_MAX && rows[_i].legs[i].path.len > 0; i++)
		list_add(&arena, &legs.parts, rows[_i].legs[i]);
	key_make(&key, &arena, &parts);
	ck_assert_text(key.restore, rows[_i].restore);
	ck_assert_text(key.names, rows[_i].names);
	/* The key is exactly the restore-key and the hash. */
	ck_assert(str_starts(key.text, key.restore.p));
	ck_assert_text(str_slice(key.text, key.restore.len, key.text.len),
		       "${{ hashFiles('noxfile.py', 'uv.lock') }}");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("key");

	ADD_TABLE(tcase, test_key, rows);
	return run_tests("key", tcase);
}
