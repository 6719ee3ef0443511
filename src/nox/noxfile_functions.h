/* SPDX-License-Identifier: MIT */
/* The functions of a noxfile: what each does to the environment of the session that it is given,
 * and which others it calls. */
#ifndef NOX_NOXFILE_FUNCTIONS_H
#define NOX_NOXFILE_FUNCTIONS_H

#include "nox/noxfile_programs.h"

enum { FUNCTIONS_MAX = 1000 };

/* A part of a list: items [first, end). */
struct part {
	size_t first;
	size_t end;
};

/* One function or class of the file. Another that is written within it belongs to it. */
struct function {
	struct str name;	/* the source's */
	size_t head;		/* token of its name */
	struct span parameters; /* tokens between the brackets behind its name; empty where there
				   are none */
	struct span body;
	bool is_class;
	size_t outer;	      /* the number of the one that it is written in, or STR_NONE */
	struct effect effect; /* of its own body */
	struct part reads;    /* in functions.gathered */
	struct part sessions;
	struct part calls; /* in functions.calls: the functions that its body mentions */
};

struct functions {
	const struct evaluator *e;
	struct gathered gathered;
	LIST(struct function) list;
	LIST(size_t) calls;
	LIST(size_t) sorted;		/* numbers of the functions by their names */
	LIST(struct str) session_names; /* parameters that hold a session */
	bool too_many;			/* names of sessions: each function may install anything */
};

/* Sorts the functions by their names. */
void functions_sort(struct functions *functions);

/* The functions of that name: a part of the list of sorted numbers. False where there is none. */
bool function_find(const struct functions *functions, struct str name, struct part *found);
/* Whether the name of the function numbered so means it at that token. */
bool function_is_visible(const struct functions *functions, size_t number, size_t token);

/* The sum of what the functions numbered roots do and those that they call. The session gets the
 * lists: paths, and the names of the sessions that are started, into *started. */
void functions_sum(struct effect *sum, const struct functions *functions, const size_t *roots,
		   size_t count, struct gathered *gathered);

#endif
