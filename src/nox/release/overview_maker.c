/* SPDX-License-Identifier: MIT */
/* Makes an overview: finds files by path, and passes triggers and runs along the calls. */
#include "config.h"

#include "nox/release/overview_maker.h"

#include "base/path.h"

#include <stdlib.h>

enum {
	STEPS_MAX = 200 * 1000,	     /* read in all, counting actions once per use */
	WORK_MAX = 50 * 1000 * 1000, /* bytes compared and jobs visited while following products */
};

/* The path by which other files name a file: of an action, its folder. */
static struct str called_path(const struct overview_file *file)
{
	struct str path = file->inner;

	return file->workflow->kind == WORKFLOW_ACTION ? path_folder(path) : path;
}

/* qsort() passes no context to its comparison. */
struct path {
	struct str text;
	size_t file;
};

static int compare_paths(const void *a, const void *b)
{
	const struct path *x = a, *y = b;

	return str_compare(x->text, y->text);
}

static void index_paths(struct overview_maker *s)
{
	size_t count = s->overview->files.len;
	struct path *paths = arena_alloc(s->arena, count + 1, sizeof(*paths));

	s->paths = arena_alloc(s->arena, count + 1, sizeof(*s->paths));
	for (size_t i = 0; i < count; i++)
		paths[i] = (struct path){ called_path(&s->overview->files.at[i]), i };
	if (count > 1)
		qsort(paths, count, sizeof(*paths), compare_paths);
	for (size_t i = 0; i < count; i++)
		s->paths[i] = paths[i].file;
}

size_t overview_maker_find(const struct overview_maker *s, struct str name)
{
	size_t low = 0, high = s->overview->files.len;

	while (name.len > 0 && name.p[name.len - 1] == '/')
		name.len--;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order =
			str_compare(called_path(&s->overview->files.at[s->paths[middle]]), name);

		if (order == 0)
			return s->paths[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return STR_NONE;
}

/* Sorts the uses by the used file, by counting. */
static void index_callers(struct overview_maker *s)
{
	struct overview *overview = s->overview;
	size_t start = 0;

	overview->callers =
		arena_alloc(s->arena, overview->uses.len + 1, sizeof(*overview->callers));
	for (size_t i = 0; i < overview->uses.len; i++)
		overview->files.at[overview->uses.at[i].file].callers.end++;
	for (size_t i = 0; i < overview->files.len; i++) {
		struct range *callers = &overview->files.at[i].callers;
		size_t count = callers->end;

		*callers = (struct range){ start, start };
		start += count;
	}
	for (size_t i = 0; i < overview->uses.len; i++)
		overview->callers[overview->files.at[overview->uses.at[i].file].callers.end++] = i;
}

/* Passes the triggers of a file to the files it calls, except bits that are only about the text of
 * `on:`. A file is visited again only if it gained a trigger, so each call is visited a few times
 * at most. */
static void pass_triggers(struct overview_maker *s)
{
	struct overview *overview = s->overview;
	size_t count = overview->files.len, top = 0;
	size_t *stack = arena_alloc(s->arena, count + 1, sizeof(*stack));
	bool *queued = arena_alloc(s->arena, count + 1, sizeof(*queued));

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
		size_t end = overview_first_use(overview, file->first + file->workflow->jobs.len);
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

static size_t find_group(struct overview *overview, size_t file)
{
	while (overview->files.at[file].group != file) {
		size_t above = overview->files.at[file].group;

		overview->files.at[file].group = overview->files.at[above].group;
		file = above;
	}
	return file;
}

/* Joins files that may be part of one run. */
static void join_groups(struct overview *overview)
{
	for (size_t i = 0; i < overview->uses.len; i++) {
		size_t caller =
			find_group(overview, overview->jobs.at[overview->uses.at[i].job].file);

		overview->files.at[find_group(overview, overview->uses.at[i].file)].group = caller;
	}
	for (size_t i = 0; i < overview->files.len; i++)
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

void overview_make(struct overview *overview, struct arena *arena)
{
	struct overview_maker s = {
		.overview = overview, .arena = arena, .steps = STEPS_MAX, .work = WORK_MAX
	};

	index_paths(&s);
	overview_maker_read_jobs(&s);
	index_callers(&s);
	pass_triggers(&s);
	join_groups(overview);
	overview_maker_follow(&s);
	mark_groups(overview);
}
