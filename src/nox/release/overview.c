/* SPDX-License-Identifier: MIT */
/* The files of a repository and how they use each other. */
#include "config.h"

#include "nox/release/overview.h"

void overview_add(struct overview *overview, struct arena *arena, struct str inner,
		  const struct workflow *workflow)
{
	struct overview_file file = { .inner = inner,
				      .workflow = workflow,
				      .triggers = triggers_of(workflow),
				      .first = overview->jobs.len,
				      .group = overview->files.len };

	for (size_t i = 0; i < workflow->jobs.len; i++)
		list_add(arena, &overview->jobs,
			 (struct overview_job){ .job = &workflow->jobs.at[i],
						.file = overview->files.len,
						.feeds = STR_NONE });
	list_add(arena, &overview->files, file);
}

size_t overview_first_use(const struct overview *overview, size_t job)
{
	size_t low = 0, high = overview->uses.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (overview->uses.at[middle].job < job)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct overview_file *overview_file(const struct overview *overview,
					  const struct workflow *workflow)
{
	for (size_t i = 0; i < overview->files.len; i++)
		if (overview->files.at[i].workflow == workflow)
			return &overview->files.at[i];
	return NULL;
}
