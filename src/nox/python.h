/* SPDX-License-Identifier: MIT */
/* Which Pythons a job's Nox and its sessions run under, as expressions for the key. */
#ifndef NOX_PYTHON_H
#define NOX_PYTHON_H

#include "nox/probe.h"
#include "nox/setups.h"

/* What goes into the key is the outputs, then the text, then what the question brings. */
struct python {
	LIST(const struct setup *) outputs; /* steps whose output python-version counts; they may have
					     * no id yet */
	struct str text; /* a template string, the arena's; or empty */
	bool image;	 /* the text is the container's image, which names no exact version */
	bool moves;	 /* and no digest: its tag may come to name another */
	struct question question; /* what only interpreters can tell */
	struct str answer;	  /* id of a step of an earlier run that has asked it, or empty */
	size_t changed; /* index of the last step that sets Python up, before which nothing that was
			 * asked counts; STR_NONE: there is none */
	/* Set-up steps whose exact version is in the key: their version input adds nothing. */
	LIST(const struct step *) told;
};

/* Judges by what sets Python up before the step number before (its index in the job). interpreter
 * is the command that starts the Python which Nox runs under. */
void python_of(struct python *python, struct arena *arena, const struct workflow *workflow,
	       const struct job *job, const struct setups *setups, size_t before,
	       struct str interpreter);

/* Of a container that the script of the step itself starts: nothing before it says more than the
 * image, a template string, and what is asked in there. */
void python_inside(struct python *python, struct arena *arena, const struct workflow *workflow,
		   const struct job *job, struct str image, size_t before, struct str interpreter);

/* Is the exact version that a step sets up in the key? */
bool python_tells(const struct python *python, const struct step *step);

/* "${{ steps.A.outputs.python-version }}-${{ steps.B.outputs.python-version }}" */
struct str python_outputs(struct arena *arena, const struct str *ids, size_t count);

/* Whether the image of a job's container, where it has one, may become another without a change of
 * its name: it is pinned by no digest. */
bool image_moves(struct arena *arena, const struct workflow *workflow, const struct job *job);

#endif
