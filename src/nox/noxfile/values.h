/* SPDX-License-Identifier: MIT */
/* The values of expressions: texts, paths and lists, also through names that the file binds once.
 * Nothing is run. */
#ifndef NOX_NOXFILE_VALUES_H
#define NOX_NOXFILE_VALUES_H

#include "base/diagnostic.h"
#include "nox/noxfile/tokens.h"

/* Paths are relative to the folder of the noxfile, in which Nox runs. A path made from __file__ or
 * from the working folder begins with ".". */
struct value {
	struct str text;  /* the source's or the arena's; of an unknown value, the certain start */
	bool known;	  /* text is the whole value */
	bool wheel;	  /* unknown, and the expression names a wheel */
	struct str shape; /* the whole value, with "*" for each unknown part; or empty */
};

struct values {
	LIST(struct value) list;
};

/* A name that the file binds. */
struct binding {
	struct str name;
	struct span value; /* empty if the name is bound twice, or otherwise than by "name = …" */
	bool aliased;	   /* "other = name": the list may change under the other name */
};

/* The bindings of a file, sorted by name. */
struct constants {
	LIST(struct binding) list;
};

struct evaluator {
	struct arena *arena;
	const struct tokens *tokens;
	struct constants constants;
	size_t *steps; /* operands that may still be read; limits the work for a file */
};

/* Finds the constants of e->tokens. */
void constants_find(struct evaluator *e);

/* The constant of that name, or NULL. */
const struct binding *constant_find(const struct evaluator *e, struct str name);

/* Follows names: the value of a constant if the span is one name, else the span. */
struct span span_resolve(const struct evaluator *e, struct span span);

/* The value of an expression; the work is bounded. */
struct value value_of(const struct evaluator *e, struct span span);

/* The value of the expression at the start of a span. The rest is ignored. */
struct value value_start(const struct evaluator *e, struct span span);

/* The unknown value of an expression. */
struct value value_unknown(const struct evaluator *e, struct span span);

/* Appends the values of the items of a list or tuple. Appends at least one unknown value if some
 * items are unknown. */
void values_of(struct values *values, const struct evaluator *e, struct span span);

#endif
