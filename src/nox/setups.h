/* SPDX-License-Identifier: MIT */
/* What sets Python up in a job: actions, and commands of uv; those inside local actions too. */
#ifndef NOX_SETUPS_H
#define NOX_SETUPS_H

#include "nox/survey.h"
#include "workflow/uses.h"

enum setup_kind {
	SETUP_OUTPUT,	/* one exact version, by the step's output python-version */
	SETUP_LOCATION, /* one exact version, by the path in env.pythonLocation */
	SETUP_SEVERAL,	/* several versions; what the action reports names the last one only */
	SETUP_UV,	/* uv is told which version to use: UV_PYTHON */
	SETUP_INSTALL,	/* uv installs a version */
	SETUP_UNKNOWN,	/* something, of which nothing in the file reports the version */
};

struct setup {
	enum setup_kind kind;
	const struct step *step; /* of the job; it may be one that uses a local action */
	bool conditional;
	const char *id; /* of SETUP_OUTPUT: for a step that has none */
	/* As written, a template string that another step may use; of SETUP_INSTALL one version
	 * that `uv python find` takes. Empty where it cannot be told. */
	struct str version;
};

/* More are not told apart one by one: their versions are to stand in one key. */
enum { SETUPS_MAX = 24 };

struct setups {
	LIST(struct setup) list; /* in the order of the steps */
	bool many;		 /* there may be more than stand in the list */
	size_t read;		 /* bytes of scripts, and steps, read so far */
};

/* Reads the steps of a job once. Local actions are looked up in the survey. */
void setups_find(struct setups *setups, struct arena *arena, const struct workflow *workflow,
		 const struct job *job, struct survey *survey);

/* The input of an action that names the versions to be set up, where what it reports is exact; NULL
 * for any other action. */
const char *setup_version_input(const struct uses *uses);

#endif
