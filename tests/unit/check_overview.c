/* SPDX-License-Identifier: MIT */
/* Tests relations between the files of a repository: triggers through calls, and products that
 * another job publishes. */
#include "config.h"

#include "nox/release/overview_maker.h"

#include "loaded.h"

#include "base/buf.h"

enum { FILES = 4 };

/* Files of one repository, overviewed together. */
struct overviewed {
	struct loaded loaded[FILES];
	size_t numbers[FILES]; /* in the overview */
	size_t count;
	struct arena arena;
	struct overview overview;
};

static void overview_release(struct overviewed *s)
{
	for (size_t i = 0; i < FILES; i++)
		loaded_release(&s->loaded[i]);
	arena_release(&s->arena);
}
#define OVERVIEWED_AUTO __attribute__((cleanup(overview_release)))

/* Reads files as "PATH: text", each up to a line "--". */
static void overview_files(struct overviewed *s, const char *files)
{
	struct overview_maker maker = { .overview = &s->overview, .arena = &s->arena };
	struct str rest = str_from(files), paths[FILES];

	for (; rest.len > 0; s->count++) {
		size_t end = str_find(rest, STR("--\n"), 0);
		struct str file = str_slice(rest, 0, end);
		size_t colon = str_find_char(file, '\n', 0);
		struct str text = str_slice(file, colon + 1, file.len);

		ck_assert_uint_lt(s->count, FILES);
		paths[s->count] = str_slice(file, 0, colon);
		load_workflow(&s->loaded[s->count], arena_copy(&s->arena, text).p);
		rest = str_slice(rest, end == STR_NONE ? rest.len : end + 3, rest.len);
	}
	for (size_t i = 0; i < s->count; i++)
		if (s->loaded[i].workflow.kind == WORKFLOW_ACTION)
			s->numbers[i] = overview_add(&maker, paths[i], &s->loaded[i].workflow);
	for (size_t i = 0; i < s->count; i++) {
		if (s->loaded[i].workflow.kind == WORKFLOW_ACTION)
			continue;
		s->numbers[i] = overview_add(&maker, paths[i], &s->loaded[i].workflow);
		loaded_release(&s->loaded[i]); /* nothing of it is needed */
		s->loaded[i] = (struct loaded){ 0 };
	}
	overview_make(&maker);
}

static const struct overview_file *file_at(const struct overviewed *s, size_t index)
{
	return &s->overview.files.at[s->numbers[index]];
}

/* "job: sign" of each release job, one per line. */
static void render(struct buf *out, const struct overviewed *s)
{
	for (size_t i = 0; i < s->count; i++)
		for (size_t k = 0; k < file_at(s, i)->count; k++) {
			const struct overview_job *job =
				&s->overview.jobs.at[file_at(s, i)->first + k];

			if (job->sign.len > 0)
				buf_printf(out, "%.*s: %.*s\n", STR_ARG(job->id),
					   STR_ARG(job->sign));
		}
}

#define ONE "ci.yml\non: push\njobs:\n"
#define JOB(id, steps) "  " id ": {runs-on: x, steps: [" steps "]}\n"
#define NEEDS(id, needs, steps) "  " id ": {runs-on: x, needs: " needs ", steps: [" steps "]}\n"
#define UP(name) "{uses: actions/upload-artifact@v4, with: {name: '" name "'}}"
#define DOWN(name) "{uses: actions/download-artifact@v4, with: {name: '" name "'}}"
#define PYPI "{uses: pypa/gh-action-pypi-publish@release/v1}"
#define PUBLISHES(id) id ": it uses pypa/gh-action-pypi-publish\n"

static const struct {
	const char *files;
	const char *want;
} rows[] = {
	{ ONE JOB("a", "{run: nox}"), "" },
	{ ONE JOB("a", "{run: nox}, " PYPI), PUBLISHES("a") },
	{ ONE JOB("a", "{run: nox}, {run: twine upload dist/*}"), "a: it runs twine upload\n" },
	{ ONE JOB("a", "{run: 'echo twine upload'}, {name: twine upload}, {run: '# twine upload'}"), "" },
	/* permissions, branch names and triggers are not signs */
	{ ONE "  a: {runs-on: x, permissions: {id-token: write}, steps: [{run: nox}]}\n", "" },
	{ "ci.yml\non: {push: {branches: ['release/*'], tags: ['*']}, release: }\njobs:\n"
	  JOB("a", "{run: nox}"), "" },
	/* environments */
	{ ONE "  a: {runs-on: x, environment: pypi, steps: [{run: nox}]}\n",
	  "a: it deploys to environment pypi\n" },
	{ ONE "  a: {runs-on: x, environment: {name: github-pages}, steps: [{run: nox}]}\n",
	  "a: it deploys to environment github-pages\n" },
	{ ONE "  a: {runs-on: x, environment: testing, steps: [{run: nox}]}\n", "" },
	/* artifacts, by name */
	{ ONE JOB("a", UP("dist")) JOB("b", UP("logs")) JOB("c", DOWN("dist") ", " PYPI),
	  "a: its artifact dist goes into job c\n" PUBLISHES("c") },
	{ ONE JOB("a", UP("dist-${{ matrix.os }}")) JOB("b", UP("doc-${{ matrix.os }}"))
	  JOB("c", "{uses: actions/download-artifact@v4, with: {pattern: 'dist-*'}}, " PYPI),
	  "a: its artifact dist-* goes into job c\n" PUBLISHES("c") },
	{ ONE JOB("a", "{uses: actions/upload-artifact@v4}") JOB("c", DOWN("artifact") ", " PYPI),
	  "a: its artifact artifact goes into job c\n" PUBLISHES("c") },
	{ ONE JOB("a", "{uses: actions/upload-pages-artifact@v3}")
	  JOB("c", "{uses: actions/deploy-pages@v4}"),
	  "a: its artifact github-pages goes into job c\nc: it uses actions/deploy-pages\n" },
	/* transitively */
	{ ONE JOB("a", UP("x")) JOB("b", DOWN("x") ", " UP("y")) JOB("c", DOWN("y") ", " PYPI),
	  "a: its artifact x goes into job b\nb: its artifact y goes into job c\n" PUBLISHES("c") },
	/* a test downloads what is published and passes on nothing */
	{ ONE JOB("a", UP("dist")) JOB("t", DOWN("dist") ", " UP("cov")) JOB("c", DOWN("dist") ", " PYPI),
	  "a: its artifact dist goes into job c\n" PUBLISHES("c") },
	/* all artifacts: those of the jobs that it needs, except those of tests */
	{ ONE JOB("a", UP("dist")) JOB("b", UP("other")) JOB("t", UP("coverage-3.12"))
	  NEEDS("c", "[a, t]", "{uses: actions/download-artifact@v4}, " PYPI),
	  "a: its artifact dist goes into job c\n" PUBLISHES("c") },
	{ ONE JOB("a", UP("dist")) NEEDS("b", "a", "{run: x}")
	  NEEDS("c", "b", "{uses: actions/download-artifact@v4}, " PYPI),
	  "a: its artifact dist goes into job c\n" PUBLISHES("c") },
	{ ONE JOB("a", UP("dist")) JOB("c", "{uses: actions/download-artifact@v4}, " PYPI),
	  "a: its artifact dist goes into job c\n" PUBLISHES("c") },
	/* needing a job downloads nothing */
	{ ONE JOB("a", "{run: nox}") NEEDS("c", "a", PYPI), PUBLISHES("c") },
	/* outputs */
	{ ONE JOB("a", "{run: nox}") NEEDS("c", "a", "{run: 'x ${{ needs.a.outputs.v }}'}, " PYPI),
	  "a: its outputs go into job c\n" PUBLISHES("c") },
	{ ONE JOB("a", "{run: nox}") NEEDS("c", "a", "{run: 'x ${{ needs.a.result }}'}, " PYPI),
	  PUBLISHES("c") },
	{ ONE JOB("a", "{run: nox}") "  c: {needs: a, if: \"needs.a.outputs.v == '1'\", steps: [" PYPI "]}\n",
	  PUBLISHES("c") },
	/* a workflow of another repository */
	{ ONE JOB("a", UP("dist")) JOB("t", "{run: nox}")
	  "  c: {needs: [a, t], uses: x/y/.github/workflows/publish.yml@v1}\n",
	  "a: its artifact dist goes into job c\nc: it calls x/y/.github/workflows/publish.yml\n" },
	/* across the workflows of a run */
	{ "ci.yml\non: push\njobs:\n  b: {uses: ./build.yml}\n  p: {needs: b, uses: ./pub.yml}\n" JOB("t", UP("t"))
	  "--\nbuild.yml\non: workflow_call\njobs:\n" JOB("a", UP("dist")) JOB("l", "{run: nox}")
	  "--\npub.yml\non: workflow_call\njobs:\n" JOB("c", "{uses: actions/download-artifact@v4}, " PYPI),
	  "b: its input goes into job a of build.yml\np: its input goes into job c of pub.yml\na: its artifact dist goes into job c of pub.yml\n"
	  PUBLISHES("c") },
	{ "ci.yml\non: push\njobs:\n  b: {uses: ./build.yml}\n"
	  NEEDS("c", "b", "{run: 'x ${{ needs.b.outputs.v }}'}, " PYPI)
	  "--\nbuild.yml\non: {workflow_call: {outputs: {v: {value: '${{ jobs.a.outputs.v }}'}}}}\njobs:\n"
	  JOB("a", "{run: nox}") JOB("l", "{run: nox}"),
	  "b: its outputs go into job c\n" PUBLISHES("c") "a: its outputs go into job c of ci.yml\n" },
	/* another run, by its id */
	{ "ci.yml\non: push\njobs:\n" JOB("a", UP("site")) "--\npub.yml\non: workflow_run\njobs:\n"
	  JOB("c", "{uses: actions/download-artifact@v4, with: {name: site, run-id: 1}}, "
		   "{run: netlify deploy}"),
	  "a: its artifact site goes into job c of pub.yml\nc: it runs netlify deploy\n" },
	{ "ci.yml\non: push\njobs:\n" JOB("a", UP("site")) "--\npub.yml\non: workflow_run\njobs:\n"
	  JOB("c", DOWN("site") ", {run: netlify deploy}"), "c: it runs netlify deploy\n" },
	/* actions of the repository */
	{ ONE JOB("a", "{uses: ./up, with: {name: dist}}") JOB("t", "{uses: ./up, with: {name: cov}}")
	  JOB("c", DOWN("dist") ", {uses: ./pub}")
	  "--\nup/action.yml\ninputs: {name: {default: x}}\nruns: {steps: [" UP("${{ inputs.name }}") "]}\n"
	  "--\npub/action.yml\nruns: {steps: [" PYPI "]}\n",
	  "a: its artifact dist goes into job c\n" PUBLISHES("c") PUBLISHES("<composite>") },
};

START_TEST(test_release)
{
	OVERVIEWED_AUTO struct overviewed s = { .overview = { .callers = NULL } };
	BUF_AUTO struct buf got = { 0 };

	overview_files(&s, rows[_i].files);
	render(&got, &s);
	ck_assert_text(buf_str(&got), rows[_i].want);
}
END_TEST

START_TEST(test_triggers)
{
	OVERVIEWED_AUTO struct overviewed s = { .overview = { .callers = NULL } };

	overview_files(&s, "ci.yml\non: {push: {branches: [release]}}\njobs:\n  b: {uses: ./b.yml}\n"
			 "--\nnight.yml\non: schedule\njobs:\n  b: {uses: ./b.yml}\n"
			 "--\nb.yml\non: workflow_call\njobs:\n" JOB("a", "{uses: ./x}")
			 "--\nx/action.yml\nruns: {steps: []}\n");
	ck_assert_uint_eq(file_at(&s, 0)->triggers, TRIGGER_OTHER | TRIGGER_RELEASE_BRANCH);
	ck_assert_uint_eq(file_at(&s, 2)->triggers, TRIGGER_OTHER | TRIGGER_SCHEDULE);
	ck_assert_uint_eq(file_at(&s, 3)->triggers, TRIGGER_OTHER | TRIGGER_SCHEDULE);
	ck_assert_uint_eq(file_at(&s, 2)->group, file_at(&s, 0)->group);
	ck_assert_uint_eq(file_at(&s, 1)->group, file_at(&s, 0)->group);
	ck_assert_ptr_eq(file_at(&s, 3)->action, &s.loaded[3].workflow);
	ck_assert_ptr_null(file_at(&s, 2)->action);
	ck_assert(str_is(s.overview.jobs.at[file_at(&s, 2)->first].id, "a"));
}
END_TEST

/* Workflows that call each other in a circle, and a path that names no file. */
START_TEST(test_circle)
{
	OVERVIEWED_AUTO struct overviewed s = { .overview = { .callers = NULL } };

	overview_files(&s, "a.yml\non: [workflow_call, push]\njobs:\n  a: {uses: ./b.yml}\n"
			 "--\nb.yml\non: workflow_call\njobs:\n  b: {uses: ./a.yml}\n  c: {uses: ./d.yml}\n"
			 "--\nx/action.yml\nruns: {steps: [{uses: ./x}, " PYPI "]}\n");
	ck_assert_uint_eq(file_at(&s, 1)->triggers, TRIGGER_PUSH);
	ck_assert_uint_gt(file_at(&s, 2)->callers.end, file_at(&s, 2)->callers.start);
	ck_assert_uint_gt(s.overview.jobs.at[file_at(&s, 2)->first].sign.len, 0);
}
END_TEST

/* Longer than the compared prefix. */
#define LONG "0123456789012345678901234567890123456789012345678901234567890123456789" \
	     "0123456789012345678901234567890123456789012345678901234567890123456789"

static const struct {
	const char *a, *b;
	bool want;
} patterns[] = {
	{ "", "", true },	{ "a", "a", true },	  { "a", "b", false },
	{ "*", "", true },	{ "*", "abc", true },	  { "a*", "*b", true },
	{ "a*", "b*", false },	{ "a*c", "abbc", true },  { "a*c", "abbd", false },
	{ "?b", "a*", true },	{ "?", "", false },	  { "dist-*", "dist-*-x", true },
	{ "a*b*c", "*", true }, { "*a*", "*b*", true },	  { "ab", "a", false },
	{ LONG "a", LONG "b", true }, { "**", "", true },	{ "a?c", "abc", true },	  { "a?c", "a*", true },
};

START_TEST(test_patterns)
{
	struct str a = str_from(patterns[_i].a), b = str_from(patterns[_i].b);

	ck_assert_int_eq(patterns_overlap(a, b), patterns[_i].want);
	ck_assert_int_eq(patterns_overlap(b, a), patterns[_i].want);
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("overview");

	ADD_TABLE(tcase, test_release, rows);
	tcase_add_test(tcase, test_triggers);
	tcase_add_test(tcase, test_circle);
	ADD_TABLE(tcase, test_patterns, patterns);
	return run_tests("overview", tcase);
}
