/* SPDX-License-Identifier: MIT */
/* Maintains acceptance scenarios that describe the cache steps of a repository's workflows. */
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

/* Computes the edits of a feature file: inserts a scenario outline in the file's style before its
 * first rule or at its end, or updates the table of an existing one. There are no edits if it is up
 * to date. An empty file also gets a feature. */
enum feature_status feature_edit(struct edits *edits, struct arena *arena,
				 const struct source *source, const struct feature_rows *rows,
				 const char **error);

/* Whether a feature file contains a scenario outline of an earlier run. */
bool feature_is_maintained(struct str bytes);

#endif
