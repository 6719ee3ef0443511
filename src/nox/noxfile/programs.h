/* SPDX-License-Identifier: MIT */
/* What installing commands do to the environment of a session: pip and similar programs, uv,
 * poetry, pdm, conda, and Nox itself, which runs other sessions. */
#ifndef NOX_NOXFILE_PROGRAMS_H
#define NOX_NOXFILE_PROGRAMS_H

#include "nox/noxfile/noxfile.h"
#include "nox/noxfile/values.h"

enum { ARGUMENTS_MAX = 64 };

/* The positional arguments of a call. */
struct arguments {
	struct value at[ARGUMENTS_MAX];
	size_t count;
	bool more; /* there are further ones */
};

/* What is done to the environment of a session; of several commands, the sum. */
struct effect {
	enum noxfile_installs installs;
	enum noxfile_moving moving;
	bool exact;	      /* an install removes everything else */
	bool inexact;	      /* an install keeps what is there */
	bool uninstalls;      /* so later installs are not skipped */
	bool in_action;	      /* the folder is changed, so relative paths are unknown */
	bool reaches_unknown; /* another session with an unknown name is started */
	bool calls_parameter; /* the session is passed to a function that is a parameter */
};

/* Lists that effects add to. Paths and names are the source's or the arena's. */
struct gathered {
	struct arena *arena;
	LIST(struct str) reads;	     /* files that an installing command reads, as written */
	LIST(struct value) sessions; /* names of the sessions that are started */
};

void effect_add(struct effect *sum, const struct effect *other);

/* pip install or session.install(), starting with the argument at index from. uv: uv installs. */
void pip_install(struct effect *effect, struct gathered *g, const struct arguments *a, size_t from,
		 bool uv);

/* A command run by session.run(). skipped: it does not run if nothing is to be installed
 * (session.run_install()), so an unknown command may be an install. */
void program_run(struct effect *effect, struct gathered *g, const struct arguments *a,
		 bool skipped);

/* Adds a file that an install reads. A name with one unknown part becomes a pattern, with "*" for
 * that part. Names that are less known are left out. */
void gather_read(struct gathered *g, struct value path);

#endif
