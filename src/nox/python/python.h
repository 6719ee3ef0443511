/* SPDX-License-Identifier: MIT */
/* The Pythons that run a job's Nox and its sessions, as expressions for the key. */
#ifndef NOX_PYTHON_H
#define NOX_PYTHON_H

#include "nox/python/probe.h"
#include "nox/python/setups.h"

/* The key contains the outputs, then the text, then the answer to the question. */
struct python {
	LIST(const struct setup *)
	outputs;	 /* steps whose output python-version is in the key; they
					     * may still have no id */
	struct str text; /* a template string, the arena's; or empty */
	bool image;	 /* the text is the container's image, which does not show the exact
			  * version */
	bool moves;	 /* and it has no digest: its tag may move to another image */
	struct question question; /* what only interpreters know */
	struct str answer;	  /* id of a step of an earlier run that asks it, or empty */
	size_t changed; /* index of the last step that sets up Python; answers from before it do not
			 * count. STR_NONE: there is none */
	/* Set-up steps whose exact version is in the key: their version input adds nothing. */
	LIST(const struct step *) in_key;
};

/* Finds the Pythons from the steps before the step with the index `before`. interpreter is the
 * command that starts the Python that Nox runs under. */
void python_find(struct python *python, struct arena *arena, const struct workflow *workflow,
		 const struct job *job, const struct setups *setups, size_t before,
		 struct str interpreter);

/* The same for a container that the step's own script starts. Only its image (a template string)
 * and the answer to a question asked in it are known. */
void python_find_inside(struct python *python, struct arena *arena, const struct workflow *workflow,
			const struct job *job, struct str image, size_t before,
			struct str interpreter);

/* Is the exact version that a step sets up in the key? */
bool python_has_setup(const struct python *python, const struct step *step);

/* "${{ steps.A.outputs.python-version }}-${{ steps.B.outputs.python-version }}" */
struct str python_outputs(struct arena *arena, const struct str *ids, size_t count);

/* Can the image of a job's container, if there is one, change while its name stays? It can if it is
 * not pinned by a digest. */
bool image_moves(struct arena *arena, const struct workflow *workflow, const struct job *job);

#endif
