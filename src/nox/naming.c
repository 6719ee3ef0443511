/* SPDX-License-Identifier: MIT */
/* Giving out ids. A step that is written once keeps one id, whichever job asks for it. */
#include "config.h"

#include "nox/naming.h"

static bool is_taken(const struct naming *n, struct str id)
{
	for (size_t i = 0; i < n->job->steps.len; i++)
		if (str_eq(scalar_value(n->tree, n->arena, n->job->steps.at[i].id), id))
			return true;
	for (size_t i = 0; i < n->given.len; i++)
		if (str_eq(n->given.at[i], id))
			return true;
	return false;
}

struct str naming_free(struct naming *n, const char *wanted)
{
	struct str id = str_from(wanted);

	for (size_t number = 2; is_taken(n, id) && !n->arena->failed; number++)
		id = arena_printf(n->arena, "%s-%zu", wanted, number);
	(void)list_add(n->arena, &n->given, id); /* failure stays in the arena */
	return id;
}

struct str naming_of(struct naming *n, const struct step *step, const char *wanted)
{
	struct str id = scalar_value(n->tree, n->arena, step->id);

	if (id.len > 0)
		return id;
	for (size_t i = 0; i < n->named.len; i++)
		if (n->named.at[i].step->body == step->body)
			return n->named.at[i].id;
	id = naming_free(n, wanted);
	(void)list_add(n->arena, &n->named, (struct named_step){ step, id });
	return id;
}
