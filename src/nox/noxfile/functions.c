/* SPDX-License-Identifier: MIT */
/* Functions by name, and sums over functions that call each other. */
#include "config.h"

#include "nox/noxfile/functions.h"

#include <string.h>

static const struct effect anything = { .installs = NOXFILE_INSTALLS_UNKNOWN, .inexact = true };

bool function_find(const struct functions *functions, struct str name, struct part *found)
{
	size_t low = 0, high = functions->sorted.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		size_t number = functions->sorted.at[middle];

		if (str_compare(functions->list.at[number].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	found->first = found->end = low;
	while (found->end < functions->sorted.len &&
	       str_eq(functions->list.at[functions->sorted.at[found->end]].name, name))
		found->end++;
	return found->end > found->first;
}

bool function_is_visible(const struct functions *functions, size_t number, size_t token)
{
	size_t outer = functions->list.at[number].outer;

	return outer == STR_NONE || (functions->list.at[outer].body.first <= token &&
				     token < functions->list.at[outer].body.end);
}

/* Insertion into a sorted list: there are at most FUNCTIONS_MAX. */
void functions_sort(struct functions *functions)
{
	struct arena *arena = functions->gathered.arena;

	functions->sorted.len = 0;
	for (size_t i = 0; i < functions->list.len; i++) {
		struct part place;

		(void)function_find(functions, functions->list.at[i].name, &place);
		list_add(arena, &functions->sorted, i);
		memmove(functions->sorted.at + place.end + 1, functions->sorted.at + place.end,
			(functions->sorted.len - 1 - place.end) * sizeof(*functions->sorted.at));
		functions->sorted.at[place.end] = i;
	}
}

/* Adds a function to the queue of functions to sum. */
static void enqueue(bool *seen, unsigned short *queue, size_t *length, size_t number)
{
	if (seen[number])
		return;
	seen[number] = true;
	queue[(*length)++] = (unsigned short)number;
}

void functions_sum(struct effect *sum, const struct functions *functions, const size_t *roots,
		   size_t count, struct gathered *gathered)
{
	const struct gathered *all = &functions->gathered;
	bool seen[FUNCTIONS_MAX] = { false };
	unsigned short queue[FUNCTIONS_MAX];
	size_t length = 0, own;

	for (size_t i = 0; i < count; i++)
		enqueue(seen, queue, &length, roots[i]);
	own = length;
	for (size_t i = 0; i < length; i++) {
		const struct function *f = &functions->list.at[queue[i]];

		effect_add(sum, &f->effect);
		/* A decorator of a session gets the session's function as its argument; other
		 * arguments are unknown. */
		if (i >= own && f->effect.calls_parameter)
			effect_add(sum, &anything);
		for (size_t k = f->calls.first; k < f->calls.end; k++)
			enqueue(seen, queue, &length, functions->calls.at[k]);
		for (size_t k = f->reads.first; k < f->reads.end; k++)
			list_add(gathered->arena, &gathered->reads, all->reads.at[k]);
		for (size_t k = f->sessions.first; k < f->sessions.end; k++)
			list_add(gathered->arena, &gathered->sessions, all->sessions.at[k]);
	}
}
