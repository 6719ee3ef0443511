/* SPDX-License-Identifier: MIT */
/* Follows products: from a job that publishes to the jobs that made what it publishes, by artifacts
 * and outputs, until there are no more. */
#include "config.h"

#include "nox/release/overview_maker.h"

enum { PATTERN_MAX = 128 }; /* longer patterns are assumed to match each other */

/* Remaining work: marked jobs whose sources are not yet found. */
struct follower {
	struct overview_maker *s;
	uint32_t *queue; /* each job once */
	size_t tail;
	bool *needed; /* scratch, for each job */
	uint32_t *reached;
};

static bool is_one(char pattern, char c)
{
	return pattern == '?' || c == '?' || pattern == c;
}

/* Works from the ends to the starts: meets[j] is whether a from i on and b from j on can match the
 * same text. */
bool patterns_overlap(struct str a, struct str b)
{
	bool meets[PATTERN_MAX + 2] = { false }, below[PATTERN_MAX + 2] = { false };

	if (a.len > PATTERN_MAX || b.len > PATTERN_MAX)
		return true;
	for (size_t i = a.len + 1; i-- > 0;) {
		for (size_t j = 0; j <= b.len; j++)
			below[j] = meets[j];
		for (size_t j = b.len + 1; j-- > 0;) {
			bool end = i == a.len && j == b.len;
			bool left = i < a.len && a.p[i] == '*' &&
				    (below[j] || (j < b.len && meets[j + 1]));
			bool right = j < b.len && b.p[j] == '*' &&
				     (meets[j + 1] || (i < a.len && below[j]));
			bool both =
				i < a.len && j < b.len && is_one(a.p[i], b.p[j]) && below[j + 1];

			meets[j] = end || left || right || both;
		}
	}
	return meets[0];
}

static const struct overview_job *job_at(const struct follower *f, uint32_t job)
{
	return &f->s->overview->jobs.at[job];
}

static const struct overview_file *file_of(const struct follower *f, uint32_t job)
{
	return &f->s->overview->files.at[job_at(f, job)->file];
}

/* "job publish", with its file if that is not the reader's. */
static struct str job_name(const struct follower *f, uint32_t job, uint32_t reader)
{
	const struct overview_file *file = file_of(f, job);

	if (job_at(f, job)->file == job_at(f, reader)->file)
		return arena_printf(f->s->arena, "job %.*s", STR_ARG(job_at(f, job)->id));
	return arena_printf(f->s->arena, "job %.*s of %.*s", STR_ARG(job_at(f, job)->id),
			    STR_ARG(file->inner));
}

/* Marks a job whose product goes into a release job. */
static void mark(struct follower *f, uint32_t job, uint32_t into, struct str product)
{
	struct overview_job *marked = &f->s->overview->jobs.at[job];
	struct str name;

	if (marked->sign.len > 0)
		return;
	name = job_name(f, into, job);
	marked->sign = arena_printf(f->s->arena, "its %.*s %s into %.*s", STR_ARG(product),
				    str_is(product, "outputs") ? "go" : "goes", STR_ARG(name));
	marked->feeds = into;
	f->queue[f->tail++] = job;
}

/* Marks the jobs of called workflows whose outputs they return to their caller. */
static void follow_called(struct follower *f, uint32_t call, uint32_t into)
{
	const struct overview *overview = f->s->overview;

	for (size_t i = overview_first_use(overview, call);
	     i < overview->uses.len && overview->uses.at[i].job == call; i++) {
		struct short_range returned =
			overview->files.at[overview->uses.at[i].file].returned;

		for (size_t k = returned.start; k < returned.end; k++)
			mark(f, overview->numbers.at[k], into, STR("outputs"));
	}
}

static void follow_outputs(struct follower *f, uint32_t into)
{
	struct short_range takes = job_at(f, into)->takes;

	for (size_t i = takes.start; i < takes.end; i++) {
		uint32_t from = f->s->overview->numbers.at[i];

		mark(f, from, into, STR("outputs"));
		follow_called(f, from, into);
	}
}

/* Adds a job to those that another one waits for. */
static void reach(struct follower *f, uint32_t job, size_t *count)
{
	if (f->needed[job])
		return;
	f->needed[job] = true;
	f->reached[(*count)++] = job;
}

static void reach_needs(struct follower *f, uint32_t job, size_t *count)
{
	struct short_range needs = job_at(f, job)->needs;

	for (size_t i = needs.start; i < needs.end; i++)
		reach(f, f->s->overview->numbers.at[i], count);
}

/* Marks in needed all jobs that are finished when the job starts. Returns false if it waits for
 * none: then nothing is known. */
static bool find_needed(struct follower *f, uint32_t job)
{
	const struct overview *overview = f->s->overview;
	struct short_range callers = file_of(f, job)->callers;
	size_t count = 0;

	for (size_t i = 0; i < overview->jobs.len; i++)
		f->needed[i] = false;
	reach_needs(f, job, &count);
	/* A called workflow starts when its caller's needs are done. */
	for (size_t i = callers.start; i < callers.end; i++)
		reach_needs(f, overview->uses.at[overview->callers[i]].job, &count);
	for (size_t next = 0; next < count; next++) {
		uint32_t at = f->reached[next];

		reach_needs(f, at, &count);
		for (size_t i = overview_first_use(overview, at);
		     i < overview->uses.len && overview->uses.at[i].job == at; i++) {
			const struct overview_file *file =
				&overview->files.at[overview->uses.at[i].file];

			for (uint32_t k = 0;
			     overview->uses.at[i].step == INDEX_NONE && k < file->count; k++)
				reach(f, file->first + k, &count);
		}
	}
	return count > 0;
}

/* Does the name mean a by-product of tests, which a download of all artifacts includes? */
static bool is_by_product(struct str name)
{
	static const char *const words[] = { "coverage", "cov",	       "junit",	     "log",
					     "logs",	 "result",     "results",    "report",
					     "reports",	 "exitstatus", "screenshots" };

	for (size_t i = 0; i < name.len;) {
		size_t end = i;

		while (end < name.len && name.p[end] >= 'A')
			end++;
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (str_is_nocase(str_slice(name, i, end), words[k]))
				return true;
		i = end + 1;
	}
	return false;
}

/* Subtracts a cost from the remaining work. Returns false if there is too little left. */
static bool spend(struct follower *f, size_t cost)
{
	if (f->s->work < cost) {
		f->s->work = 0;
		return false;
	}
	f->s->work -= cost;
	return true;
}

static bool is_pattern(struct str name)
{
	return str_find_char(name, '*', 0) != STR_NONE || str_find_char(name, '?', 0) != STR_NONE;
}

/* If the answer would cost too much, it is yes. */
static bool may_take(struct follower *f, const struct artifact *download,
		     const struct artifact *upload, bool needs_known)
{
	struct str a = download->name, b = upload->name;

	if (!spend(f, 1))
		return true;
	if (!download->anywhere &&
	    file_of(f, upload->job)->group != file_of(f, download->job)->group)
		return false;
	if (download->any)
		return (!needs_known || f->needed[upload->job]) && !is_by_product(upload->name);
	if (!is_pattern(a) && !is_pattern(b))
		return str_eq(a, b);
	return !spend(f, (a.len + 1) * (b.len + 1)) || patterns_overlap(a, b);
}

/* The first download of a job of that number or a later one. */
static size_t first_download(const struct overview_maker *s, uint32_t job)
{
	size_t low = 0, high = s->downloads.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->downloads.at[middle].job < job)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void follow_download(struct follower *f, const struct artifact *download)
{
	size_t jobs = f->s->overview->jobs.len + f->s->overview->uses.len;
	bool needs_known = download->any && !download->anywhere && spend(f, jobs) &&
			   find_needed(f, download->job);

	/* Marked uploads are removed from the list. */
	for (size_t i = 0; i < f->s->uploads.len;) {
		const struct artifact *upload = &f->s->uploads.at[i];
		bool marked = job_at(f, upload->job)->sign.len > 0;

		if (!marked && may_take(f, download, upload, needs_known)) {
			mark(f, upload->job, download->job,
			     arena_printf(f->s->arena, "artifact %.*s", STR_ARG(upload->name)));
			marked = true;
		}
		if (marked)
			f->s->uploads.at[i] = f->s->uploads.at[--f->s->uploads.len];
		else
			i++;
	}
}

/* A job that calls a workflow with a publishing job passes its inputs to it. */
static void follow_callers(struct follower *f, uint32_t job)
{
	const struct overview *overview = f->s->overview;
	struct short_range callers = file_of(f, job)->callers;

	for (size_t i = callers.start; i < callers.end; i++)
		mark(f, overview->uses.at[overview->callers[i]].job, job, STR("input"));
}

void overview_maker_follow(struct overview_maker *s)
{
	ARENA_AUTO struct arena scratch = { 0 };
	uint32_t jobs = s->overview->jobs.len;
	size_t first = 0;
	struct follower f = { .s = s,
			      .queue = arena_alloc(&scratch, jobs + 1, sizeof(uint32_t)),
			      .needed = arena_alloc(&scratch, jobs + 1, sizeof(bool)),
			      .reached = arena_alloc(&scratch, jobs + 1, sizeof(uint32_t)) };

	for (uint32_t i = 0; i < jobs; i++)
		if (s->overview->jobs.at[i].sign.len > 0)
			f.queue[f.tail++] = i;
	for (; first < f.tail; first++) {
		uint32_t job = f.queue[first];

		if (file_of(&f, job)->kind != WORKFLOW_FILE)
			continue;
		follow_outputs(&f, job);
		follow_callers(&f, job);
		for (size_t i = first_download(s, job);
		     i < s->downloads.len && s->downloads.at[i].job == job; i++)
			follow_download(&f, &s->downloads.at[i]);
	}
}
