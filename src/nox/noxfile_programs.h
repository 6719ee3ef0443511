/* SPDX-License-Identifier: MIT */
/* What installing commands do to a session's environment: pip and its like, uv, poetry, pdm, conda,
 * and Nox itself, which runs other sessions. */
#ifndef NOX_NOXFILE_PROGRAMS_H
#define NOX_NOXFILE_PROGRAMS_H

#include "nox/noxfile.h"
#include "nox/noxfile_values.h"

enum { ARGUMENTS_MAX = 64 };

/* The arguments of a call; those by keyword are left out. */
struct arguments {
	struct value at[ARGUMENTS_MAX];
	size_t count;
	bool more; /* there are others, which are not listed */
};

/* What is done to the environment of a session; of several commands the sum. */
struct effect {
	enum noxfile_installs installs;
	enum noxfile_moving moving;
	bool exact;	      /* something is installed so that nothing else is left */
	bool inexact;	      /* something is installed beside what is there */
	bool uninstalls;      /* and so what follows is installed anew */
	bool elsewhere;	      /* the folder is changed: relative paths cannot be told */
	bool reaches_unknown; /* another session is started whose name cannot be told */
	bool calls_parameter; /* the session is handed to a function that is given as an argument */
};

/* Lists that effects add to. Paths and names are the source's or the arena's. */
struct gathered {
	struct arena *arena;
	LIST(struct str) reads;	     /* files that an installing command reads, as written */
	LIST(struct value) sessions; /* names of the sessions that are started */
};

void effect_add(struct effect *sum, const struct effect *other);

/* pip install, or session.install(), with the arguments from the given one on. uv: it is uv that
 * installs. */
void pip_install(struct effect *effect, struct gathered *g, const struct arguments *a, size_t from,
		 bool uv);

/* A command as session.run() runs it. skipped: it is not run where nothing is to be installed
 * (session.run_install()), so that a command that is not known may install what is missing then. */
void program_run(struct effect *effect, struct gathered *g, const struct arguments *a,
		 bool skipped);

/* A file that an install reads. Of a name with one unknown part the pattern is taken, with "*" for
 * that; what is less known is left out. */
void gather_read(struct gathered *g, struct value path);

#endif
