/* SPDX-License-Identifier: MIT */
/* Tests messages and descriptions: what they say about plans, and that texts of files cannot break
 * out. */
#include "config.h"

#include "output/pr_body.h"

#include "nox/rules/rules.h"

#include <check.h>
#include <stdlib.h>

/* A planned file with two jobs: one with a cache step, one that is left alone. */
struct planned {
	struct arena arena;
	struct step step;
	struct new_cache cache;
	struct job jobs[2];
	struct job_details details[2];
	struct call_fate fates[2]; /* of the calls of the first and the second job */
	struct rewrite file;
};

static void plan(struct planned *p, const char *path, const char *id, const char *key,
		 const char *skipped)
{
	struct job_outcome cached = { .job = &p->jobs[0], .runs = true, .key = str_from(key) };
	struct job_outcome alone = { .job = &p->jobs[1], .runs = true };
	struct cache_outcome insertion = { &p->step, &p->cache };
	struct call_outcome call = { .shown = "nox | cat", .shown_len = 9, .fate = &p->fates[1] };
	struct diagnostics *d = &p->file.diagnostics;

	*p = (struct planned){ .jobs = { { .id = str_from(id) }, { .id = STR("release") } } };
	p->cache = (struct new_cache){ .path = STR(".nox"), .key = str_from(key) };
	p->fates[0] = (struct call_fate){ .envdir = STR(".nox"), .runs = true, .covered_by = INDEX_NONE,
					  .gain = GAIN_LITTLE };
	p->fates[1] = (struct call_fate){ .runs = true, .covered_by = INDEX_NONE,
					  .inserted = INDEX_NONE, .skipped = skipped };
	d->arena = &p->arena;
	p->file.source.path = str_from(path);
	list_add(&p->arena, &p->details[0].insertions, insertion);
	list_add(&p->arena, &p->details[1].calls, call);
	cached.details = &p->details[0];
	alone.details = &p->details[1];
	list_add(&p->arena, &p->file.plan.outcomes, cached);
	list_add(&p->arena, &p->file.plan.outcomes, alone);
	finding_add(d, (struct finding){ .rule = RULE_MISSING_CACHE, .fixable = true }, "not printed");
	finding_add(d, (struct finding){ .rule = RULE_REUSE_UNSAFE, .note = true },
		    "look at <b> and @them");
	d->list.at[1].has_range = false;
}

static void describe(struct buf *out, const struct planned *p, const char *subject, const char *branch)
{
	struct pr_body body;

	pr_body_init(&body);
	pr_body_add_file(&body, &p->file);
	pr_body_add(out, &body, str_from(subject), str_from(branch));
	pr_body_release(&body);
}

static void expect(const struct buf *text, const char *const *wanted)
{
	for (; *wanted; wanted++)
		ck_assert_msg(str_contains(buf_str(text), *wanted), "'%s' is not in:\n%s", *wanted,
			      text->p);
}

START_TEST(test_body)
{
	struct planned p;
	BUF_AUTO struct buf out = { 0 };
	static const char *const wanted[] = {
		"# ci: x\\_y @&#8203;z\n", "## Jobs and keys\n\n| Workflow | Job | Cached | Key |\n| --- |",
		"\n| `a.yml` | `lint` | `.nox` | `k-${{ a \\|\\| b }}` |\n", "\n## Left alone\n\n- `a.yml`, job "
		"`release`, `nox | cat`: release job (see --include-release)\n",
		"\n## Worth a look\n\n- `a.yml`: `look at <b> and @them`\n", "\n## How to measure it\n",
		"\n## How to undo it\n", "\nBranch: `b`.", NULL,
	};

	plan(&p, "a.yml", "lint", "k-${{ a || b }}", "release job (see --include-release)");
	describe(&out, &p, "ci: x_y @z", "b");
	expect(&out, wanted);
	ck_assert(!str_contains(buf_str(&out), "not printed"));
	ck_assert(!str_contains(buf_str(&out), "deletes existing environments"));
	p.fates[1].skipped = NULL;
	p.file.plan.outcomes.at[1].adds_reuse = true;
	buf_cut(&out, 0);
	describe(&out, &p, "x", "b");
	ck_assert(str_contains(buf_str(&out), "deletes existing environments"));
	ck_assert(!str_contains(buf_str(&out), "Left alone"));
	arena_release(&p.arena);
}
END_TEST

/* However many there are of everything, a platform accepts the text. */
START_TEST(test_long)
{
	enum { MANY = 5000 };
	struct planned p;
	struct call_outcome call = { .fate = &p.fates[0] };
	BUF_AUTO struct buf out = { 0 };
	struct job_outcome outcome;
	static const char *const wanted[] = {
		"\n| `a.yml` | `lint` | `.nox` | `key` |\n\n\xe2\x80\xa6 and ", " more.\n\n## What a hit saves\n\n- `lint`, ",
		"`, `lint` and ", " more: about nothing", "\n- and ", "- `a.yml`: `finding 5`\n", NULL,
	};

	plan(&p, "a.yml", "lint", "key", "release job");
	list_add(&p.arena, &p.details[0].calls, call);
	outcome = p.file.plan.outcomes.at[0];
	for (size_t i = 0; i < MANY; i++) {
		list_add(&p.arena, &p.file.plan.outcomes, outcome);
		list_add(&p.arena, &p.details[1].calls, p.details[1].calls.at[0]);
		finding_add(&p.file.diagnostics, (struct finding){ .rule = RULE_REUSE_UNSAFE }, "finding %zu", i);
		p.file.diagnostics.list.at[p.file.diagnostics.list.len - 1].has_range = false;
	}
	describe(&out, &p, "x", "b");
	expect(&out, wanted);
	ck_assert_uint_gt(out.len, 32768);
	ck_assert_uint_le(out.len, 65536);
	arena_release(&p.arena);
}
END_TEST

/* A job's id, a path and a key may contain anything: each row remains one row of four cells. */
static const char *const hostile[] = { "a`b", "``", "`", "a|b", "a\\|b", "a\nb", "<!--", "\x1b[31m",
				       "a\xff" };

START_TEST(test_hostile)
{
	struct planned p;
	BUF_AUTO struct buf out = { 0 };
	struct str rest, line;
	size_t rows = 0;

	plan(&p, hostile[_i], hostile[_i], hostile[_i], "x");
	describe(&out, &p, "x", hostile[_i]);
	ck_assert(str_is_utf8(buf_str(&out), NULL));
	rest = buf_str(&out);
	while (str_next_line(&rest, &line)) {
		size_t bars = 0;

		for (size_t i = 0; i < line.len; i++) {
			ck_assert(line.p[i] != '\x1b');
			bars += line.p[i] == '|' && (i == 0 || line.p[i - 1] != '\\');
		}
		if (str_starts(line, "| `")) {
			rows++;
			ck_assert_msg(bars == 5, "%.*s", STR_ARG(line));
		}
	}
	ck_assert_uint_eq(rows, 1);
	arena_release(&p.arena);
}
END_TEST

/* What a hit saves, and the warning only if something may remain installed. */
START_TEST(test_gains)
{
	struct planned p;
	BUF_AUTO struct buf out = { 0 };
	struct call_outcome call = { .fate = &p.fates[0] };
	static const char *const wanted[] = {
		"\n## What a hit saves\n\n- `lint`: about nothing: uv installs", "(`--skip-job`)",
		"`--reuse=no-install` saves every install on an exact hit. It is right for `lint`,",
		"`restore-keys` is the key without", NULL };

	plan(&p, "a.yml", "lint", "k", "x");
	p.fates[0].may_skip = true;
	list_add(&p.arena, &p.details[0].calls, call);
	p.cache.restore_keys = STR("k-");
	describe(&out, &p, "x", "b");
	expect(&out, wanted);
	ck_assert(!str_contains(buf_str(&out), "stays installed"));
	p.cache.leaves = true;
	p.fates[0].may_skip = false;
	buf_cut(&out, 0);
	describe(&out, &p, "x", "b");
	ck_assert(str_contains(buf_str(&out), "stays installed"));
	ck_assert(!str_contains(buf_str(&out), "no-install"));
	arena_release(&p.arena);
}
END_TEST

START_TEST(test_message_body)
{
	struct planned p;
	static const char *const wanted[] = { "\nJobs with a new cache step, and the key:\n- a.yml: lint\n  k\n",
					      "\nTo measure the gain, ", "\n\nBranch: b\n", NULL };
	struct message_body body = { .adds_reuse = false };

	plan(&p, "a.yml", "lint", "k", "x");
	message_body_add(&body, &p.file);
	message_body_end(&body, STR("b"));
	expect(&body.text, wanted);
	ck_assert(!str_contains(buf_str(&body.text), "release"));
	p.file.plan.outcomes.len = 0;
	buf_cut(&body.text, 0);
	message_body_add(&body, &p.file);
	message_body_end(&body, STR("b"));
	ck_assert(str_contains(buf_str(&body.text), "- a.yml: the existing cache steps are updated\n"));
	buf_release(&body.text);
	arena_release(&p.arena);
}
END_TEST

static const struct {
	const char *subject;
	const char *body;
	const char *trailers[2];
	const char *message;
} messages[] = {
	{ "s", "", { NULL }, "s\n" },
	{ " s\nt ", "a\n\nb\n\n", { NULL }, "s t\n\na\n\nb\n" },
	{ "s", "  ", { "A: b", "C: d\ne" }, "s\n\nA: b\nC: d e\n" },
	{ "s", "From x\r\n---\n\tz\x01", { "A: b" }, "s\n\nFrom x\n---\n\tz\\x01\n\nA: b\n" },
	{ "\xff", "\xff", { NULL }, "\\xff\n\n\\xff\n" },
};

START_TEST(test_message)
{
	struct str trailers[2];
	size_t count = 0;
	BUF_AUTO struct buf out = { 0 };

	for (; count < 2 && messages[_i].trailers[count]; count++)
		trailers[count] = str_from(messages[_i].trailers[count]);
	message_add(&out, str_from(messages[_i].subject), str_from(messages[_i].body), trailers, count);
	ck_assert_str_eq(out.p, messages[_i].message);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

int main(void)
{
	Suite *suite = suite_create("pr_body");
	TCase *tcase = tcase_create("pr_body");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, test_body);
	tcase_add_test(tcase, test_long);
	tcase_add_loop_test(tcase, test_hostile, 0, COUNT(hostile));
	tcase_add_test(tcase, test_message_body);
	tcase_add_test(tcase, test_gains);
	tcase_add_loop_test(tcase, test_message, 0, COUNT(messages));
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
