/* SPDX-License-Identifier: MIT */
/* The functions of a noxfile: what each does to the environment of its session, and which other
 * functions it calls. */
#ifndef NOX_NOXFILE_FUNCTIONS_H
#define NOX_NOXFILE_FUNCTIONS_H

#include "nox/noxfile/programs.h"

enum { FUNCTIONS_MAX = 1000 };

/* A part of a list: items [first, end). */
struct part {
	size_t first;
	size_t end;
};

/* A function or class of the file. It includes the functions inside it. */
struct function {
	struct str name;	/* the source's */
	size_t head;		/* token of its name */
	struct span parameters; /* tokens between the brackets after its name; may be empty */
	struct span body;
	bool is_class;
	size_t outer;	      /* number of the function that contains it, or STR_NONE */
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
	LIST(size_t) sorted;		/* numbers of the functions, sorted by name */
	LIST(struct str) session_names; /* parameters that contain a session */
	bool too_many;			/* too many session names: each function may install
					 * anything */
};

/* Sorts the functions by their names. */
void functions_sort(struct functions *functions);

/* The functions of that name: a part of the sorted numbers. False if there is none. */
bool function_find(const struct functions *functions, struct str name, struct part *found);
/* Does the name of a function, at a token, refer to that function? */
bool function_is_visible(const struct functions *functions, size_t number, size_t token);

/* The sum of the effects of the functions in roots and of all that they call. Their paths and the
 * names of started sessions are added to *gathered. */
void functions_sum(struct effect *sum, const struct functions *functions, const size_t *roots,
		   size_t count, struct gathered *gathered);

#endif
