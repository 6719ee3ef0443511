/* SPDX-License-Identifier: MIT */
/* Checks job names. With one repository, an unknown name is an error before anything is written.
 * With several, a job needs to be in only one of them, so this is checked at the end. */
#include "config.h"

#include "job_names.h"

#include <string.h>

struct named {
	const char *option;
	struct str text;
};

static struct named named_at(const struct options *options, size_t i)
{
	const struct {
		const char *option;
		const struct texts *texts;
	} lists[] = { { "job", &options->jobs },
		      { "skip-job", &options->skip_jobs },
		      { "hash-file", &options->hash_files } };

	for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++) {
		if (i < lists[k].texts->list.len)
			return (struct named){ lists[k].option,
					       str_from(lists[k].texts->list.at[i]) };
		i -= lists[k].texts->list.len;
	}
	return (struct named){ "", STR("") };
}

void job_names_init(struct job_names *names, struct arena *arena, const struct options *options)
{
	names->options = options;
	names->count =
		options->jobs.list.len + options->skip_jobs.list.len + options->hash_files.list.len;
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

static bool is_hash_file(const char *option)
{
	return strcmp(option, "hash-file") == 0;
}

static bool has_wildcard(struct str pattern)
{
	static const char wild[] = { '!', '*', '?', '[' };

	for (size_t i = 0; i < sizeof(wild); i++)
		if (str_find_char(pattern, wild[i], 0) != STR_NONE)
			return true;
	return false;
}

/* Is there the file, or may there be one in a run? Exclusions and patterns need none. */
static bool matches_file(const struct project *project, struct str pattern)
{
	/* What has been found is kept in the survey. */
	struct survey *survey = project->context.survey;

	return has_wildcard(pattern) || str_contains(pattern, "${{") || !survey ||
	       !survey_matches_nothing(survey, &pattern, 1);
}

static void look(struct job_name *name, const struct project *project, struct named named)
{
	if (is_hash_file(named.option)) {
		name->found |= matches_file(project, named.text);
		return;
	}
	for (size_t i = 0; i < project->items.len && !name->found; i++) {
		const struct item *item = project->items.at[i];
		const struct overview_file *file =
			item->target ? overview_file(&project->overview, item->number) : NULL;

		for (size_t k = 0; file && k < file->count; k++) {
			struct str id = project->overview.jobs.at[file->first + k].id;

			name->found |= str_eq(id, named.text);
			if (!name->found)
				consider(name, named.text, id);
		}
	}
}

void job_names_look(struct job_names *names, const struct project *project)
{
	for (size_t n = 0; n < names->count; n++)
		look(&names->names[n], project, named_at(names->options, n));
}

void job_names_join(struct job_names *names, const struct job_name *others)
{
	for (size_t n = 0; n < names->count; n++) {
		names->names[n].found |= others[n].found;
		consider(&names->names[n], named_at(names->options, n).text,
			 str_from(others[n].nearest));
	}
}

static struct str problem_of(struct arena *arena, const struct job_name *name, struct named named)
{
	if (name->found)
		return STR("");
	if (is_hash_file(named.option))
		return arena_printf(arena, "no file matches %.*s (--hash-file)",
				    STR_ARG(named.text));
	if (name->nearest[0])
		return arena_printf(arena, "no job is called %.*s (--%s): did you mean %s?",
				    STR_ARG(named.text), named.option, name->nearest);
	return arena_printf(arena, "no job is called %.*s (--%s)", STR_ARG(named.text),
			    named.option);
}

struct str job_names_problem(const struct job_names *names, struct arena *arena)
{
	struct str problem = STR("");

	for (size_t n = 0; n < names->count && problem.len == 0; n++)
		problem = problem_of(arena, &names->names[n], named_at(names->options, n));
	return problem;
}

struct str job_names_check(const struct project *project, struct arena *arena, const char *option,
			   struct str text)
{
	struct job_name name = { .found = false };
	struct named named = { option, text };

	look(&name, project, named);
	return problem_of(arena, &name, named);
}
