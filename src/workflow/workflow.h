/* SPDX-License-Identifier: MIT */
/* Reads a tree as a workflow (jobs and their steps) or as a composite action. For field names and
 * their meaning see docs.github.com, "Workflow syntax" and "Metadata syntax"; Forgejo and Gitea use
 * the same. */
#ifndef WORKFLOW_WORKFLOW_H
#define WORKFLOW_WORKFLOW_H

#include "base/diagnostic.h"
#include "workflow/uses.h"

/* Members are nodes of the tree with aliases resolved, or NULL if the field is absent. */
struct step {
	size_t index;		    /* 0-based index in its job's steps; a nested step has that
				     * of its group */
	const struct node *written; /* the item of the list as written, a map or an alias; of a
	                             * nested step that of its group */
	const struct node *body;    /* the map */
	bool nested;		    /* inside a group (parallel:) */
	const struct node *id;
	const struct node *name;
	const struct node *condition; /* if */
	const struct node *uses;
	const struct uses *action; /* uses:, split; empty without it. See step_uses */
	const struct node *with;
	const struct node *run;
	const struct node *shell;
	const struct node *env;
	const struct node *working_directory;
};

struct job {
	struct str id;		/* "<composite>" for a composite action */
	const struct node *key; /* the id as written; of an action its runs: key */
	const struct node *body;
	const struct node *name;
	const struct node *condition;
	const struct node *runs_on;
	const struct node *container;
	const struct node *environment;
	const struct node *permissions;
	const struct node *env;
	const struct node *strategy;
	const struct node *matrix;
	const struct node *shell;	      /* defaults.run.shell */
	const struct node *working_directory; /* defaults.run.working-directory */
	const struct node *uses;	      /* a reusable workflow */
	const struct node *steps_node;
	LIST(struct step) steps;
};

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
bool workflow_is_only_called(const struct workflow *workflow, struct arena *arena);

/* The last job whose id begins before an offset in the source, or NULL. */
const struct job *workflow_job_before(const struct workflow *workflow, size_t offset);

/* The default shell of a job's steps; empty if it is the runner's. */
struct str job_shell(struct arena *arena, const struct workflow *workflow, const struct job *job);

/* The labels of runs-on as one text, separated by blanks. */
struct str job_runner(struct arena *arena, const struct workflow *workflow, const struct job *job);

/* The value of a key in a map, by case-insensitive name as in expressions, with aliases resolved.
 * NULL if there is none or it is not a map. */
const struct node *context_member(const struct tree *tree, struct arena *arena,
				  const struct node *map, struct str name);

#endif
