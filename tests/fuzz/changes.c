/* SPDX-License-Identifier: MIT */
/* The two that change a file. What they promise: no byte is lost but where the plan says so, the
 * patch of the change makes it of the old file, and the next run has nothing to do. */
#include "config.h"

#include "targets.h"

#include "nox/call/glance.h"
#include "nox/step/reference.h"
#include "nox/plan/rewrite.h"
#include "output/feature.h"
#include "output/patch.h"
#include "yaml/worker.h"

#include <string.h>

/* ------------------------------------------------------------------ a patch, taken at its word */

static size_t number_at(struct str *line)
{
	size_t number = 0, digits = 0;

	for (; digits < line->len && line->p[digits] >= '0' && line->p[digits] <= '9'; digits++)
		number = number * 10 + (size_t)(line->p[digits] - '0');
	PROMISE(digits > 0);
	*line = str_slice(*line, digits, line->len);
	return number;
}

/* "-12,3": a count of 1 is left out. */
static size_t span_at(struct str *line, char sign, size_t *first)
{
	PROMISE(line->len > 1 && line->p[0] == sign);
	*line = str_slice(*line, 1, line->len);
	*first = number_at(line);
	if (line->len == 0 || line->p[0] != ',')
		return 1;
	*line = str_slice(*line, 1, line->len);
	return number_at(line);
}

struct hunk {
	size_t first; /* old line, from 1; in front of the first where no old line is in it */
	size_t old;   /* lines that are left to be read */
	size_t now;
};

static struct hunk hunk_at(struct str line)
{
	struct hunk hunk;
	size_t unused;

	line = str_slice(line, strlen("@@ "), line.len);
	hunk.old = span_at(&line, '-', &hunk.first);
	PROMISE(str_starts(line, " "));
	line = str_slice(line, 1, line.len);
	hunk.now = span_at(&line, '+', &unused);
	PROMISE(str_starts(line, " @@"));
	hunk.first += hunk.old == 0;
	return hunk;
}

/* One line of a hunk: its bytes, without the break where the next line says that there is none. */
static void apply_line(struct hunk *hunk, struct str line, struct str diff, struct str *old,
		       struct buf *out)
{
	char sign = line.p[0];

	line = str_slice(line, 1, line.len);
	if (str_starts(diff, "\\ "))
		line.len--;
	PROMISE(sign == ' ' || sign == '-' || sign == '+');
	if (sign != '+') {
		PROMISE(hunk->old-- > 0);
		PROMISE(str_eq(str_slice(*old, 0, line.len), line));
		*old = str_slice(*old, line.len, old->len);
	}
	if (sign != '-') {
		PROMISE(hunk->now-- > 0);
		buf_add(out, line);
	}
}

static void apply(struct str old, struct str diff, struct buf *out)
{
	struct str line;
	size_t at = 1;

	while (str_next_line(&diff, &line)) {
		struct hunk hunk;

		if (!str_starts(line, "@@ "))
			continue;
		for (hunk = hunk_at(line); at < hunk.first; at++) {
			PROMISE(str_next_line(&old, &line));
			buf_add(out, line);
		}
		at += hunk.old;
		while (hunk.old + hunk.now > 0) {
			PROMISE(str_next_line(&diff, &line));
			if (!str_starts(line, "\\ "))
				apply_line(&hunk, line, diff, &old, out);
		}
	}
	buf_add(out, old);
}

static void check_patch(struct str path, struct str old, struct str now, const struct edits *edits)
{
	struct change change = { .path = path, .old = old, .text = now, .edits = edits };
	struct patch patch = { .subject = STR("s"),
			       .author_name = STR("a"),
			       .author_email = STR("a@example.org"),
			       .format = DIGEST_SHA1,
			       .plain_crlf = true };
	const struct changes changes = { .list = { &change, 1, 1 } };
	BUF_AUTO struct buf mail = { 0 };
	BUF_AUTO struct buf made = { 0 };
	size_t start;

	patch_look(&change);
	patch_add(&mail, &patch, &changes);
	start = str_find(buf_str(&mail), STR("\ndiff --git "), 0);
	PROMISE(start != STR_NONE);
	apply(old, str_slice(buf_str(&mail), start, mail.len), &made);
	PROMISE(str_eq(buf_str(&made), now));
}

/* ------------------------------------------------------------------ a workflow's verified edit */

/* One worker for all inputs; it dies with this process. */
static struct yaml_worker worker;

/* By the input's last byte, so that a fuzzer finds them; a line break gives the first. */
#define KEEP_ALL .tell_calls = true, .keep_plans = true

static const struct plan_settings *settings_for(struct str bytes)
{
	static const struct plan_settings settings[] = {
		{ KEEP_ALL, .no_install = false },
		{ KEEP_ALL, .no_install = true, .include_release = true },
		{ KEEP_ALL, .fallback = FALLBACK_NEVER, .action = { "a/b@v1", 6 } },
		{ KEEP_ALL, .keep_runs = true, .include_release = true },
		{ KEEP_ALL, .fix_existing = true },
	};
	unsigned char last = bytes.len > 0 ? (unsigned char)bytes.p[bytes.len - 1] : '\n';

	return &settings[(last ^ '\n') % (sizeof(settings) / sizeof(settings[0]))];
}

static void rewrite(struct rewrite *file, struct str bytes, const struct plan_settings *settings)
{
	REPOSITORY_AUTO struct repository nowhere = { .store = NULL };
	struct survey survey = { .repository = &nowhere, .worker = &worker, .arena = &file->arena };
	struct plan_context context = { .settings = settings, .survey = &survey };

	repository_open_folder(&nowhere, "/nonexistent");
	file->worker = &worker;
	file->bytes = bytes;
	rewrite_open(file, STR(".github/workflows/fuzz.yml"));
	rewrite_read(file);
	rewrite_plan(file, &context);
	rewrite_verify(file);
	PROMISE(!(file->changed && file->failed));
	PROMISE(!file->changed || !str_eq(rewrite_text(file), bytes));
}

static void check_told(const struct rewrite *file)
{
	size_t errors = 0;

	for (size_t i = 0; i < file->diagnostics.list.len; i++) {
		const struct diagnostic *d = &file->diagnostics.list.at[i];

		PROMISE(diagnostic_range(d).start <= diagnostic_range(d).end && diagnostic_range(d).end <= file->bytes.len);
		PROMISE(d->message_len > 0);
		/* Verification holds up what is planned wrongly. It should have nothing to do; but
		 * libfyaml minds a blank line with a tab behind some lines and not behind others. */
		if ((str_contains(diagnostic_message(d), "left as it is: the edit") &&
		     !str_contains(diagnostic_message(d), "invalid tab")) ||
		    str_contains(diagnostic_message(d), "left as it is: a character"))
			BROKEN(diagnostic_message(d));
		errors += d->severity == SEVERITY_ERROR && !d->rule;
	}
	PROMISE(file->failed == (errors > 0));
}

static bool maintains(const struct plan *plan)
{
	for (size_t i = 0; i < plan->jobs.len; i++)
		for (size_t k = 0; k < plan->jobs.at[i].caches.list.len; k++)
			if (plan->jobs.at[i].caches.list.at[k].ours)
				return true;
	return false;
}

static bool is_local(const struct tree *tree, const struct node *node)
{
	struct uses uses = uses_read(scalar_value(tree, node));

	return uses.local;
}

/* What was found has been foretold by the bytes. */
static void check_glance(const struct rewrite *file, const struct plan_settings *settings)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct glance glance = glance_at(file->bytes);
	struct cache_reference reference;

	if (settings->names.commands.list.len == 0 && settings->names.actions.len == 0) {
		for (size_t i = 0; i < file->plan.jobs.len; i++)
			PROMISE(glance.nox || file->plan.jobs.at[i].calls.len == 0);
		for (size_t i = 0; i < file->diagnostics.list.len; i++)
			PROMISE(glance.nox || !file->diagnostics.list.at[i].rule);
		PROMISE(glance.nox || !file->changed);
	}
	PROMISE(file->failed || glance_names_cache(&glance, file->bytes) ||
		!cache_reference_used(&reference, &arena, &file->workflow));
	for (size_t i = 0; !file->failed && i < file->workflow.jobs.len; i++) {
		const struct job *job = &file->workflow.jobs.at[i];

		PROMISE(glance.uses || !is_local(&file->tree, job_field(job, JOB_USES)));
		for (size_t k = 0; k < job->steps.len; k++)
			PROMISE(glance.uses || !is_local(&file->tree, step_field(&job->steps.at[k], STEP_USES)));
	}
}

/* Nothing is replaced but in steps of our own. */
static void check_kept(const struct rewrite *file)
{
	for (size_t i = 0; i < file->plan.edits.list.len; i++) {
		struct range range = edit_range(&file->plan.edits.list.at[i]);

		PROMISE(range.start == range.end || maintains(&file->plan));
	}
}

/* What becomes of the file is the same whatever is kept of its plan. */
static void check_forgetful(struct rewrite *file, struct str bytes,
			    const struct plan_settings *settings)
{
	struct plan_settings forgetful = *settings;
	struct rewrite other = { 0 };

	forgetful.tell_calls = forgetful.keep_plans = false;
	rewrite(&other, bytes, &forgetful);
	PROMISE(other.plan.jobs.len == 0);
	PROMISE(str_eq(rewrite_text(&other), rewrite_text(file)));
	PROMISE(other.changed == file->changed && other.failed == file->failed);
	PROMISE(other.plan.outcomes.len == file->plan.outcomes.len);
	PROMISE(other.diagnostics.list.len == file->diagnostics.list.len);
	for (size_t i = 0; i < other.diagnostics.list.len; i++)
		PROMISE(str_eq(diagnostic_message(&other.diagnostics.list.at[i]),
			       diagnostic_message(&file->diagnostics.list.at[i])));
	rewrite_release(&other);
}

void run_edit(struct str bytes)
{
	const struct plan_settings *settings = settings_for(bytes);
	struct rewrite file = { 0 }, again = { 0 };

	rewrite(&file, bytes, settings);
	check_told(&file);
	check_glance(&file, settings);
	check_forgetful(&file, bytes, settings);
	if (file.changed) {
		if (!settings->fix_existing)
			check_kept(&file);
		check_patch(STR("fuzz.yml"), bytes, buf_str(&file.text), &file.plan.edits);
		rewrite(&again, buf_str(&file.text), settings);
		PROMISE(!again.failed);
		/* Where two steps have one id, no part of a key names one of them. */
		PROMISE(!again.changed || settings->fix_existing);
	}
	rewrite_release(&again);
	rewrite_release(&file);
}

/* ------------------------------------------------------------------ a feature file */

static const struct feature_row rows[] = {
	{ STR(".github/workflows/ci.yml"), STR("lint"), STR("a|b\\c\n\"<x>"), STR(".nox, b/.nox"),
	  STR("${{ matrix.python }}"), STR("'noxfile.py', 'uv.lock'"), true },
	{ STR("w.yml"), STR("t\xc3\xa9st"), STR("nox"), STR(".nox"), STR("3.12"), STR("'x'"), false },
};

/* Makes the file tell the first count rows; false where it is refused. */
static bool tell(struct buf *out, struct str old, size_t count)
{
	ARENA_AUTO struct arena arena = { 0 };
	struct source source;
	struct edits edits = { 0 };
	struct feature_rows told = { 0 };
	const char *error = NULL;
	enum feature_status status;

	for (size_t i = 0; i < count; i++)
		list_add(&arena, &told.list, rows[i]);
	source_init(&source, &arena, STR("fuzz.feature"), old);
	status = feature_edit(&edits, &arena, &source, &told, &error);
	PROMISE(status == FEATURE_OK || (status == FEATURE_REFUSED && error));
	PROMISE(status == FEATURE_OK || edits.list.len == 0);
	PROMISE(edits_sort(&edits, old.len));
	edits_apply(old, &edits, out);
	if (edits.list.len > 0)
		check_patch(STR("fuzz.feature"), old, buf_str(out), &edits);
	return status == FEATURE_OK;
}

void run_feature(struct str bytes)
{
	BUF_AUTO struct buf first = { 0 };
	BUF_AUTO struct buf same = { 0 };
	BUF_AUTO struct buf more = { 0 };
	BUF_AUTO struct buf less = { 0 };

	if (!tell(&first, bytes, 1)) {
		PROMISE(str_eq(buf_str(&first), bytes));
		return;
	}
	PROMISE(tell(&same, buf_str(&first), 1));
	PROMISE(str_eq(buf_str(&same), buf_str(&first)));
	PROMISE(tell(&more, buf_str(&first), 2));
	PROMISE(more.len > first.len);
	PROMISE(tell(&less, buf_str(&more), 1));
	PROMISE(str_eq(buf_str(&less), buf_str(&first)));
}
