/* SPDX-License-Identifier: MIT */
/* Tests what keys hash: existing files, and patterns for files that are unknown. */
#include "config.h"

#include "nox/key/hashed.h"

#include "loaded.h"
#include "planned.h"
#include "nox/release/overview_maker.h"

#define SESSION "import nox\n\n@nox.session\ndef a(session):\n    session.install('x')\n"
#define JOB "jobs:\n  j:\n    runs-on: ubuntu-latest\n    steps:\n"
#define CHECKOUT "      - uses: actions/checkout@v4\n"
#define RUN(script) "      - run: " script "\n"
#define ACTION "runs:\n  using: composite\n  steps:\n"
#define UNSEEN(folder)                                                                             \
	"'" folder "noxfile.py', '" folder "*.toml', '" folder "*.lock', '" folder "setup.*', '"     \
	folder "*requirements*', '" folder "*constraints*'"
#define TEMPLATE "'tpl/cookiecutter.json', 'tpl/??cookiecutter.a?\?/**'"

static const struct {
	const char *text;
	bool called, root_action;
	const char *want; /* NULL: no cache step */
} rows[] = {
	{ JOB CHECKOUT RUN("nox"), false, false, "'noxfile.py', 'uv.lock'" },
	{ JOB CHECKOUT RUN("cd sub && nox"), false, false, "'sub/noxfile.py', 'sub/requirements.txt', 'uv.lock'" },
	{ JOB CHECKOUT RUN("cd none && nox"), false, false, "'uv.lock'" },
	/* named by a variable of the workflow */
	{ "env: {D: sub}\n" JOB CHECKOUT RUN("cd $D && nox"), false, false,
	  "'sub/noxfile.py', 'sub/requirements.txt', 'uv.lock'" },
	/* a folder that is an expression is unknown */
	{ JOB CHECKOUT RUN("cd ${{ matrix.d }} && nox"), false, false,
	  "format('{0}/noxfile.py', matrix.d), format('{0}/*.toml', matrix.d), format('{0}/*.lock', matrix.d), "
	  "format('{0}/setup.*', matrix.d), format('{0}/*requirements*', matrix.d), "
	  "format('{0}/*constraints*', matrix.d), 'uv.lock'" },
	/* and so is a folder that is not a checkout of the repository */
	{ JOB "      - uses: actions/checkout@v4\n        with: {repository: a/b, path: c}\n" RUN("cd c && nox"),
	  false, false, UNSEEN("c/") },
	{ JOB RUN("nox"), false, false, UNSEEN("") },
	/* reusable workflows check out their callers */
	{ "on: workflow_call\n" JOB CHECKOUT RUN("nox"), false, false, UNSEEN("") },
	{ "on: [workflow_call]\n" JOB CHECKOUT RUN("nox"), false, false, UNSEEN("") },
	{ "on: {workflow_call: {inputs: {}}}\n" JOB CHECKOUT RUN("nox"), false, false, UNSEEN("") },
	{ "on: workflow_call\n" JOB CHECKOUT RUN("nox"), true, false, "'noxfile.py', 'uv.lock'" },
	{ "on: [workflow_call, push]\n" JOB CHECKOUT RUN("nox"), false, false, "'noxfile.py', 'uv.lock'" },
	{ "on: push\n" JOB CHECKOUT RUN("nox"), false, false, "'noxfile.py', 'uv.lock'" },
	{ ACTION "    - {run: nox, shell: bash}\n", true, false, "'noxfile.py', 'uv.lock'" },
	{ ACTION "    - {run: nox, shell: bash}\n", false, false, UNSEEN("") },
	{ ACTION "    - {run: nox, shell: bash}\n", true, true, UNSEEN("") },
	/* never a path outside the workspace */
	{ JOB CHECKOUT RUN("cd /tmp/x && nox"), false, false, "'noxfile.py', 'uv.lock'" },
	{ JOB CHECKOUT RUN("cd ../x && nox"), false, false, "'noxfile.py', 'uv.lock'" },
	{ JOB CHECKOUT RUN("cd ~/x && nox"), false, false, "'noxfile.py', 'uv.lock'" },
	{ JOB CHECKOUT RUN("cd ${{ runner.temp }}/x && nox"), false, false, "'noxfile.py', 'uv.lock'" },
	{ JOB "      - uses: actions/checkout@v4\n        with: {path: c}\n" RUN("cd /tmp/x && nox"), false, false,
	  NULL },
	{ JOB RUN("cd /tmp/x && nox"), false, false, NULL },
	/* templates of projects */
	{ JOB CHECKOUT RUN("cookiecutter tpl") RUN("cd proj && nox"), false, false, "'proj/noxfile.py', " TEMPLATE },
	{ JOB CHECKOUT RUN("cookiecutter -o /tmp tpl") RUN("cd /tmp/proj && nox"), false, false, TEMPLATE },
	{ JOB CHECKOUT RUN("cookiecutter tpl") RUN("nox"), false, false, "'noxfile.py', 'uv.lock'" },
	{ JOB CHECKOUT RUN("cd proj && nox") RUN("cookiecutter tpl"), false, false, "'uv.lock'" },
};

/* Makes an overview in which the planned file is in its own folder or in the root folder, and is or
 * is not used by another workflow. */
static void overview_of(struct overview *overview, struct planned *p, struct loaded *caller, bool called,
			bool in_root)
{
	bool action = p->rewrite.workflow.kind == WORKFLOW_ACTION;
	const char *folder = in_root ? "" : action ? "act/" : ".github/workflows/";
	struct arena *arena = &p->surveyed.arena;
	struct str path = arena_printf(arena, "%s%s", folder, action ? "action.yml" : "ci.yml");

	load_workflow(caller, !called ? "jobs: {}\n"
			      : !action ? "jobs: {j: {uses: ./.github/workflows/ci.yml}}\n"
			      : in_root ? "jobs: {j: {steps: [{uses: ./}]}}\n"
					: "jobs: {j: {steps: [{uses: ./act}]}}\n");
	struct overview_maker maker = { .overview = overview, .arena = arena };

	p->context.file = overview_add(&maker, path, &p->rewrite.workflow);
	(void)overview_add(&maker, STR(".github/workflows/other.yml"), &caller->workflow);
	overview_make(&maker);
}

START_TEST(test_hashed)
{
	struct overview overview = { .callers = NULL };
	LOADED_AUTO struct loaded caller = { 0 };
	PLANNED_AUTO struct planned p = { .folder = { "" } };
	const struct job_plan *job;
	struct str key, want;

	temporary_make(&p.folder);
	temporary_add(&p.folder, "uv.lock", "");
	temporary_add(&p.folder, "sub/noxfile.py", SESSION);
	temporary_add(&p.folder, "sub/requirements.txt", "");
	temporary_add(&p.folder, "tpl/cookiecutter.json", "");
	temporary_add(&p.folder, "tpl/{{cookiecutter.a}}/noxfile.py", "");
	plan_read(&p, rows[_i].text, SESSION);
	overview_of(&overview, &p, &caller, rows[_i].called, rows[_i].root_action);
	p.context.overview = &overview;
	rewrite_plan(&p.rewrite, &p.context);
	rewrite_verify(&p.rewrite);
	ck_assert_uint_eq(p.rewrite.plan.jobs.len, 1);
	job = &p.rewrite.plan.jobs.at[0];
	ck_assert_uint_eq(job->insertions.len, rows[_i].want != NULL);
	if (!rows[_i].want)
		return;
	key = job->insertions.at[0].cache.key;
	want = arena_printf(&p.surveyed.arena, "-${{ hashFiles(%s) }}", rows[_i].want);
	ck_assert_msg(str_ends(key, want.p), "got %.*s", STR_ARG(key));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("hashed");

	ADD_TABLE(tcase, test_hashed, rows);
	return run_tests("hashed", tcase);
}
