/* SPDX-License-Identifier: MIT */
/* Tests how paths become planned files: which are read, which are processed, and what they
 * share. */
#include "config.h"

#include "batch.h"

#include "folder.h"

#define NOX "jobs: {j: {steps: [{run: nox}]}}\n"
#define CALLER "jobs: {j: {steps: [{uses: ./act}]}}\n"

static const struct {
	const char *name, *content;
} files[] = {
	{ "a/.git/", "" },
	{ "a/.github/workflows/ci.yml", NOX },
	{ "a/.github/workflows/other.yml", "jobs: {j: {steps: [{uses: actions/cache@v5}, {run: nox}]}}\n" },
	{ "a/.github/workflows/call.yml", CALLER },
	{ "a/.github/workflows/bad.yml", "# nox\na: [\n" },
	{ "a/act/action.yml", "runs: {using: composite, steps: [{run: nox, shell: bash}]}\n" },
	{ "a/noxfile.py", "" },
	{ "b/.forgejo/workflows/ci.yml", NOX },
	{ "c/ci.yml", NOX },
};

static void enter(struct temporary *folder)
{
	temporary_make(folder);
	for (size_t i = 0; i < COUNT(files); i++)
		temporary_add(folder, files[i].name, files[i].content);
	ck_assert_int_eq(chdir(folder->path), 0);
}

enum { LOADS_MAX = 4 };

/* The repositories of a batch, all loaded stage by stage. */
struct loads {
	struct batch batch;
	struct plan_settings settings;
	struct project *at[LOADS_MAX];
	size_t len;
};

static void load_all(struct loads *loads)
{
	struct batch *batch = &loads->batch;

	ck_assert_uint_le(batch->roots.len, LOADS_MAX);
	loads->settings.keep_plans = true;
	for (loads->len = 0; loads->len < batch->roots.len; loads->len++) {
		loads->at[loads->len] = batch_begin(batch, loads->len);
		if (loads->len > 0)
			loads->at[loads->len - 1]->next = loads->at[loads->len];
		batch_read(batch, loads->at[loads->len], &loads->settings);
	}
	for (size_t i = 0; i < loads->len; i++)
		batch_plan(batch, loads->at[i]);
	for (size_t i = 0; i < loads->len; i++)
		batch_verify(loads->at[i]);
}

static void release_all(struct loads *loads)
{
	for (size_t i = 0; i < loads->len; i++)
		batch_end(loads->at[i]);
	batch_release(&loads->batch);
}

/* "root[inner ...]": "+" follows a changed file, "!" a failed one; files in brackets are only
 * read. */
static void render(struct buf *out, const struct loads *loads)
{
	for (size_t i = 0; i < loads->len; i++) {
		const struct project *r = loads->at[i];

		buf_printf(out, "%.*s[", STR_ARG(r->root));
		for (size_t k = 0; k < r->items.len; k++) {
			const struct item *item = r->items.at[k];
			struct str name = item->inner;

			name = str_slice(name, str_rfind_char(name, '/') + 1, name.len);
			buf_printf(out, item->target ? "%s%.*s%s%s" : "%s(%.*s%s%s)", k > 0 ? " " : "",
				   STR_ARG(name), item->rewrite->changed ? "+" : "",
				   item->rewrite->failed ? "!" : "");
		}
		buf_add_char(out, ']');
	}
}

static const struct {
	const char *paths[3];
	const char *want;
} rows[] = {
	{ { "a" }, "a[bad.yml! call.yml ci.yml+ other.yml+ action.yml+]" },
	{ { "a/act" }, "a[bad.yml! call.yml ci.yml+ other.yml+ action.yml+]" },
	{ { "a/.github/workflows/ci.yml" }, "a[ci.yml+ (bad.yml!) (call.yml) (other.yml) (action.yml)]" },
	{ { "a/.github/workflows/ci.yml", "a/.github/workflows/ci.yml" },
	  "a[ci.yml+ (bad.yml!) (call.yml) (other.yml) (action.yml)]" },
	{ { "a/.github/workflows/bad.yml" }, "a[bad.yml! (call.yml) (ci.yml) (other.yml) (action.yml)]" },
	{ { "a/act/action.yml" }, "a[action.yml+ (bad.yml!) (call.yml) (ci.yml) (other.yml)]" },
	{ { "a", "a/.github/workflows/ci.yml" }, "a[ci.yml+ bad.yml! call.yml other.yml+ action.yml+]" },
	{ { "b", "c/ci.yml" }, "b[ci.yml+]c[ci.yml+]" },
	{ { "c/none.yml" }, "c[none.yml!]" },
	{ { "c" }, "c[]" },
};

START_TEST(test_load)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	BUF_AUTO struct buf got = { 0 };
	struct loads loads = { .batch = { .worker = { .here = _i % 2 == 0 } } };
	int row = _i / 2;

	enter(&folder);
	for (size_t i = 0; i < COUNT(rows[row].paths) && rows[row].paths[i]; i++)
		batch_add(&loads.batch, rows[row].paths[i], path_kind(&loads.batch.arena, rows[row].paths[i]));
	load_all(&loads);
	render(&got, &loads);
	release_all(&loads);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_text(buf_str(&got), rows[row].want);
}
END_TEST

/* The context of a repository: its cache action, its platform, its jobs with the same id. */
START_TEST(test_context)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct loads loads = { .batch = { .worker = { .here = true } } };
	const struct project *a;
	const struct cache_step *step;

	enter(&folder);
	batch_add(&loads.batch, "a/.github/workflows/ci.yml", path_kind(&loads.batch.arena, "a/.github/workflows/ci.yml"));
	batch_add(&loads.batch, "b", path_kind(&loads.batch.arena, "b"));
	load_all(&loads);
	a = loads.at[0];
	step = &a->items.at[0]->rewrite->plan.jobs.at[0].insertions.at[0].cache;
	ck_assert_text(a->items.at[0]->written, ".github/workflows/ci.yml");
	ck_assert_text(step->uses, "actions/cache@v5");
	ck_assert(str_contains(step->key, "-nox-ci-${{ github.job }}"));
	step = &loads.at[1]->items.at[0]->rewrite->plan.jobs.at[0].insertions.at[0].cache;
	ck_assert_text(step->uses, "actions/cache@v4");
	ck_assert(str_contains(step->key, "-nox-${{ github.job }}"));
	release_all(&loads);
	ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

/* A link is followed: its target inside the repository is written. */
START_TEST(test_link)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	struct loads loads = { .batch = { .worker = { .here = true } } };
	const struct project *r;

	enter(&folder);
	ck_assert_int_eq(symlink("../../c/ci.yml", "b/.forgejo/workflows/out.yml"), 0);
	ck_assert_int_eq(symlink("../../real.yml", "b/.forgejo/workflows/in.yml"), 0);
	temporary_add(&folder, "b/real.yml", NOX);
	batch_add(&loads.batch, "b", path_kind(&loads.batch.arena, "b"));
	load_all(&loads);
	r = loads.at[0];
	ck_assert_uint_eq(r->items.len, 3);
	ck_assert_text(r->items.at[1]->written, "real.yml");
	ck_assert(r->items.at[1]->rewrite->changed);
	ck_assert(r->items.at[2]->rewrite->failed);
	release_all(&loads);
	ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

/* A repository that is too large to be in memory at once: files that use each other, that share keys and job ids,
 * that publish what others make, and one with an error. */
static const char *const large[] = {
	"jobs:\n  lint: {runs-on: x, steps: [{uses: actions/setup-python@v5}, {run: nox -s lint}]}\n",
	"on: workflow_call\njobs:\n  test: {runs-on: x, steps: [{uses: ./act}, {run: nox -s test}]}\n",
	"jobs:\n  call: {uses: ./.github/workflows/1.yml}\n  lint: {runs-on: x, steps: [{run: nox -s lint}]}\n",
	"jobs:\n  docs: {runs-on: x, steps: [{uses: actions/cache@v4, with: {path: .nox, key: one}}, {run: nox}]}\n",
	"jobs:\n  more: {runs-on: x, steps: [{uses: actions/cache@v4, with: {path: .nox, key: one}}, {run: nox -s a}]}\n",
	"# nox\na: [\n",
	"jobs:\n  make: {runs-on: x, steps: [{run: nox}, {uses: actions/upload-artifact@v4, with: {name: d}}]}\n",
	"on: workflow_run\njobs:\n  up: {runs-on: x, steps: [{uses: actions/download-artifact@v4, with: {name: d, run-id: "
	"1}}, {run: nox}, {run: twine upload dist/*}]}\n",
};

enum { LARGE_COUNT = 64, LARGE_FILLER = 4000 };

static void make_large(struct temporary *folder)
{
	temporary_make(folder);
	for (size_t i = 0; i < LARGE_COUNT; i++) {
		BUF_AUTO struct buf name = { 0 }, text = { 0 };

		buf_printf(&name, "r/.github/workflows/%zu.yml", i);
		buf_add_c(&text, large[i % COUNT(large)]);
		buf_add_c(&text, "#");
		buf_fill(&text, 'x', LARGE_FILLER);
		buf_add_c(&text, "\n");
		temporary_add(folder, name.p, text.p);
	}
	temporary_add(folder, "r/act/action.yml",
		      "runs: {using: composite, steps: [{run: nox -s act, shell: bash}]}\n");
	temporary_add(folder, "r/noxfile.py", "import nox\n");
	ck_assert_int_eq(chdir(folder->path), 0);
}

static void load_large(struct loads *loads, bool in_turn)
{
	batch_add(&loads->batch, "r", path_kind(&loads->batch.arena, "r"));
	loads->at[0] = batch_begin(&loads->batch, 0);
	loads->len = 1;
	loads->at[0]->in_turn = in_turn;
	batch_read(&loads->batch, loads->at[0], &loads->settings);
	batch_plan(&loads->batch, loads->at[0]);
	batch_verify(loads->at[0]);
	ck_assert(loads->at[0]->twice == in_turn);
}

/* What becomes of each file, and how many have failed. */
static size_t take_in_turn(struct buf *out, struct loads *loads)
{
	struct project *project = loads->at[0];
	size_t failed = 0;

	for (size_t i = 0; i < project->items.len; i++) {
		struct rewrite *file;

		ck_assert(batch_ready(&loads->batch, project, i));
		file = project->items.at[i]->rewrite;
		buf_printf(out, "%.*s: %d\n%s\n", STR_ARG(project->items.at[i]->inner), file->failed,
			   file->changed ? rewrite_text(file).p : "");
		for (size_t k = 0; k < file->diagnostics.list.len; k++)
			buf_printf(out, "%.*s\n",
				   STR_ARG(diagnostic_message(&file->diagnostics.list.at[k])));
		failed += file->failed;
		batch_done(project, i);
	}
	return failed;
}

/* A repository that is read twice gets the same plans. */
START_TEST(test_twice)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	BUF_AUTO struct buf once = { 0 }, twice = { 0 };
	struct loads a = { .batch = { .worker = { .here = true } }, .settings.fix_existing = _i == 1 };
	struct loads b = { .batch = { .worker = { .here = true } }, .settings.fix_existing = _i == 1 };

	make_large(&folder);
	load_large(&a, false);
	(void)take_in_turn(&once, &a);
	release_all(&a);
	load_large(&b, true);
	ck_assert_uint_eq(take_in_turn(&twice, &b), LARGE_COUNT / COUNT(large));
	release_all(&b);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert(str_contains(buf_str(&once), "release job: its artifact d goes into job up of"));
	ck_assert(str_contains(buf_str(&once), "one"));
	ck_assert_text(buf_str(&twice), once.p);
}
END_TEST

/* Files that are written are taken a second time, in any order, and are what they were. */
START_TEST(test_again)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	BUF_AUTO struct buf first = { 0 }, again = { 0 }, changed = { 0 };
	struct loads loads = { .batch = { .worker = { .here = true } }, .settings.fix_existing = true };
	struct project *project;

	make_large(&folder);
	load_large(&loads, _i == 1);
	project = loads.at[0];
	project->writes = true;
	(void)take_in_turn(&first, &loads);
	for (size_t i = project->items.len; i-- > 0;) {
		ck_assert(batch_ready(&loads.batch, project, i));
		batch_done(project, i);
	}
	(void)take_in_turn(&again, &loads);
	ck_assert_text(buf_str(&again), first.p);
	temporary_add(&folder, "r/.github/workflows/8.yml", NOX);
	ck_assert_uint_eq(take_in_turn(&changed, &loads), LARGE_COUNT / COUNT(large) + (size_t)_i);
	release_all(&loads);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(str_contains(buf_str(&changed),
				      "8.yml: 1\n\nleft as it is: it changed while it was read\n"),
			 _i == 1);
}
END_TEST

/* A file that is another one when it is read again fails alone. */
START_TEST(test_change)
{
	TEMPORARY_AUTO struct temporary folder = { "" };
	BUF_AUTO struct buf got = { 0 }, again = { 0 };
	struct loads loads = { .batch = { .worker = { .here = true } } };

	make_large(&folder);
	load_large(&loads, true);
	loads.at[0]->writes = true;
	temporary_add(&folder, "r/.github/workflows/8.yml", NOX);
	ck_assert_int_eq(remove("r/.github/workflows/9.yml"), 0);
	ck_assert_uint_eq(take_in_turn(&got, &loads), LARGE_COUNT / COUNT(large) + 2);
	(void)take_in_turn(&again, &loads);
	ck_assert_text(buf_str(&again), got.p);
	release_all(&loads);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert(str_contains(buf_str(&got), "8.yml: 1\n\nleft as it is: it changed while it was read\n"));
	ck_assert(str_contains(buf_str(&got), "9.yml: 1\n\n"));
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("batch");

	tcase_add_loop_test(tcase, test_load, 0, (int)COUNT(rows) * 2);
	tcase_add_test(tcase, test_context);
	tcase_add_test(tcase, test_link);
	tcase_add_loop_test(tcase, test_twice, 0, 2);
	tcase_add_loop_test(tcase, test_again, 0, 2);
	tcase_add_test(tcase, test_change);
	return run_tests("batch", tcase);
}
