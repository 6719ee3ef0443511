/* SPDX-License-Identifier: MIT */
/* Gives ids. A step that is written once has one id in all jobs. */
#include "config.h"

#include "nox/step/naming.h"

/* The lookups, with the ids of the current job. */
static struct naming_lookups *lookups_of(struct naming *n)
{
	struct naming_lookups *l =
		n->lookups ? n->lookups : arena_new(n->arena, struct naming_lookups);

	n->lookups = l;
	if (l->job == n->job)
		return l;
	l->job = n->job;
	l->ids = (struct lookup){ NULL };
	for (size_t i = 0; i < n->job->steps.len; i++) {
		struct str id = scalar_value(n->tree, step_field(&n->job->steps.at[i], STEP_ID));

		if (id.len > 0)
			lookup_put(&l->ids, n->arena, arena_lower(n->arena, id), i, NULL);
	}
	return l;
}

static bool is_taken(struct naming *n, struct str id)
{
	const struct naming_lookups *l = lookups_of(n);

	if (lookup_get(&l->ids, arena_lower(n->arena, id)))
		return true;
	for (size_t i = 0; i < n->given.len; i++)
		if (str_eq_nocase(n->given.at[i], id))
			return true;
	return false;
}

struct str naming_free(struct naming *n, const char *wanted)
{
	struct str id = str_from(wanted);
	size_t number = 1;

	/* Each id has the lowest free number, so all lower numbers are taken. */
	for (size_t i = 0; i < n->given.len; i++)
		number += str_starts(n->given.at[i], wanted);
	do {
		if (number > 1)
			id = arena_printf(n->arena, "%s-%zu", wanted, number);
		number++;
	} while (is_taken(n, id));
	list_add(n->arena, &n->given, id);
	return id;
}

/* Where the number of a step is stored, by the place of its body. */
static size_t *number_of(struct naming *n, const struct node *body)
{
	struct naming_lookups *l = lookups_of(n);
	const uint32_t *start = &body->bytes.start;
	struct str key = { (const char *)start, sizeof(*start) };

	return lookup_put(&l->named, n->arena, key, STR_NONE, NULL);
}

struct str naming_of(struct naming *n, const struct step *step, const char *wanted)
{
	struct str id = scalar_value(n->tree, step_field(step, STEP_ID));
	size_t *number;

	if (id.len > 0)
		return id;
	number = number_of(n, step->body);
	if (*number < n->named.len && n->named.at[*number].step->body == step->body)
		return n->named.at[*number].id;
	*number = n->named.len;
	id = naming_free(n, wanted);
	list_add(n->arena, &n->named, (struct named_step){ step, id });
	return id;
}
