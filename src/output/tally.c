/* SPDX-License-Identifier: MIT */
/* Counts jobs and findings. A job is classified by its calls: a new cache step takes precedence
 * over an existing one, and that over a call that is left alone. */
#include "config.h"

#include "output/tally.h"

#include <string.h>

/* The reason without its details, NUL-terminated. */
static void cut_reason(char out[TALLY_REASON_SIZE], struct str reason)
{
	size_t end = 0;

	while (end < reason.len && !strchr(":(,", reason.p[end]))
		end++;
	reason = str_cut(str_trim(str_slice(reason, 0, end)), TALLY_REASON_SIZE - 1);
	memset(out, 0, TALLY_REASON_SIZE);
	if (reason.len > 0)
		memcpy(out, reason.p, reason.len);
}

static void add_reason(struct tally *tally, const char *reason)
{
	for (size_t i = 0; i < TALLY_REASONS_MAX; i++) {
		if (strcmp(tally->reasons[i], reason) == 0)
			return;
		if (tally->reasons[i][0] == '\0') {
			memcpy(tally->reasons[i], reason, TALLY_REASON_SIZE);
			return;
		}
	}
	tally->more_reasons = true;
}

static void add_job(struct tally *tally, const struct job_outcome *outcome)
{
	char reason[TALLY_REASON_SIZE] = "";

	if (!outcome->runs)
		return;
	if (outcome->skipped)
		cut_reason(reason, str_from(outcome->skipped));
	tally->jobs++;
	if (outcome->key.len > 0) {
		tally->to_cache++;
	} else if (outcome->cached) {
		tally->cached++;
	} else {
		tally->left++;
		if (reason[0] != '\0')
			add_reason(tally, reason);
	}
}

void tally_add(struct tally *tally, const struct rewrite *file)
{
	tally->files++;
	tally->failed += file->failed;
	tally->changed += file->changed;
	for (size_t i = 0; !file->failed && i < file->plan.outcomes.len; i++)
		add_job(tally, &file->plan.outcomes.at[i]);
	for (size_t i = 0; i < file->diagnostics.list.len; i++)
		if (file->diagnostics.list.at[i].rule)
			tally->findings[file->diagnostics.list.at[i].severity]++;
}

void tally_join(struct tally *tally, const struct tally *other)
{
	tally->files += other->files;
	tally->failed += other->failed;
	tally->changed += other->changed;
	tally->jobs += other->jobs;
	tally->to_cache += other->to_cache;
	tally->cached += other->cached;
	tally->left += other->left;
	for (int i = SEVERITY_NOTE; i <= SEVERITY_ERROR; i++)
		tally->findings[i] += other->findings[i];
	for (size_t i = 0; i < TALLY_REASONS_MAX && other->reasons[i][0]; i++)
		add_reason(tally, other->reasons[i]);
	tally->more_reasons |= other->more_reasons;
}

/* Appends "2 files" or "1 file" after joint. */
static void add_count(struct buf *out, const char *joint, size_t count, const char *noun)
{
	buf_printf(out, "%s%zu %s%s", joint, count, noun, count == 1 ? "" : "s");
}

static void add_part(struct buf *out, const char **joint, size_t count, const char *what)
{
	if (count == 0)
		return;
	buf_printf(out, "%s%zu %s", *joint, count, what);
	*joint = ", ";
}

static void add_reasons(struct buf *out, const struct tally *tally)
{
	for (size_t i = 0; i < TALLY_REASONS_MAX && tally->reasons[i][0]; i++) {
		buf_add_c(out, i == 0 ? " (" : ", ");
		buf_add_c(out, tally->reasons[i]);
	}
	if (tally->reasons[0][0])
		buf_add_c(out, tally->more_reasons ? ", and others)" : ")");
}

void tally_describe(struct buf *out, const struct tally *tally, bool done, bool check)
{
	const char *joint = ": ";

	add_count(out, "", tally->files, "file");
	if (tally->failed > 0)
		buf_printf(out, " (%zu with an error)", tally->failed);
	if (tally->jobs == 0 && tally->failed < tally->files) {
		buf_add_c(out, ", no job runs Nox");
	} else if (tally->jobs > 0) {
		add_count(out, ", ", tally->jobs, "job");
		buf_add_c(out, tally->jobs == 1 ? " runs Nox" : " run Nox");
		add_part(out, &joint, tally->to_cache, done ? "got a cache" : "to cache");
		add_part(out, &joint, tally->cached, "cached");
		add_part(out, &joint, tally->left, "left alone");
		if (tally->left > 0)
			add_reasons(out, tally);
	}
	joint = "; ";
	for (int i = SEVERITY_ERROR; check && i >= SEVERITY_NOTE; i--) {
		if (tally->findings[i] == 0)
			continue;
		add_count(out, joint, tally->findings[i], severity_name((enum severity)i));
		joint = ", ";
	}
}
