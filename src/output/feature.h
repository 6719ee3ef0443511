/* SPDX-License-Identifier: MIT */
/* The acceptance scenarios that say what the cache steps of a repository's workflows are. */
#ifndef OUTPUT_FEATURE_H
#define OUTPUT_FEATURE_H

#include "output/gherkin.h"
#include "yaml/edit.h"

#define DEFAULT_FEATURE "features/ci_workflow_validation.feature"
#define FEATURE_STEPS_NAME "nox_cache_steps.py"
/* By this the definition of the steps is known, whatever file it is in: a promise to the files that
 * have it already. The second is that of 0.1.0, whose other steps had other words too. */
#define FEATURE_STEPS_SIGN "comes before the step"
#define FEATURE_STEPS_OLD_SIGN "stands in front of the step"

/* A cache step and the Nox step that it serves. All borrowed. */
struct feature_row {
	struct str workflow; /* path in the repository */
	struct str job;
	struct str step;  /* by its name, else its id, else the first line of what it runs or uses */
	struct str path;  /* what is cached; ", " between several */
	struct str part;  /* of the key: legs and Python */
	struct str files; /* what stands in hashFiles() */
	bool restores;	  /* it has restore-keys */
};

/* Does each text of the row come out of a table's cell as it is? Not what is more than one line, or
 * what is not printable; nor what holds a column's name in angle brackets, which a scenario outline
 * would replace. */
bool feature_can_hold(const struct feature_row *row);

struct feature_rows {
	LIST(struct feature_row) list;
};

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

/* The step definitions: a module for behave that reads the workflows with PyYAML. */
extern const char feature_steps[];

#endif
