/* SPDX-License-Identifier: MIT */
/* Template strings in one leg of a job. Symbols are in angle brackets here. */
#include "config.h"

#include "nox/findings/leg_text.h"

#include "base/buf.h"
#include "loaded.h"
#include "surveyed.h"

#include <stdio.h>
#include <string.h>

static const char file[] =
	"name: CI ${{ 1 }}\n"
	"env: {WIDE: w, LOOP: '${{ env.LOOP }}'}\n"
	"jobs:\n"
	"  tests:\n"
	"    runs-on: ${{ matrix.os }}\n"
	"    env: {NEAR: 'n-${{ matrix.py }}'}\n"
	"    strategy:\n"
	"      matrix:\n"
	"        os: [ubuntu-24.04-arm, macos-latest, windows-latest, macos-13, gpu]\n"
	"        py: ['3.12']\n"
	"        deep: [{a: {b: c}}]\n"
	"    steps:\n"
	"      - {uses: actions/setup-python@v5, id: py, with: {python-version: '${{ matrix.py }}'}}\n"
	"      - {uses: actions/cache/restore@v4, id: cache, with: {path: .nox, key: 'k-${{ matrix.os }}'}}\n"
	"      - {run: x, id: own}\n";

enum { HASHES = 1, CHANGES = 2, PYTHON = 4, ANY = 8 };

#define OWN " of tests in ci.yml"

static const struct {
	size_t leg;
	const char *text;
	const char *want;
	unsigned flags;
} rows[] = {
	{ 0, "nox", "nox", 0 },
	{ 0, "${{ runner.os }}-${{ runner.arch }}", "Linux-ARM64", 0 },
	{ 1, "${{ runner.os }}-${{ runner.arch }}", "macOS-ARM64", 0 },
	{ 2, "${{ runner.os }}-${{ runner.arch }}", "Windows-X64", 0 },
	{ 3, "${{ RUNNER.OS }}-${{ runner.arch }}", "macOS-X64", 0 },
	{ 4, "${{ runner.os }}-${{ runner.arch }}", "<runner.os of gpu>-<runner.arch of gpu>", 0 },
	{ 0, "${{ runner.temp }}", "<runner.temp>", 0 },
	{ 0, "${{ matrix.py }} ${{ matrix['deep'].A.b }}${{ matrix.none }}", "3.12 c", PYTHON },
	{ 0, "${{ matrix.deep }}", "<matrix.deep 0" OWN ">", 0 },
	{ 0, "${{ github.job }} ${{ github.workflow }}", "tests CI 1", 0 },
	{ 0, "${{ github.ref }}", "<github.ref>", 0 },
	{ 0, "${{ github.run_id }}", "<github.run_id>", CHANGES },
	{ 0, "${{ env.WIDE }} ${{ env.NEAR }}", "w n-3.12", PYTHON },
	{ 0, "${{ env.none }}", "<env.none on #" OWN ">", CHANGES | PYTHON | ANY },
	{ 0, "${{ env.LOOP }}", "<text" OWN ">", CHANGES | PYTHON | ANY },
	{ 0, "${{ env.pythonLocation }}", "<python 3.12 for Linux ARM64>", PYTHON },
	{ 4, "${{ env.pythonLocation }}", "python 3.12 for <runner.os of gpu> <runner.arch of gpu>", PYTHON },
	{ 0, "${{ " LEG_TEXT_PYTHON " }}", "<python 3.12>", PYTHON },
	{ 0, "${{ steps.py.outputs.python-version }}", "<python 3.12>", PYTHON },
	{ 0, "${{ steps.cache.outputs.cache-primary-key }}", "k-ubuntu-24.04-arm", 0 },
	{ 0, "${{ steps.own.outputs.x }}", "<steps.own.outputs.x on #" OWN ">", CHANGES | PYTHON | ANY },
	{ 0, "${{ vars.X }}", "<vars.X>", 0 },
	{ 0, "${{ secrets.X }}", "<secrets.X>", 0 },
	{ 0, "${{ needs.a.outputs.b }}", "<needs.a.outputs.b" OWN ">", CHANGES | ANY },
	{ 0, "${{ inputs.x }}", "<inputs.x" OWN ">", CHANGES | PYTHON | ANY },
	{ 3, "${{ strategy.job-index }}", "3", 0 },
	{ 0, "${{ hashFiles('a', matrix.py) }}", "<hashFiles('a', '3.12')>", HASHES | PYTHON },
	{ 0, "${{ matrix.py == '3.12' && 'new' || 'old' }}", "new", PYTHON },
	{ 0, "${{ matrix.py != '3.12' && 'new' || 'old' }}", "old", PYTHON },
	{ 0, "${{ github.ref == 'x' && 'a' || 'b' }}", "<(((github.ref == 'x') && 'a') || 'b')>", 0 },
	{ 0, "${{ startsWith(runner.os, 'lin') }} ${{ endsWith('abc', 'BC') }} ${{ contains('abc', 'x') }}",
	  "true true false", 0 },
	{ 0, "${{ !false }} ${{ !github.ref }} ${{ null }}", "true <!github.ref> ", 0 },
	{ 0, "${{ fromJSON(vars.X).a }}", "<fromJSON(vars.X).a>", CHANGES | ANY },
	{ 0, "${{ ( }}", "<(" OWN ">", CHANGES | PYTHON | ANY },
};

/* A digest is shown as '#'. */
static struct str shown(struct arena *arena, struct str text)
{
	BUF_AUTO struct buf out = { 0 };

	for (size_t i = 0; i < text.len; i++) {
		if (i + 40 <= text.len && strspn(text.p + i, "0123456789abcdef") >= 40) {
			buf_add_char(&out, '#');
			i += 39;
			continue;
		}
		buf_add_char(&out, text.p[i] == LEG_TEXT_OPEN	 ? '<'
				   : text.p[i] == LEG_TEXT_CLOSE ? '>'
								 : text.p[i]);
	}
	return buf_keep(&out, arena);
}

struct fixture {
	struct surveyed surveyed;
	struct setups setups;
	struct matrix matrix;
	struct leg_scope scope;
};

static void enter(struct fixture *f, struct loaded *l, const char *text, size_t leg)
{
	load_workflow(l, text);

	const struct job *job = &l->workflow.jobs.at[0];

	setups_find(&f->setups, &l->arena, &l->workflow, job, survey_folder(&f->surveyed, "/nonexistent"));
	matrix_expand(&f->matrix, &l->arena, &l->tree, job_field(job, JOB_MATRIX));
	leg_scope_enter(&f->scope, &l->arena, &l->workflow, job, &f->setups, &f->matrix, leg);
}

START_TEST(test_text)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct fixture f = { .setups = { .many = false } };
	struct leg_text got;

	enter(&f, &l, file, rows[_i].leg);
	got = leg_text_of(&f.scope, str_from(rows[_i].text));
	surveyed_release(&f.surveyed);
	ck_assert_str_eq(shown(&l.arena, got.text).p, rows[_i].want);
	ck_assert_uint_eq((got.hashes ? HASHES : 0) | (got.changes ? CHANGES : 0) |
				  (got.python ? PYTHON : 0) | (got.open ? ANY : 0),
			  rows[_i].flags);
}
END_TEST

static const struct {
	const char *condition;
	bool off;
} conditions[] = {
	{ "runner.os == 'Linux'", false },
	{ "runner.os == 'macOS'", true },
	{ "${{ startsWith(runner.os, 'Windows') }}", true },
	{ "matrix.py == '3.12' && github.ref == 'x'", false },
	{ "matrix.py == '3.11' && github.ref == 'x'", true },
	{ "github.ref == 'x' && matrix.py == '3.11'", true },
	{ "always()", false },
	{ "(", false },
	{ "'true ${{ 1 }}'", false },
};

START_TEST(test_condition)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct fixture f = { .setups = { .many = false } };
	struct str text = arena_printf(&l.arena, "%s      - {run: y, if: \"%s\"}\n", file,
				       conditions[_i].condition);

	enter(&f, &l, text.p, 0);
	surveyed_release(&f.surveyed);
	ck_assert(leg_is_off(&f.scope, step_field(&l.workflow.jobs.at[0].steps.at[3], STEP_IF)) == conditions[_i].off);
}
END_TEST

/* Texts within texts double with each variable; their reading is bounded. */
START_TEST(test_bounded)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct fixture f = { .setups = { .many = false } };
	BUF_AUTO struct buf text = { 0 };

	buf_add_c(&text, "env:\n");
	for (char c = 'A'; c < 'F'; c++) {
		buf_printf(&text, "  %c: '", c);
		for (size_t i = 0; i < 200; i++)
			buf_printf(&text, "${{ env.%c }}", c + 1);
		buf_add_c(&text, "'\n");
	}
	buf_add_c(&text, "  F: x\njobs: {a: {steps: []}}\n");
	enter(&f, &l, buf_keep(&text, &l.arena).p, 0);
	surveyed_release(&f.surveyed);
	ck_assert_uint_lt(leg_text_of(&f.scope, STR("${{ env.A }}")).text.len, 1024 * 1024);
}
END_TEST

static const char machine_file[] =
	"jobs:\n"
	"  tests:\n"
	"    runs-on: ubuntu-latest\n"
	"    env: {NEAR: '${{ matrix.near }}'}\n"
	"    strategy: {matrix: {%s: [a, b]}}\n"
	"    steps:\n"
	"      - {uses: actions/setup-python@v5, with: {python-version: '${{ matrix.py }}'}}\n"
	"      - {uses: ./.github/actions/x, with: {which: '${{ matrix.input }}'}}\n"
	"      - {uses: other/action@v1, with: {python: '${{ matrix.named }}', which: '${{ matrix.other }}'}}\n"
	"      - {run: 'echo X=${{ matrix.set }} >> $GITHUB_ENV'}\n"
	"      - {run: 'echo ${{ matrix.said }}'}\n"
	"      - {id: own, run: 'echo ${{ matrix.own }}'}\n";

/* Do the machines of two legs, and what a step finds on them, differ with the member? */
static const struct {
	const char *member;
	bool machine, found;
} members[] = {
	{ "near", true, true },	    { "py", true, true },    { "input", true, true },
	{ "named", true, true },    { "set", true, true },   { "other", false, false },
	{ "said", false, false },   { "own", false, true },
};

START_TEST(test_machine)
{
	LOADED_AUTO struct loaded l = { 0 };
	struct fixture f[2] = { { .setups = { .many = false } }, { .setups = { .many = false } } };
	struct str machines[2], found[2];
	char text[sizeof(machine_file) + 20];

	snprintf(text, sizeof(text), machine_file, members[_i].member);
	enter(&f[0], &l, text, 0);
	f[1].setups = f[0].setups;
	leg_scope_enter(&f[1].scope, &l.arena, &l.workflow, &l.workflow.jobs.at[0], &f[1].setups,
			&f[0].matrix, 1);
	for (size_t i = 0; i < 2; i++) {
		machines[i] = leg_machine(&f[i].scope);
		found[i] = leg_found(&f[i].scope, &l.workflow.jobs.at[0].steps.at[5]);
	}
	surveyed_release(&f[0].surveyed);
	ck_assert(str_eq(machines[0], machines[1]) != members[_i].machine);
	ck_assert(str_eq(found[0], found[1]) != members[_i].found);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("leg_text");

	ADD_TABLE(tcase, test_text, rows);
	ADD_TABLE(tcase, test_condition, conditions);
	ADD_TABLE(tcase, test_machine, members);
	tcase_add_test(tcase, test_bounded);
	return run_tests("leg_text", tcase);
}
