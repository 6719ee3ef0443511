/* SPDX-License-Identifier: MIT */
/* What a tree means as a workflow (jobs and their steps) or as a composite action. Field names and
 * their meaning: docs.github.com, "Workflow syntax" and "Metadata syntax"; Forgejo and Gitea read
 * the same. */
#ifndef WORKFLOW_WORKFLOW_H
#define WORKFLOW_WORKFLOW_H

#include "yaml/scalar.h"
#include "base/diagnostic.h"

/* Members are nodes of the tree, aliases resolved; NULL where the field is absent. */
struct step {
	size_t index;		    /* in its job's steps, from 0; a nested step has its group's */
	const struct node *written; /* the list's child as written: a map or an alias; of a nested
				     * step that of its group */
	const struct node *body;    /* the map */
	bool nested;		    /* inside a group (parallel:) */
	const struct node *id;
	const struct node *name;
	const struct node *condition; /* if */
	const struct node *uses;
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

/* Limits, generous for what people write; beyond them a file is refused with one error. */
enum {
	WORKFLOW_JOBS_MAX = 2000,
	WORKFLOW_JOB_STEPS_MAX = 1000, /* in one job, */
	WORKFLOW_STEPS_MAX = 20000,    /* and in all of a file, those reached by an alias included */
	WORKFLOW_ID_MAX = 1000,	       /* bytes of a job's id; a runner takes 100 characters */
};

/* Reads the tree. Shapes that a runner would refuse are passed over, not judged. STATUS_INVALID
 * only beyond a limit. */
CHECKED enum status workflow_read(struct workflow *workflow, struct arena *arena,
				  const struct tree *tree, struct diagnostics *diagnostics);

/* Does the workflow run only where another one calls it (on: workflow_call and nothing else)? */
bool workflow_is_only_called(const struct workflow *workflow, struct arena *arena);

/* The shell that a job's steps run in where they name none; empty: the runner's own. */
struct str job_shell(struct arena *arena, const struct workflow *workflow, const struct job *job);

/* The labels of runs-on as one text, blanks between them. */
/* What a map has under a name of an expression, which does not mind case; aliases resolved. NULL
 * where there is none, or it is no map. */
const struct node *context_member(const struct tree *tree, struct arena *arena,
				  const struct node *map, struct str name);

struct str job_runner(struct arena *arena, const struct workflow *workflow, const struct job *job);

#endif
