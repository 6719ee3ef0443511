/* SPDX-License-Identifier: MIT */
/* Checks job names. With one repository, an unknown name is an error before anything is written.
 * With several, a job needs to be in only one of them, so this is checked at the end. */
#include "config.h"

#include "job_names.h"

#include <string.h>

static struct str name_at(const struct job_names *names, size_t i)
{
	size_t jobs = names->options->jobs.list.len;

	return str_from(i < jobs ? names->options->jobs.list.at[i]
				 : names->options->skip_jobs.list.at[i - jobs]);
}

void job_names_init(struct job_names *names, struct arena *arena, const struct options *options)
{
	names->options = options;
	names->count = options->jobs.list.len + options->skip_jobs.list.len;
	names->names = arena_alloc(arena, names->count + 1, sizeof(*names->names));
}

static void consider(struct job_name *name, struct str wanted, struct str id)
{
	if (id.len == 0 || id.len > DISTANCE_MAX || !is_near(id, wanted))
		return;
	if (name->nearest[0] && distance(str_from(name->nearest), wanted) <= distance(id, wanted))
		return;
	memcpy(name->nearest, id.p, id.len);
	name->nearest[id.len] = '\0';
}

void job_names_look(struct job_names *names, const struct project *project)
{
	for (size_t n = 0; n < names->count; n++) {
		struct job_name *name = &names->names[n];
		struct str wanted = name_at(names, n);

		for (size_t i = 0; i < project->items.len && !name->found; i++) {
			const struct item *item = project->items.at[i];
			const struct workflow *workflow = &item->rewrite.workflow;

			for (size_t k = 0; item->target && k < workflow->jobs.len; k++) {
				struct str id = workflow->jobs.at[k].id;

				name->found |= str_eq(id, wanted);
				if (!name->found)
					consider(name, wanted, id);
			}
		}
	}
}

void job_names_join(struct job_names *names, const struct job_name *others)
{
	for (size_t n = 0; n < names->count; n++) {
		names->names[n].found |= others[n].found;
		consider(&names->names[n], name_at(names, n), str_from(others[n].nearest));
	}
}

struct str job_names_problem(const struct job_names *names, struct arena *arena)
{
	for (size_t n = 0; n < names->count; n++) {
		const struct job_name *name = &names->names[n];
		const char *option = n < names->options->jobs.list.len ? "job" : "skip-job";
		struct str id = name_at(names, n);

		if (name->found)
			continue;
		if (name->nearest[0])
			return arena_printf(arena, "no job is called %.*s (--%s): did you mean %s?",
					    STR_ARG(id), option, name->nearest);
		return arena_printf(arena, "no job is called %.*s (--%s)", STR_ARG(id), option);
	}
	return STR("");
}
