/* SPDX-License-Identifier: MIT */
/* Reads a tree as a workflow (jobs and their steps) or as a composite action. For field names and
 * their meaning see docs.github.com, "Workflow syntax" and "Metadata syntax"; Forgejo and Gitea use
 * the same. */
#ifndef WORKFLOW_WORKFLOW_H
#define WORKFLOW_WORKFLOW_H

#include "base/diagnostic.h"
#include "workflow/uses.h"

/* The fields of a step, by their keys in the map. */
enum step_field {
	STEP_ID,
	STEP_NAME,
	STEP_IF,
	STEP_USES,
	STEP_WITH,
	STEP_RUN,
	STEP_SHELL,
	STEP_ENV,
	STEP_WORKING_DIRECTORY,
	STEP_FIELDS,
};

/* A file may have thousands of steps. Use the functions below for what lacks a comment. */
struct step {
	const struct node *body;   /* the map */
	const struct uses *action; /* uses:, split; empty without it. See step_action */
	uint32_t index; /* 0-based index in its job's steps; a nested step has that of its
				    * group */
	bool nested;	/* inside a group (parallel:) */
	int32_t item;
	int32_t fields[STEP_FIELDS];
};

/* The same of a job, with fields of fields. */
enum job_field {
	JOB_NAME,
	JOB_IF,
	JOB_RUNS_ON,
	JOB_CONTAINER,
	JOB_ENVIRONMENT,
	JOB_PERMISSIONS,
	JOB_ENV,
	JOB_STRATEGY,
	JOB_USES, /* a reusable workflow */
	JOB_STEPS,
	JOB_MATRIX,	       /* strategy.matrix */
	JOB_SHELL,	       /* defaults.run.shell */
	JOB_WORKING_DIRECTORY, /* defaults.run.working-directory */
	JOB_FIELDS,
};

struct job {
	struct str id;		/* "<composite>" for a composite action */
	const struct node *key; /* the id as written; of an action its runs: key */
	const struct node *body;
	int32_t fields[JOB_FIELDS];
	uint32_t start; /* offset of the id in the source */
	LIST(struct step) steps;
};

/* The value of a field with aliases resolved, or NULL if it is absent. */
static inline const struct node *step_field(const struct step *step, enum step_field field)
{
	return node_far(step->body, step->fields[field]);
}

static inline const struct node *job_field(const struct job *job, enum job_field field)
{
	return node_far(job->body, job->fields[field]);
}

/* The item of the list as written, a map or an alias; of a nested step that of its group. */
static inline const struct node *step_written(const struct step *step)
{
	return step->body + step->item;
}

enum workflow_kind {
	WORKFLOW_OTHER, /* neither; nothing to do */
	WORKFLOW_FILE,
	WORKFLOW_ACTION, /* a composite action */
};

struct workflow {
	enum workflow_kind kind;
	const struct tree *tree;
	const struct node *name;
	const struct node *on;
	const struct node *permissions;
	const struct node *env;
	const struct node *shell;
	const struct node *working_directory;
	const struct node *inputs; /* of an action, or of on.workflow_call */
	LIST(struct job) jobs;
};

/* Limits that files written by people do not reach. A file beyond them is rejected. */
enum {
	WORKFLOW_JOBS_MAX = 2000,
	WORKFLOW_JOB_STEPS_MAX = 1000, /* in one job */
	WORKFLOW_STEPS_MAX = 20000,    /* in a file, including steps that are aliases */
	WORKFLOW_ID_MAX = 1000,	       /* bytes of a job's id; runners allow 100 characters */
};

/* Reads the tree. Ignores what a runner would reject. Returns STATUS_INVALID only beyond a
 * limit. */
CHECKED enum status workflow_read(struct workflow *workflow, struct arena *arena,
				  const struct tree *tree, struct diagnostics *diagnostics);

/* What a step of the tree uses, as by uses_of. */
static inline struct uses step_uses(const struct tree *tree, const struct step *step)
{
	return uses_seen_from(tree, *step->action);
}

/* Whether the workflow runs only when called by another one (on: has only workflow_call). */
bool workflow_is_only_called(const struct workflow *workflow);

/* The last job whose id begins before an offset in the source, or NULL. */
const struct job *workflow_job_before(const struct workflow *workflow, size_t offset);

/* The default shell of a job's steps; empty if it is the runner's. */
struct str job_shell(const struct workflow *workflow, const struct job *job);

/* The labels of runs-on as one text, separated by blanks. */
struct str job_runner(struct arena *arena, const struct workflow *workflow, const struct job *job);

/* The value of a key in a map, by case-insensitive name as in expressions, with aliases resolved.
 * NULL if there is none or it is not a map. */
const struct node *context_member(const struct tree *tree, const struct node *map, struct str name);

#endif
