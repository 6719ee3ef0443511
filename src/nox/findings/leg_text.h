/* SPDX-License-Identifier: MIT */
/* What a template string is in one leg of a job: its own values are filled in, and what only a
 * run knows is a symbol. Two texts that are equal are equal in every run. */
#ifndef NOX_LEG_TEXT_H
#define NOX_LEG_TEXT_H

#include "base/buf.h"
#include "nox/findings/leg_value.h"
#include "nox/python/setups.h"
#include "workflow/matrix.h"

/* Where a text is read. All borrowed; begin with leg_scope_enter(). */
struct leg_scope {
	struct arena *arena;
	const struct workflow *workflow;
	const struct job *job;
	const struct setups *setups;
	const struct matrix_leg *leg; /* NULL: the legs are not known */
	size_t number;		      /* of the leg */
	const struct step *step;      /* whose env: counts, or NULL */
	/* Of a text in a local action: the action, and the step of the job that uses it. */
	const struct workflow *action;
	const struct step *user;
	struct str machine;  /* see leg_machine(); p is NULL: not made yet */
	struct str os, arch; /* "Linux", "X64"; a symbol where the runner is not one of GitHub's */
	unsigned depth;
	size_t spent; /* bytes read so far of texts within texts */
};

struct leg_text {
	struct str text; /* the arena's */
	bool hashes;	 /* it has the hash of files, */
	bool changes;	 /* or something else that differs from run to run, or may do so */
	bool python;	 /* it names the Python, or may do so */
	bool open; /* it has what may be anything: the output of a step, a variable set by one */
};

/* Begins to read texts of one leg of a job. */
void leg_scope_enter(struct leg_scope *scope, struct arena *arena, const struct workflow *workflow,
		     const struct job *job, const struct setups *setups,
		     const struct matrix *matrix, size_t leg);

/* Fills os and arch. */
void leg_runner_find(struct leg_scope *scope);

/* What the steps of the leg find, besides what only a run knows: the runner, the container, the Pythons
 * that are set up, the variables, and the scripts that set variables. Two legs for which it is the same
 * text get the same from the same step. */
struct str leg_machine(struct leg_scope *scope);

/* What the outputs of a step depend on: the machine, and what the step says. NULL: any step. */
struct str leg_found(struct leg_scope *scope, const struct step *step);

/* The context of an expression that represents the version of the Python that was set up last. No
 * workflow has it. */
#define LEG_TEXT_PYTHON "python-set-up-last"

/* The template string in the leg. */
struct leg_text leg_text_of(struct leg_scope *scope, struct str text);

/* Between texts that are compared together. */
#define LEG_SEPARATOR "\x03"

/* Appends a text in the leg, or its values if it is a map, of a tree, with a separator after each; nothing
 * once there are more than most bytes. Of a longer text only that it is this leg's. */
void leg_add_text(struct leg_scope *scope, struct buf *out, size_t most, struct str text);
void leg_add_values(struct leg_scope *scope, struct buf *out, size_t most, const struct tree *tree,
		    const struct node *map);

/* Whether a condition is surely false in the leg. */
bool leg_is_off(struct leg_scope *scope, const struct node *condition);

#endif
