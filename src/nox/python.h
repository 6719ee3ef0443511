/* SPDX-License-Identifier: MIT */
/* Which Python a job's Nox runs under, as an expression for the key. */
#ifndef NOX_PYTHON_H
#define NOX_PYTHON_H

#include "nox/survey.h"

enum python_origin {
	PYTHON_UNKNOWN,	  /* nothing in the job names it: only asking the interpreter could tell */
	PYTHON_OUTPUT,	  /* the python-version output of set-up steps */
	PYTHON_LOCATION,  /* env.pythonLocation: the exact path, which holds the version */
	PYTHON_TEXT,	  /* a version as the workflow writes it, or the expression that carries it */
	PYTHON_CONTAINER, /* the container's image */
	PYTHON_INSIDE,	  /* the image of a container that a script starts, and the version asked in it */
};

struct python {
	enum python_origin origin;
	struct str text; /* for the key; the arena's. Of PYTHON_OUTPUT made by python_outputs */
	/* PYTHON_OUTPUT: the steps whose output counts, the first that ran; several only where all
	 * of them are conditional. They may have no id yet. */
	LIST(const struct step *) outputs;
	/* The step that sets Python up: what its inputs refer to is in the text already. */
	const struct step *setup;
	bool exact;	    /* the full version, 3.12.4 */
	const char *id;	    /* for a set-up step that has none */
};

/* What a job's members that are named after Python say of it. */
struct python_named {
	struct str member; /* a reference to the first of them ("${{ matrix.python }}"), or empty */
};

/* Looks through the variables and inputs of the workflow; with a job, through its matrix and its
 * variables, where there is none through what was found in the workflow. False when memory is out. */
CHECKED bool python_named_find(struct python_named *named, struct arena *arena,
			       const struct workflow *workflow, const struct job *job,
			       const struct python_named *in_workflow);

/* Judges by the steps in front of the step number before (its index in the job), else by what is
 * named after Python. Local actions are looked up in the survey. interpreter is the command that
 * starts the Python which Nox runs under: a step that asked another one says nothing of it (empty:
 * whichever was asked counts). False when memory is out. */
CHECKED bool python_of(struct python *python, struct arena *arena, const struct workflow *workflow,
		       const struct job *job, const struct python_named *named, size_t before,
		       struct survey *survey, struct str interpreter);

/* The last step in front of the step number before that asked this interpreter for its version, as
 * an earlier run of this program wrote it. origin is PYTHON_UNKNOWN where there is none. */
void python_asked(struct python *python, struct arena *arena, const struct workflow *workflow,
		  const struct job *job, size_t before, struct str interpreter);

/* "${{ steps.A.outputs.python-version || steps.B.outputs.python-version }}" */
struct str python_outputs(struct arena *arena, const struct str *ids, size_t count);

/* A step that asks the interpreter: its id, and the Python code that it runs. */
#define PYTHON_PROBE_ID "nox-python"
#define PYTHON_PROBE_CODE "import sys; print('version=' + sys.version.split()[0])"

/* The key part for such a step. */
struct str python_probed(struct arena *arena, struct str id);

#endif
