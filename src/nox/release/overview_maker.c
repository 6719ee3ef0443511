/* SPDX-License-Identifier: MIT */
/* Makes an overview: reads the files, finds those that they name, and passes triggers and runs along the
 * calls. */
#include "config.h"

#include "nox/release/overview_maker.h"

#include "base/path.h"
#include "yaml/scalar.h"

enum {
	STEPS_MAX = 200 * 1000,	     /* read in all, counting actions once per use */
	WORK_MAX = 50 * 1000 * 1000, /* bytes compared and jobs visited while following products */
};

/* The path by which other files name a file: of an action, its folder. */
static struct str called_path(struct str inner, enum workflow_kind kind)
{
	return kind == WORKFLOW_ACTION ? path_folder(inner) : inner;
}

uint32_t overview_maker_find(const struct overview_maker *maker, struct str name)
{
	const size_t *file;

	while (name.len > 0 && name.p[name.len - 1] == '/')
		name.len--;
	file = lookup_get(&maker->paths, name);
	return file ? (uint32_t)*file : INDEX_NONE;
}

/* ------------------------------------------------------------------ one file */

enum { JOBS_MANY = 256 }; /* of a file, for which the list is not to grow step by step */

static uint32_t add_file(struct overview_maker *maker, struct str inner,
			 const struct workflow *workflow)
{
	struct overview *overview = maker->overview;
	uint32_t number = overview->files.len;
	struct overview_file file = { .inner = inner,
				      .kind = workflow->kind,
				      .action = workflow->kind == WORKFLOW_ACTION ? workflow : NULL,
				      .triggers = triggers_of(workflow),
				      .first = overview->jobs.len,
				      .count = workflow->jobs.len,
				      .group = number };

	if (workflow->jobs.len > JOBS_MANY)
		list_reserve(maker->arena, &overview->jobs,
			     (size_t)overview->jobs.len + workflow->jobs.len);
	for (size_t i = 0; i < workflow->jobs.len; i++) {
		const struct job *job = &workflow->jobs.at[i];
		struct str condition = scalar_value(workflow->tree, job_field(job, JOB_IF));

		list_add(maker->arena, &overview->jobs,
			 (struct overview_job){ .id = arena_copy(maker->arena, job->id),
						.file = number,
						.feeds = INDEX_NONE,
						.scheduled = condition_is_schedule(condition) });
	}
	list_add(maker->arena, &overview->files, file);
	(void)lookup_put(&maker->paths, maker->arena, called_path(inner, workflow->kind), number,
			 NULL);
	return number;
}

static void read_file(struct overview_maker *maker, uint32_t file, const struct workflow *workflow)
{
	overview_maker_read_needs(maker, file, workflow);
	overview_maker_read_jobs(maker, file, workflow);
}

/* Reads the actions, when all are known: they may use each other. */
static void begin(struct overview_maker *maker)
{
	if (maker->began)
		return;
	maker->began = true;
	maker->steps = STEPS_MAX;
	maker->work = WORK_MAX;
	for (uint32_t i = 0; i < maker->overview->files.len; i++)
		read_file(maker, i, maker->overview->files.at[i].action);
}

uint32_t overview_add(struct overview_maker *maker, struct str inner,
		      const struct workflow *workflow)
{
	uint32_t number;

	if (workflow->kind != WORKFLOW_ACTION)
		begin(maker);
	number = add_file(maker, inner, workflow);
	if (maker->began)
		read_file(maker, number, workflow);
	return number;
}

/* ------------------------------------------------------------------ all files */

/* Finds the files that are used. A download that counts only without one is dropped if it is there. */
static void find_uses(struct overview_maker *maker)
{
	struct overview *overview = maker->overview;
	size_t kept = 0;

	list_reserve(maker->arena, &overview->uses, maker->named.len);
	for (size_t i = 0; i < maker->named.len; i++) {
		struct named_use *named = &maker->named.at[i];
		bool call = named->use.step == INDEX_NONE;
		struct overview_job *job = &overview->jobs.at[named->use.job];

		named->use.file = overview_maker_find(maker, named->path);
		if (named->use.file != INDEX_NONE &&
		    (call || overview->files.at[named->use.file].kind == WORKFLOW_ACTION))
			list_add(maker->arena, &overview->uses, named->use);
		else if (call && job->sign.len == 0)
			job->sign = named->sign;
	}
	for (size_t i = 0; i < maker->downloads.len; i++) {
		const struct artifact *download = &maker->downloads.at[i];

		if (download->call == INDEX_NONE ||
		    maker->named.at[download->call].use.file == INDEX_NONE)
			maker->downloads.at[kept++] = *download;
	}
	list_cut(&maker->downloads, kept);
}

/* Sorts the uses by the used file, by counting. */
static void index_callers(struct overview_maker *maker)
{
	struct overview *overview = maker->overview;
	uint32_t start = 0;

	overview->callers =
		arena_alloc(maker->arena, overview->uses.len + 1, sizeof(*overview->callers));
	for (size_t i = 0; i < overview->uses.len; i++)
		overview->files.at[overview->uses.at[i].file].callers.end++;
	for (size_t i = 0; i < overview->files.len; i++) {
		struct short_range *callers = &overview->files.at[i].callers;
		uint32_t count = callers->end;

		*callers = (struct short_range){ start, start };
		start += count;
	}
	for (uint32_t i = 0; i < overview->uses.len; i++)
		overview->callers[overview->files.at[overview->uses.at[i].file].callers.end++] = i;
}

/* Passes the triggers of a file to the files it calls, except bits that are only about the text of
 * `on:`. A file is visited again only if it gained a trigger, so each call is visited a few times
 * at most. */
static void pass_triggers(struct overview_maker *maker)
{
	struct overview *overview = maker->overview;
	ARENA_AUTO struct arena scratch = { 0 };
	size_t count = overview->files.len, top = 0;
	size_t *stack = arena_alloc(&scratch, count + 1, sizeof(*stack));
	bool *queued = arena_alloc(&scratch, count + 1, sizeof(*queued));

	for (size_t i = 0; i < count; i++) {
		struct overview_file *file = &overview->files.at[i];

		if (file->callers.end > file->callers.start)
			file->triggers &= ~(unsigned)TRIGGER_CALL;
		stack[top++] = i;
		queued[i] = true;
	}
	while (top > 0) {
		size_t from = stack[--top];
		const struct overview_file *file = &overview->files.at[from];
		size_t end = overview_first_use(overview, file->first + file->count);
		unsigned passed = file->triggers & ~(unsigned)TRIGGER_RELEASE_BRANCH;

		queued[from] = false;
		for (size_t i = overview_first_use(overview, file->first); i < end; i++) {
			size_t to = overview->uses.at[i].file;

			if ((overview->files.at[to].triggers | passed) ==
			    overview->files.at[to].triggers)
				continue;
			overview->files.at[to].triggers |= passed;
			if (!queued[to])
				stack[top++] = to;
			queued[to] = true;
		}
	}
}

static uint32_t find_group(struct overview *overview, uint32_t file)
{
	while (overview->files.at[file].group != file) {
		uint32_t above = overview->files.at[file].group;

		overview->files.at[file].group = overview->files.at[above].group;
		file = above;
	}
	return file;
}

/* Joins files that may be part of one run. */
static void join_groups(struct overview *overview)
{
	for (size_t i = 0; i < overview->uses.len; i++) {
		uint32_t caller =
			find_group(overview, overview->jobs.at[overview->uses.at[i].job].file);

		overview->files.at[find_group(overview, overview->uses.at[i].file)].group = caller;
	}
	for (uint32_t i = 0; i < overview->files.len; i++)
		overview->files.at[i].group = find_group(overview, i);
}

static void mark_groups(struct overview *overview)
{
	for (size_t i = 0; i < overview->jobs.len; i++)
		if (overview->jobs.at[i].sign.len > 0)
			overview->files.at[overview->files.at[overview->jobs.at[i].file].group]
				.publishes = true;
	for (size_t i = 0; i < overview->files.len; i++)
		overview->files.at[i].publishes =
			overview->files.at[overview->files.at[i].group].publishes;
}

void overview_make(struct overview_maker *maker)
{
	begin(maker);
	find_uses(maker);
	index_callers(maker);
	pass_triggers(maker);
	join_groups(maker->overview);
	overview_maker_follow(maker);
	mark_groups(maker->overview);
}
