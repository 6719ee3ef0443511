/* SPDX-License-Identifier: MIT */
/* Finds what sets up Python in a job: actions, and uv commands, also inside local actions. */
#ifndef NOX_SETUPS_H
#define NOX_SETUPS_H

#include "nox/survey/survey.h"
#include "workflow/uses.h"

enum setup_kind {
	SETUP_OUTPUT,	/* one exact version, by the step's output python-version */
	SETUP_LOCATION, /* one exact version, by the path in env.pythonLocation */
	SETUP_SEVERAL,	/* several versions; what the action reports names the last one only */
	SETUP_UV,	/* uv is set to use a version: UV_PYTHON */
	SETUP_INSTALL,	/* uv installs a version */
	SETUP_UNKNOWN,	/* something whose version the file does not show */
};

struct setup {
	enum setup_kind kind;
	const struct step *step; /* of the job; it may be one that uses a local action */
	bool conditional;
	const char *id; /* for SETUP_OUTPUT: the id for a step without one */
	/* As written, a template string that is usable in another step; for SETUP_INSTALL, one
	 * version for `uv python find`. Empty if it is unknown. */
	struct str version;
};

/* More are not distinguished one by one, as their versions must fit into one key. */
enum { SETUPS_MAX = 24 };

/* What leg_machine() has worked out of a job: by number of the leg, after that of legs unknown. */
struct machines {
	struct arena *arena;   /* as long-lived as the setups */
	LIST(struct str) list; /* p is NULL: not yet */
};

struct setups {
	LIST(struct setup) list;   /* in the order of the steps */
	struct machines *machines; /* the arena's */
	bool many;		   /* there may be more than the list contains */
	size_t read;		   /* bytes of scripts, and steps, read so far */
};

/* Reads the steps of a job once. Local actions are looked up in the survey. */
void setups_find(struct setups *setups, struct arena *arena, const struct workflow *workflow,
		 const struct job *job, struct survey *survey);

/* The input of an action that names the versions to set up, if the action reports the exact one.
 * NULL for other actions. */
const char *setup_version_input(const struct uses *uses);

#endif
