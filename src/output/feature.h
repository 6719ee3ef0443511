/* SPDX-License-Identifier: MIT */
/* The acceptance scenarios that say what the cache steps of a repository's workflows are. */
#ifndef OUTPUT_FEATURE_H
#define OUTPUT_FEATURE_H

#include "output/feature_rows.h"
#include "output/gherkin.h"
#include "yaml/edit.h"

#define DEFAULT_FEATURE "features/ci_workflow_validation.feature"
enum feature_status {
	FEATURE_OK,
	FEATURE_REFUSED, /* *error says why; static */
};

/* The edits that make a feature file say so: a scenario outline in the file's indentation and tags,
 * before its first rule or at its end; or, where an earlier run has added one, its table of examples.
 * No edits where nothing is to be done. An empty file gets its feature. */
enum feature_status feature_edit(struct edits *edits, struct arena *arena,
				 const struct source *source, const struct feature_rows *rows,
				 const char **error);

/* Does a feature file have the scenario outline of an earlier run? */
bool feature_is_maintained(struct str bytes);


#endif
