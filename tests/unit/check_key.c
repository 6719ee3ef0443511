/* SPDX-License-Identifier: MIT */
/* Keys: their parts, their order, and what the comment calls them. */
#include "config.h"

#include "nox/key.h"

#include "unit.h"

enum { PARTS_MAX = 3 };

#define HEAD "${{ runner.os }}-${{ runner.arch }}-nox-"
#define JOB "${{ github.job }}-"

static const struct {
	struct str workflow, place;
	struct leg legs[PARTS_MAX];
	enum python_origin origin;
	struct str python;
	const char *restore;
	const char *names;
} rows[] = {
	{ STR(""), STR(""), { { STR(""), false } }, PYTHON_UNKNOWN, STR(""), HEAD JOB, "OS, architecture, job" },
	{ STR(""), STR(""), { { STR(""), false } }, PYTHON_OUTPUT, STR("${{ p }}"), HEAD JOB "${{ p }}-",
	  "OS, architecture, job, Python version" },
	{ STR(""), STR(""), { { STR(""), false } }, PYTHON_LOCATION, STR("${{ p }}"), HEAD JOB "${{ p }}-",
	  "OS, architecture, job, Python version" },
	{ STR(""), STR(""), { { STR(""), false } }, PYTHON_CONTAINER, STR("python:3"), HEAD JOB "python:3-",
	  "OS, architecture, job, container image" },
	{ STR("ci"), STR("sub"), { { STR(""), false } }, PYTHON_TEXT, STR("3"), HEAD "ci-" JOB "sub-3-",
	  "OS, architecture, workflow, job, folder, Python version" },
	{ STR(""), STR(""), { { STR("matrix.os"), false }, { STR("matrix['a b']"), false } }, PYTHON_TEXT, STR("3"),
	  HEAD JOB "${{ matrix.os }}-${{ matrix['a b'] }}-3-",
	  "OS, architecture, job, matrix leg, Python version" },
	{ STR(""), STR(""), { { STR("matrix.os"), false }, { STR("inputs.os"), true } }, PYTHON_UNKNOWN, STR(""),
	  HEAD JOB "${{ matrix.os }}-${{ inputs.os }}-", "OS, architecture, job, matrix leg, inputs" },
};

START_TEST(test_key)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct legs legs = { .parts = { .len = 0 } };
	struct python python = { .origin = rows[_i].origin, .text = rows[_i].python };
	struct key_parts parts = { .workflow = rows[_i].workflow,
				   .place = rows[_i].place,
				   .legs = &legs,
				   .python = &python,
				   .patterns = STR("'noxfile.py', 'uv.lock'") };
	struct key key = { .text = { NULL, 0 } };

	for (size_t i = 0; i < PARTS_MAX && rows[_i].legs[i].path.len > 0; i++)
		ck_assert(list_add(&arena, &legs.parts, rows[_i].legs[i]));
	ck_assert(key_make(&key, &arena, &parts));
	ck_assert_text(key.restore, rows[_i].restore);
	ck_assert_text(key.names, rows[_i].names);
	/* The key is the restore-key and the hash, and nothing else. */
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
